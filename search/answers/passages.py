"""The sentences of a post that fit a question best, with its words marked."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from search.index.tokens.analysed import IMPLICATIONS, SUMMARY, TOPICS, PostWords
from search.index.tokens.wordlist import Wordlist
from search.results import Passage
from search.text.analyzer import Analyzer, phrase_steps
from search.text.places import places_of

# How well the sentences of a part fit a question, given the part and how many they are.
Fits = Callable[[int, int], NDArray[np.float32] | None]
_PartFits = Callable[[int], NDArray[np.float32] | None]
# The rows of a post (see ``PostWords``); and of the sentences that have any, by number, the words
# that the question asks for, by their positions in the word list, in order.
_Rows = list[list[int]]
_Words = dict[int, list[int]]

_SHORT = 90
_LONG = 420


class Passages:
    """Finds the passages of posts that fit one question.

    ``words`` are those of the generation; of a post, its own are all that is needed.
    """

    def __init__(self, words: Wordlist, analyzer: Analyzer, worth: Mapping[str, float]) -> None:
        """Take a question's terms, each with its weight."""
        self._words = words
        self._analyzer = analyzer
        self._worth = worth
        # The steps of the question's phrases, by the first.
        self._phrases: dict[str, list[tuple[str, ...]]] = {}
        for steps in (phrase_steps(t) for t in worth if "_" in t):
            self._phrases.setdefault(steps[0], []).append(steps)
        # The question's terms that each surface has which has any.
        self._meant: dict[int, frozenset[str]] = {}
        for term in worth:
            own = frozenset((term,))
            for surface in words.written(term).tolist():
                self._meant[surface] = self._meant.get(surface, own) | own
        self._wanted = np.zeros(len(words.words), np.bool_)
        self._wanted[list(self._meant)] = True

    def shown(
        self,
        read: PostWords,
        title: str,
        summary: str,
        implications: str,
        fits: Fits | None = None,
    ) -> tuple[Passage, Passage | None, Passage | None]:
        """The passages of a post whose words were ``read``: title, and best sentences of its parts.

        They are given as plain text. Of a part one or two sentences are best; without any of the
        question's terms the one with the highest of ``fits``, or else the first. An empty part has
        no passage.
        """
        rows = read.rows
        words = self._asked(read)
        parts = [part for part, *_ in rows[:-1]]
        first, second, end = (bisect_left(parts, p) for p in (SUMMARY, IMPLICATIONS, TOPICS))
        return (
            # A title that repeats how the summary begins was not analysed as a part.
            self._marked(title, words.get(0, ())) if first else self.marked(title),
            self._best(range(first, second), rows, words, summary, _of(fits, SUMMARY)),
            self._best(range(second, end), rows, words, implications, _of(fits, IMPLICATIONS)),
        )

    def _asked(self, read: PostWords) -> _Words:
        """Where the question's words occur in the sentences of a post."""
        begins = [begin for *_, begin in read.rows]
        (places,) = self._wanted[read.tokens].nonzero()
        # From here on few words are left, and each step of NumPy takes longer than they do.
        words: _Words = {}
        for place, surface in zip(places.tolist(), read.tokens[places].tolist(), strict=True):
            sentence = bisect_right(begins, begins[0] + place) - 1
            words.setdefault(sentence, []).append(surface)
        return words

    def _best(
        self,
        part: range,
        rows: _Rows,
        words: _Words,
        text: str,
        fits: _PartFits | None,
    ) -> Passage | None:
        """The best passage among some sentences of a part."""
        if not part:
            return None
        chosen = self._choose(part, rows, words, fits)
        passage = text[rows[chosen[0]][1] : rows[chosen[-1]][2]]
        asked = [surface for n in chosen for surface in words.get(n, ())]
        return self._marked(" ".join(passage.split()), asked)

    def _choose(
        self,
        part: range,
        rows: _Rows,
        words: _Words,
        fits: _PartFits | None,
    ) -> list[int]:
        """The best sentence and, where it adds something, a neighbouring one."""
        terms = {n: self._terms(words[n]) for n in part if n in words}
        worth = {n: self._sum(found) for n, found in terms.items()}
        # A long sentence has more room for the question's words; its length is held against it a
        # little, and an earlier sentence wins over a later equal one.
        fit = {n: value / max(_length(rows[n]), 40) ** 0.25 for n, value in worth.items()}
        best = max(fit, key=fit.__getitem__, default=None)
        if best is None:
            values = fits(len(part)) if fits else None
            best = part[0 if values is None else int(np.argmax(values))]
        size = _length(rows[best])
        sides = [n for n in (best + 1, best - 1) if n in part and size + _length(rows[n]) <= _LONG]
        known = terms.get(best, _NONE)
        gain = {n: self._sum(terms[n] - known) if n in terms else 0.0 for n in sides}
        side = max(gain, key=gain.__getitem__, default=None)
        if side is None or not (size < _SHORT or gain[side] > 0.5 * worth.get(best, 0.0)):
            return [best]
        return sorted((best, side))

    def _sum(self, terms: Iterable[str]) -> float:
        """The summed weight of some of the question's terms."""
        return sum(map(self._worth.__getitem__, terms))

    def _terms(self, surfaces: Sequence[int]) -> frozenset[str]:
        """The question's terms that some written words stand for."""
        return _NONE.union(*map(self._meant.__getitem__, surfaces))

    def _marked(self, text: str, words: Iterable[int]) -> Passage:
        """The text of some sentences, with the question's words in it marked."""
        surfaces = [self._words.words[n] for n in words]
        phrases = [s for s in surfaces if "_" in s]
        if not phrases:
            return Passage(text, tuple(places_of(text, surfaces)))
        marks = places_of(text, [s for s in surfaces if "_" not in s])
        return Passage(text, _merged(marks + self._analyzer.phrase_matches(text, self._phrases)))

    def marked(self, text: str) -> Passage:
        """Any text with the question's words marked, alone or as part of a phrase."""
        marks = self._analyzer.matches(text, self._worth.keys())
        if self._phrases:
            marks += self._analyzer.phrase_matches(text, self._phrases)
        return Passage(text, _merged(marks))


_NONE: frozenset[str] = frozenset()


def _of(fits: Fits | None, part: int) -> _PartFits | None:
    return partial(fits, part) if fits else None


def _length(row: Sequence[int]) -> int:
    return row[2] - row[1]


def _merged(marks: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
