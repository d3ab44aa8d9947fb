"""The sentences of a post that fit a question best, with its words marked."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.answers.sentences.choice import Choice, Sentence
from search.answers.sentences.limits import NOTHING_WANTED, Wanted, wanted_in
from search.index.tokens.analysed import IMPLICATIONS, SUMMARY, TOPICS, PostWords
from search.index.tokens.wordlist import Wordlist
from search.query.asked import Asked
from search.results import Passage
from search.text.analyzer import Analyzer, phrase_steps
from search.text.places import places_of

# How well the sentences of a part fit a question, given the part and how many they are.
Fits = Callable[[int, int], NDArray[np.float32] | None]
# The rows of a post (see ``PostWords``); and of the sentences that have any, by number, the words
# that the question asks for, by their positions in the word list, in order.
_Rows = list[list[int]]
_Words = dict[int, list[int]]


class Told(NamedTuple):
    """The passages of a post: its title, the best sentences of its parts, and what limits them.

    Of a part one or two sentences are best, or three that need each other. An empty part has none.
    ``compared`` is false where a question compares two things and no sentence speaks of both.
    """

    title: Passage
    passage: Passage | None
    implication: Passage | None
    limit: Passage | None = None
    compared: bool = True


class Passages:
    """Finds the passages of posts that fit one question.

    ``words`` are those of the generation; of a post, its own are all that is needed.
    """

    def __init__(
        self,
        words: Wordlist,
        analyzer: Analyzer,
        worth: Mapping[str, float],
        wanted: Wanted = NOTHING_WANTED,
    ) -> None:
        """Take a question's terms, each with its weight, and what else it asks for."""
        self._asks = wanted
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
        *,
        limited: bool = False,
    ) -> Told:
        """The passages of a post whose words were ``read``.

        They are made of the plain texts of its parts. If ``limited``, what limits the best of the
        practice implications is looked for.
        """
        rows = read.rows
        words = self._asked(read)
        parts = [part for part, *_ in rows[:-1]]
        first, second, end = (bisect_left(parts, p) for p in (SUMMARY, IMPLICATIONS, TOPICS))
        texts = {SUMMARY: summary, IMPLICATIONS: implications}
        near = {
            number: value
            for part, span in ((SUMMARY, range(first, second)), (IMPLICATIONS, range(second, end)))
            for number, value in zip(span, self._near(part, len(span), fits), strict=True)
        }
        sentences = [
            self._sentence(texts[rows[n][0]], rows[n], words.get(n, ()), near[n])
            for n in range(first, end)
        ]
        choice = Choice(self._terms(words.get(0, ())), sentences, self._worth, self._asks)
        practice = range(second - first, end - first)

        def passage(chosen: Sequence[int]) -> Passage | None:
            return self._joined([first + n for n in chosen], rows, words, texts)

        told = choice.finding(practice) if practice else []
        summed = choice.finding(range(second - first)) if first < second else []
        limit = choice.limit(told, practice) if told and limited else []
        compared = not limited or choice.compares((*told, *limit))
        if limit and limit[0] in practice and compared and not choice.compares(told):
            # What is compared is answered by the limit alone.
            told, limit = limit, []
        # A title that repeats how the summary begins was not analysed as a part.
        marked = self._marked(title, words.get(0, ())) if first else self.marked(title)
        return Told(marked, passage(summed), passage(told), passage(limit), compared)

    def _near(self, part: int, size: int, fits: Fits | None) -> Sequence[float]:
        """The nearness of each sentence of a part; 0 without vectors."""
        values = fits(part, size) if fits and size else None
        return [0.0] * size if values is None else values.tolist()

    def _sentence(
        self, text: str, row: Sequence[int], surfaces: Sequence[int], near: float
    ) -> Sentence:
        part, start, end, _ = row
        return Sentence(part, text[start:end], self._terms(surfaces), near)

    def _joined(
        self, chosen: Sequence[int], rows: _Rows, words: _Words, texts: Mapping[int, str]
    ) -> Passage | None:
        """Neighbouring sentences of a part as a passage."""
        if not chosen:
            return None
        first, last = rows[chosen[0]], rows[chosen[-1]]
        passage = texts[first[0]][first[1] : last[2]]
        asked = [surface for n in chosen for surface in words.get(n, ())]
        return self._marked(" ".join(passage.split()), asked)

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


def passages_for(asked: Asked, words: Wordlist, analyzer: Analyzer) -> Passages:
    """The passages that a question asks for, from posts of a generation with its ``words``."""
    made = asked.understanding
    wanted = wanted_in(asked.text, made.expansions, analyzer, asked.worth)
    return Passages(words, analyzer, asked.worth, wanted)


def _merged(marks: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
