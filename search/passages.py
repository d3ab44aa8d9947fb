"""Passages are the sentences of a post that fit a question best, with its words marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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

    def best(
        self,
        position: int,
        part: int,
        text: str,
        weights: Mapping[str, float],
        fallback: NDArray[np.float32] | None = None,
    ) -> Passage | None:
        """The best one or two sentences of a part of the post at ``position``.

        ``text`` is the part's plain text, ``weights`` what each of the question's terms is worth.
        Without any of them in the part, the sentence with the highest ``fallback`` (a value a
        sentence of the part) or else the first is best; None when the part is empty.
        """
        rows = self._analysed.rows[self._bounds[position] : self._bounds[position + 1] + 1]
        inside = np.flatnonzero(rows[:-1, 1] == part)
        if not len(inside):
            return None
        found = [self._found(rows[i, 4], rows[i + 1, 4], weights) for i in inside]
        spans = [(int(rows[i, 2]), int(rows[i, 3])) for i in inside]
        chosen = _choose(found, spans, weights, fallback)
        start, end = spans[chosen[0]][0], spans[chosen[-1]][1]
        return self.marked(" ".join(text[start:end].split()), frozenset(weights))

    def count(self, position: int, part: int) -> int:
        """How many sentences a part of the post at ``position`` has."""
        rows = self._analysed.rows[self._bounds[position] : self._bounds[position + 1]]
        return int((rows[:, 1] == part).sum())

    def _found(self, first: int, last: int, weights: Mapping[str, float]) -> frozenset[str]:
        terms = self._analysed.surface_terms
        tokens = self._analysed.tokens[first:last]
        return frozenset(t for token in tokens for t in terms[token] if t in weights)

    def marked(self, text: str, terms: frozenset[str]) -> Passage:
        """The text with the words marked that have one of ``terms``, or are part of a phrase."""
        words = list(self._analyzer.words(text))
        marks = [(w.start, w.end) for w in words if not terms.isdisjoint(w.terms)]
        wanted = {t for t in terms if "_" in t}
        for phrase in self._analyzer.phrases(words) if wanted else ():
            if phrase.term in wanted:
                marks.append((words[phrase.first].start, words[phrase.last].end))
        return Passage(text, _merged(marks))


def _choose(
    found: Sequence[frozenset[str]],
    spans: Sequence[tuple[int, int]],
    weights: Mapping[str, float],
    fallback: NDArray[np.float32] | None,
) -> list[int]:
    """The positions of the best sentence and, where it adds something, one beside it."""
    worth = [sum(weights[t] for t in terms) for terms in found]
    # A long sentence has more room for the question's words; its length is held against it a
    # little, and an earlier sentence wins over a later equal one.
    lengths = [max(end - start, 40) for start, end in spans]
    fit = [w / (length**0.25) for w, length in zip(worth, lengths, strict=True)]
    best = int(np.argmax(fit))
    if not worth[best]:
        best = int(np.argmax(fallback)) if fallback is not None else 0
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
