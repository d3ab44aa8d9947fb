"""Passages are the sentences of a post that fit a question best, with its words marked."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence, Set
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.analysed import IMPLICATIONS, SUMMARY, TITLE, Analysed
from search.analysis import Analyzer
from search.results import Passage

Fits = Callable[[int, int], NDArray[np.float32] | None]

_SHORT = 90
_LONG = 420


class Passages:
    """Finds the passages of posts by the analysed sentences of a generation."""

    def __init__(self, analysed: Analysed, analyzer: Analyzer) -> None:
        self._analysed = analysed
        self._analyzer = analyzer
        self._bounds = np.searchsorted(analysed.rows[:-1, 0], np.arange(analysed.posts + 1))

    def fitting(self, worth: Mapping[str, float]) -> Fitting:
        """What finds passages for one question; ``worth`` is what each of its terms is worth."""
        wanted = np.zeros(len(self._analysed.surfaces), np.bool_)
        for term in worth:
            wanted[self._analysed.written(term)] = True
        return Fitting(self._analysed, self._analyzer, self._bounds, worth, wanted)


class Fitting:
    """Finds the passages that fit one question; see ``Passages.fitting``."""

    def __init__(
        self,
        analysed: Analysed,
        analyzer: Analyzer,
        bounds: NDArray[np.intp],
        worth: Mapping[str, float],
        wanted: NDArray[np.bool_],
    ) -> None:
        self._analysed = analysed
        self._analyzer = analyzer
        self._bounds = bounds
        self._worth = worth
        self._wanted = wanted
        self._phrases = frozenset(t for t in worth if "_" in t)
        self._meant: dict[int, frozenset[str]] = {}

    def shown(
        self,
        position: int,
        title: str,
        summary: str,
        implications: str,
        fits: Fits = lambda part, sentences: None,
    ) -> tuple[Passage, Passage | None, Passage | None]:
        """What is shown of the post at ``position``: its title, the best of its two parts.

        They are given as plain text. Of a part one or two sentences are best; without any of the
        question's terms the one with the highest of ``fits`` (called with the part and the number
        of its sentences), or else the first. An empty part has no passage.
        """
        sentences = self._sentences(position)
        heading = sentences[TITLE]
        return (
            # A title that repeats how the summary begins was not analysed as a part.
            self._marked(title, heading) if heading else self.marked(title),
            self._best(sentences[SUMMARY], summary, lambda n: fits(SUMMARY, n)),
            self._best(sentences[IMPLICATIONS], implications, lambda n: fits(IMPLICATIONS, n)),
        )

    def _sentences(self, position: int) -> dict[int, list[_Sentence]]:
        """The sentences of the parts of a post that are shown, with the question's words."""
        first, last = self._bounds[position], self._bounds[position + 1]
        rows = self._analysed.rows[first : last + 1].tolist()
        zero = rows[0][4]
        tokens = self._analysed.tokens[zero : rows[-1][4]]
        (places,) = self._wanted[tokens].nonzero()
        # From here on few words are left, and each step of NumPy takes longer than they do.
        words, at = tokens[places].tolist(), (places + zero).tolist()
        found: dict[int, list[_Sentence]] = {TITLE: [], SUMMARY: [], IMPLICATIONS: []}
        begin = end = 0
        for (_, part, start, stop, _), (*_, after) in pairwise(rows):
            begin, end = end, bisect_left(at, after, end)
            if part in found:
                inside = words[begin:end]
                terms = frozenset().union(*map(self._terms, inside)) if inside else _NONE
                found[part].append(_Sentence(start, stop, inside, terms))
        return found

    def _terms(self, surface: int) -> frozenset[str]:
        """The question's terms that a surface has."""
        known = self._meant.get(surface)
        if known is None:
            words = self._analysed.words
            ids = words.meant[words.starts[surface] : words.starts[surface + 1]].tolist()
            terms = frozenset(words.terms[n] for n in ids)
            known = self._meant[surface] = terms & self._worth.keys()
        return known

    def _best(
        self,
        sentences: Sequence[_Sentence],
        text: str,
        fits: Callable[[int], NDArray[np.float32] | None],
    ) -> Passage | None:
        if not sentences:
            return None
        chosen = [sentences[n] for n in _choose(sentences, self._worth, fits)]
        passage = text[chosen[0].start : chosen[-1].end]
        return self._marked(" ".join(passage.split()), chosen)

    def _marked(self, text: str, sentences: Sequence[_Sentence]) -> Passage:
        """The text of some sentences with the question's words marked."""
        surfaces = [self._analysed.surfaces[n] for s in sentences for n in s.words]
        phrases = [s for s in surfaces if "_" in s]
        words = [s for s in surfaces if "_" not in s] if phrases else surfaces
        marks = self._analyzer.places(text, words)
        return Passage(text, _merged(marks + (self._in_phrases(text) if phrases else [])))

    def marked(self, text: str) -> Passage:
        """Any text with the question's words marked, alone or as part of a phrase."""
        marks = self._analyzer.matches(text, self._worth.keys())
        return Passage(text, _merged(marks + (self._in_phrases(text) if self._phrases else [])))

    def _in_phrases(self, text: str) -> list[tuple[int, int]]:
        """The [start, end) of each of the question's phrases in a text."""
        words = list(self._analyzer.words(text))
        return [
            (words[phrase.first].start, words[phrase.last].end)
            for phrase in self._analyzer.phrases(words)
            if phrase.term in self._phrases
        ]


class _Sentence(NamedTuple):
    """A sentence from ``start`` to ``end`` of its part's text.

    ``words`` are the positions of those of its surfaces that the question asks for, in order,
    ``terms`` are the terms they have.
    """

    start: int
    end: int
    words: list[int]
    terms: Set[str]


_NONE: frozenset[str] = frozenset()


def _choose(
    sentences: Sequence[_Sentence],
    weights: Mapping[str, float],
    fits: Callable[[int], NDArray[np.float32] | None],
) -> list[int]:
    """The positions of the best sentence and, where it adds something, one beside it."""
    worth = [sum(weights[t] for t in s.terms) if s.terms else 0.0 for s in sentences]
    lengths = [s.end - s.start for s in sentences]
    # A long sentence has more room for the question's words; its length is held against it a
    # little, and an earlier sentence wins over a later equal one.
    fit = [w / max(n, 40) ** 0.25 for w, n in zip(worth, lengths, strict=True)]
    best = fit.index(max(fit))
    if not worth[best]:
        values = fits(len(sentences))
        best = 0 if values is None else int(np.argmax(values))
    size = lengths[best]
    sides = [n for n in (best + 1, best - 1) if 0 <= n < len(sentences)]
    sides = [n for n in sides if size + lengths[n] <= _LONG]
    known = sentences[best].terms
    gain = {n: sum(weights[t] for t in sentences[n].terms - known) for n in sides}
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
