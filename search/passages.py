"""Passages are the sentences of a post that fit a question best, with its words marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from search.analysed import Analysed
from search.analysis import Analyzer
from search.results import Passage

_SHORT = 90
_LONG = 420


class Passages:
    """Finds the passages of posts by the analysed sentences of a generation."""

    def __init__(self, analysed: Analysed, analyzer: Analyzer) -> None:
        self._analysed = analysed
        self._analyzer = analyzer
        self._bounds = np.searchsorted(analysed.rows[:-1, 0], np.arange(analysed.posts + 1))

    @cached_property
    def _surfaces(self) -> dict[str, list[int]]:
        """The positions of the surfaces that have each term."""
        having: dict[str, list[int]] = defaultdict(list)
        for number, terms in enumerate(self._analysed.surface_terms):
            for term in terms:
                having[term].append(number)
        return having

    def fitting(self, worth: Mapping[str, float]) -> Fitting:
        """What finds passages for one question; ``worth`` is what each of its terms is worth."""
        wanted: dict[int, set[str]] = defaultdict(set)
        for term in worth:
            for surface in self._surfaces.get(term, ()):
                wanted[surface].add(term)
        return Fitting(self._analysed, self._analyzer, self._bounds, worth, wanted)


class Fitting:
    """Finds the passages that fit one question; see ``Passages.fitting``."""

    def __init__(
        self,
        analysed: Analysed,
        analyzer: Analyzer,
        bounds: NDArray[np.intp],
        worth: Mapping[str, float],
        wanted: Mapping[int, set[str]],
    ) -> None:
        self._analysed = analysed
        self._analyzer = analyzer
        self._bounds = bounds
        self._worth = worth
        self._wanted = wanted
        self._terms = frozenset(worth)
        self._phrases = frozenset(t for t in worth if "_" in t)

    def best(
        self,
        position: int,
        part: int,
        text: str,
        fits: Callable[[int], NDArray[np.float32] | None] = lambda sentences: None,
    ) -> Passage | None:
        """The best one or two sentences of a part of the post at ``position``.

        ``text`` is the part's plain text. Without any of the question's terms in the part, the
        sentence with the highest of ``fits`` (called with the number of sentences) or else the
        first is best; None when the part is empty.
        """
        rows = self._analysed.rows[self._bounds[position] : self._bounds[position + 1] + 1]
        inside = np.flatnonzero(rows[:-1, 1] == part)
        if not len(inside):
            return None
        first, last = int(inside[0]), int(inside[-1]) + 1
        begins = rows[first : last + 1, 4].tolist()
        tokens = self._analysed.tokens[begins[0] : begins[-1]].tolist()
        found = [self._found(tokens[a - begins[0] : b - begins[0]]) for a, b in pairwise(begins)]
        spans = [(a, b) for a, b in rows[first:last, 2:4].tolist()]
        chosen = _choose(found, spans, self._worth, fits)
        start, end = spans[chosen[0]][0], spans[chosen[-1]][1]
        return self.marked(" ".join(text[start:end].split()))

    def _found(self, tokens: Sequence[int]) -> set[str]:
        wanted = self._wanted
        return set().union(*(wanted[t] for t in tokens if t in wanted))

    def marked(self, text: str) -> Passage:
        """The text with the question's words marked, alone or as part of a phrase."""
        marks = self._analyzer.matches(text, self._terms)
        if self._phrases:
            words = list(self._analyzer.words(text))
            for phrase in self._analyzer.phrases(words):
                if phrase.term in self._phrases:
                    marks.append((words[phrase.first].start, words[phrase.last].end))
        return Passage(text, _merged(marks))


def _choose(
    found: Sequence[set[str]],
    spans: Sequence[tuple[int, int]],
    weights: Mapping[str, float],
    fits: Callable[[int], NDArray[np.float32] | None],
) -> list[int]:
    """The positions of the best sentence and, where it adds something, one beside it."""
    worth = [sum(weights[t] for t in terms) for terms in found]
    # A long sentence has more room for the question's words; its length is held against it a
    # little, and an earlier sentence wins over a later equal one.
    lengths = [max(end - start, 40) for start, end in spans]
    fit = [w / (length**0.25) for w, length in zip(worth, lengths, strict=True)]
    best = fit.index(max(fit))
    if not worth[best]:
        values = fits(len(spans))
        best = 0 if values is None else int(np.argmax(values))
    size = spans[best][1] - spans[best][0]
    sides = [n for n in (best + 1, best - 1) if 0 <= n < len(spans)]
    sides = [n for n in sides if size + spans[n][1] - spans[n][0] <= _LONG]
    gain = {n: sum(weights[t] for t in found[n] - found[best]) for n in sides}
    side = max(sides, key=lambda n: gain[n], default=None)
    if side is not None and (size < _SHORT or gain[side] > 0.5 * worth[best] > 0):
        return sorted((best, side))
    return [best]


def _merged(marks: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
