"""Labels: terms as posts write them, for reasons and suggestions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
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
from search.index.tokens.wordlist import Wordlist
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
    fit = shown(analysed.words, analyzer, spread, analysed.posts)
    frequency = counted(analysed.tokens, len(analysed.surfaces)).tolist()
    surfaces = analysed.surfaces
    forms = Forms(analyzer, frozenset(surfaces))
    last = analysed.words.last_terms
    times: dict[int, Counter[str]] = defaultdict(Counter)
    chosen = np.flatnonzero(fit[last])
    for number, term in zip(chosen.tolist(), last[chosen].tolist(), strict=True):
        form = forms.of(surfaces[number])
        if form:
            times[term][form] += frequency[number]
    return {term: most_written(counts) for term, counts in times.items()}


def shown(
    words: Wordlist, analyzer: Analyzer, spread: NDArray[np.int64], posts: int
) -> NDArray[np.bool_]:
    """Which terms may have a label; ``spread`` tells how many of the ``posts`` have each."""
    barred = {t for p in analyzer.language.phrases if (t := analyzer.term(p)) is not None}
    barred |= {analyzer.stem(w) for w in analyzer.language.question_words}
    fit = (spread >= 2) & (spread <= max(posts / 3, 2))
    fit[[words.term_ids[t] for t in barred if t in words.term_ids]] = False
    return fit


def most_written(counts: Mapping[str, int]) -> str:
    """The form that is written most often; of several, the last by the alphabet."""
    return max(counts, key=lambda form: (counts[form], form))


class Forms:
    """The form in which a word as written is shown; ``written`` are all words."""

    def __init__(self, analyzer: Analyzer, written: Collection[str]) -> None:
        self._entries = {analyzer.term(e): e for e in analyzer.vocabulary.entries}
        self._written = written

    def of(self, surface: str) -> str:
        """The form of a word; empty for one that is not shown."""
        if "_" in surface:
            return self._entries.get(surface, "")
        if len(surface) > 2 and surface[0].isalpha():
            return _plain_case(surface, self._written)
        return ""


def _plain_case(surface: str, written: Collection[str]) -> str:
    """The word without the capital of a sentence's beginning; names keep theirs.

    An abbreviation keeps its capitals.
    """
    word = surface.removesuffix("'s").removesuffix("’s")
    if word[0].islower():
        return word
    return word.lower() if word[1:].islower() and word.lower() in written else word
