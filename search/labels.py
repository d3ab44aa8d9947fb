"""Labels write a term as a reader would: a stem is for the engine alone."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np

from search.analysed import Analysed
from search.analysis import Analyzer


def labels(analysed: Analysed, analyzer: Analyzer) -> dict[int, str]:
    """The terms fit to be named in a reason or suggestion, by id, as most posts write them.

    Left out are numbers, short words, question words, the language's phrases and parts of
    compounds, and what one post alone or more than a third of all posts have.
    """
    ids = analysed.term_ids
    frequency = np.bincount(analysed.tokens, minlength=len(analysed.surfaces))
    forms: dict[int, Counter[str]] = defaultdict(Counter)
    entries = {analyzer.term(e): e for e in analyzer.vocabulary.entries}
    ordinary = {analyzer.term(p) for p in analyzer.language.phrases}
    spare = {analyzer.stem(w) for w in analyzer.language.question_words}
    written = frozenset(analysed.surfaces)
    for number, surface in enumerate(analysed.surfaces):
        terms = analysed.surface_terms[number]
        term = terms[-1]
        if term in ordinary or term in spare:
            continue
        if "_" in surface:
            if surface in entries:
                forms[ids[surface]][entries[surface]] += int(frequency[number])
        elif len(surface) > 2 and surface[0].isalpha():
            forms[ids[term]][_plain_case(surface, written)] += int(frequency[number])
    spread = analysed.posts_having()
    most = max(analysed.posts / 3, 2)
    return {
        term: max(counter, key=lambda f: (counter[f], f))
        for term, counter in forms.items()
        if 2 <= spread[term] <= most
    }


def _plain_case(surface: str, written: frozenset[str]) -> str:
    """The word without a sentence's capital, which a name keeps: no post writes it without.

    An abbreviation keeps its capitals.
    """
    word = surface.removesuffix("'s").removesuffix("’s")
    return word.lower() if word[1:].islower() and word.lower() in written else word
