"""Labels: terms as posts write them, for reasons and suggestions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from search.index.algebra.turned import counted
from search.index.bm25f import Bm25f
from search.index.files import arrays
from search.index.part import Build, Opened
from search.index.tokens.analysed import Analysed
from search.index.tokens.sums import posts_having
from search.text.analyzer import Analyzer


@dataclass(frozen=True, slots=True)
class Labels:
    """The label of each term that has one, by term id; see ``labels``."""

    name: ClassVar[str] = "labels"
    step: ClassVar[str] = "Relating posts"

    names: Mapping[int, str]

    @classmethod
    def fit(cls, build: Build) -> Labels:
        """The labels of a digest's terms."""
        return cls(labels(build[Analysed], build.analyzer, build[Bm25f].having))

    def save(self, folder: Path) -> None:
        """Write the labels into ``folder``."""
        ordered = sorted(self.names.items())
        arrays.write(folder / "labels-terms.npy", np.array([t for t, _ in ordered], np.int32))
        arrays.write_lines(folder / "labels.txt", [label for _, label in ordered])

    @classmethod
    def load(cls, opened: Opened) -> Labels:
        """Read what ``save`` wrote."""
        terms = arrays.read(opened.folder / "labels-terms.npy").tolist()
        names = arrays.read_lines(opened.folder / "labels.txt")
        return cls(dict(zip(terms, names, strict=True)))

    @property
    def count(self) -> None:
        """None: labels belong to terms, not to posts."""


def labels(
    analysed: Analysed, analyzer: Analyzer, spread: NDArray[np.int64] | None = None
) -> dict[int, str]:
    """The label of each term that can be shown to readers, as most posts write it.

    ``spread`` has for each term how many posts have it, where that is known already.

    Left out are numbers, short words, question words, the language's phrases and parts of
    compounds, and what one post alone or more than a third of all posts have.
    """
    if spread is None:
        spread = posts_having(analysed)
    entries = {analyzer.term(e): e for e in analyzer.vocabulary.entries}
    barred = {t for p in analyzer.language.phrases if (t := analyzer.term(p)) is not None}
    barred |= {analyzer.stem(w) for w in analyzer.language.question_words}
    fit = (spread >= 2) & (spread <= max(analysed.posts / 3, 2))
    fit[[analysed.term_ids[t] for t in barred if t in analysed.term_ids]] = False
    frequency = counted(analysed.tokens, len(analysed.surfaces)).tolist()
    surfaces = analysed.surfaces
    written = frozenset(surfaces)
    last = analysed.words.last_terms
    times: dict[tuple[int, str], int] = defaultdict(int)
    chosen = np.flatnonzero(fit[last])
    for number, term in zip(chosen.tolist(), last[chosen].tolist(), strict=True):
        surface = surfaces[number]
        if "_" in surface:
            if surface in entries:
                times[term, entries[surface]] += frequency[number]
        elif len(surface) > 2 and surface[0].isalpha():
            times[term, _plain_case(surface, written)] += frequency[number]
    best: dict[int, tuple[int, str]] = {}
    for (term, form), count in times.items():
        if term not in best or best[term] < (count, form):
            best[term] = count, form
    return {term: form for term, (_, form) in best.items()}


def _plain_case(surface: str, written: frozenset[str]) -> str:
    """The word without the capital of a sentence's beginning; names keep theirs.

    An abbreviation keeps its capitals.
    """
    word = surface.removesuffix("'s").removesuffix("’s")
    if word[0].islower():
        return word
    return word.lower() if word[1:].islower() and word.lower() in written else word
