"""Text analysis: from text to words and terms, the same for posts and questions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple, TypeVar

from corpus.digest import Vocabulary
from corpus.text.words import WORD, WordStemmer
from search.text.language import Language, language
from search.text.word_parts import parts

# Raise this whenever the same text may give other terms: indexes of other versions are analysed
# again.
ANALYSIS_VERSION = 5

_MAX_WORD = 40
# The number of cached words, so that readers' questions do not fill the memory.
_MOST_KNOWN = 100_000


class Word(NamedTuple):
    """A word of a text, with its [start, end) there.

    ``steps`` are the stems of its parts, stop words included: what phrases are matched by.
    ``apart`` are those that count by themselves, ``joined`` is the term of a compound's parts run
    together ("drop-out": "dropout"), so that each way of writing it finds the others.
    ``terms`` are all that count, none for a stop word.
    A named tuple, because a frozen dataclass takes three times as long to make.
    """

    start: int
    end: int
    steps: tuple[str, ...]
    apart: tuple[str, ...]
    joined: str | None
    terms: tuple[str, ...]


Found = TypeVar("Found")
# A word's steps, the terms of its parts, that of all of it, and those that count, as ``Word`` has
# them.
Taken = tuple[tuple[str, ...], tuple[str, ...], str | None, tuple[str, ...]]


class _Known(dict[str, Found]):
    """Analysed words, cached up to a limit."""

    def __init__(self, find: Callable[[str], Found]) -> None:
        self._find = find

    def __missing__(self, word: str) -> Found:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        found = self[word] = self._find(word)
        return found


_ENGLISH = WordStemmer()


class Analyzer:
    """Analyses text of one language with one digest's vocabulary.

    A *phrase term* stands for a vocabulary entry of several words found in a text; it is the
    words' stems with ``_`` between them, and counts beside the words' own terms.
    """

    def __init__(
        self,
        vocabulary: Vocabulary | None = None,
        code: str = "en",
        words: Language | None = None,
        stemmer: WordStemmer | None = _ENGLISH,
    ) -> None:
        """Take a vocabulary, and a language by its code or its ``words``.

        Without a ``stemmer`` words are their own stems.
        """
        self.vocabulary = vocabulary or Vocabulary()
        self.language = words or language(code)
        self._stemmer = stemmer
        self._stems = _Known(self._stem)
        self._words = _Known(self._analyse)
        self._protected = {
            "".join(parts(p)): "".join(parts(p)) for p in self.vocabulary.protected if parts(p)
        }
        self._spellings = [
            (re.compile(pattern), re.sub(r"\$(\d)", r"\\\1", to))
            for pattern, to in self.language.spellings
        ]
        # Most words have none of these, which one test shows.
        self._spelled = re.compile("|".join(f"(?:{p.pattern})" for p, _ in self._spellings))
        self._overrides = {**dict(self.language.stems), **dict(self.vocabulary.stems)}

    def stem(self, word: str) -> str:
        """The stem of one folded word, the same for British and American spelling."""
        return self._stems[word]

    def _stem(self, word: str) -> str:
        word = self._overrides.get(word, word)
        if word in self._protected or not word.isalpha():
            return word
        if self._spellings and self._spelled.search(word):
            for pattern, to in self._spellings:
                word = pattern.sub(to, word)
        word = self._overrides.get(word, word)
        return self._stemmer.stem(word) if self._stemmer else word

    def words(self, text: str) -> Iterator[Word]:
        """Every word of ``text`` in order."""
        known = self._words
        for match in WORD.finditer(text):
            start, end = match.span()
            yield Word(start, end, *known[match[0]])

    def read(self, sentence: str) -> tuple[list[str], list[str]]:
        """The words of a sentence that count, as written, and the terms of its known phrases.

        They are those of ``words`` and ``phrases``, in half the time: what indexing takes longest
        for.
        """
        known = self._words
        written: list[str] = []
        steps: list[str] = []
        for surface in WORD.findall(sentence):
            found = known[surface]
            steps += found[0]
            if found[3]:
                written.append(surface)
        begun = self._phrases
        phrases = [
            phrase_term(sequence)
            for at, step in enumerate(steps)
            if step in begun
            for sequence in begun[step]
            if tuple(steps[at : at + len(sequence)]) == sequence
        ]
        return written, phrases

    def matches(self, text: str, terms: AbstractSet[str]) -> list[tuple[int, int]]:
        """The [start, end) of every word of ``text`` that has one of ``terms``."""
        known = self._words
        found: list[tuple[int, int]] = []
        for match in WORD.finditer(text):
            analysed = known[match[0]]
            if not terms.isdisjoint(analysed[3]):
                found.append(match.span())
        return found

    def phrase_matches(
        self, text: str, sequences: Mapping[str, Sequence[tuple[str, ...]]]
    ) -> list[tuple[int, int]]:
        """The [start, end) of some phrases in ``text``, given by their first step."""
        known = self._words
        steps: list[str] = []
        spans: list[tuple[int, int]] = []
        for match in WORD.finditer(text):
            taken = known[match[0]][0]
            steps += taken
            spans += (match.span(),) * len(taken)
        return [
            (spans[at][0], spans[at + len(sequence) - 1][1])
            for at, step in enumerate(steps)
            if step in sequences
            for sequence in sequences[step]
            if tuple(steps[at : at + len(sequence)]) == sequence
        ]

    def _analyse(self, surface: str) -> Taken:
        pieces = [p[:_MAX_WORD] for p in parts(surface)]
        stop = self.language.stop_words
        steps = tuple(self.stem(p) for p in pieces)
        if len(pieces) <= 1:
            alone = () if pieces and pieces[0] in stop else steps
            return steps, alone, None, alone
        apart = tuple(self.stem(p) for p in pieces if p not in stop and len(p) > 1)
        if pieces[-1] == "not" and "-" not in surface:
            return steps, apart, None, apart
        joined = "".join(pieces)
        whole = joined in self._protected or not apart
        short = len(pieces) <= 3 and len(joined) <= _MAX_WORD
        if not (short or whole):
            return steps, apart, None, apart
        term = self.stem(joined[:_MAX_WORD])
        return steps, apart, term, apart if term in apart else (*apart, term)

    def terms(self, text: str) -> list[str]:
        """The terms of ``text`` in order; those of phrases follow those of words."""
        words = list(self.words(text))
        return [t for w in words for t in w.terms] + [p.term for p in self.phrases(words)]

    def word_terms(self, text: str) -> list[str]:
        """The terms of the words of ``text`` in order, without those of phrases."""
        known = self._words
        found: list[str] = []
        for surface in WORD.findall(text):
            found += known[surface][3]
        return found

    def term(self, entry: str) -> str | None:
        """The one term that stands for a vocabulary entry of one or more words."""
        words = list(self.words(entry))
        if len(words) == 1:
            return words[0].joined or (words[0].apart or (None,))[-1]
        return phrase_term([s for w in words for s in w.steps]) if words else None

    def sequence(self, text: str) -> tuple[str, ...]:
        """The steps of ``text``, with compounds split, as phrases are matched."""
        known = self._words
        return tuple(step for surface in WORD.findall(text) for step in known[surface][0])

    @cached_property
    def _phrases(self) -> dict[str, list[tuple[str, ...]]]:
        """The phrases of vocabulary and language, by their first step."""
        vocabulary = self.vocabulary
        entries: set[tuple[str, ...]] = set()
        for text in (
            *(e for group in vocabulary.equal for e in group),
            *(e for way in vocabulary.one_way for e in (*way.words, *way.terms)),
            *self.language.phrases,
        ):
            sequence = self.sequence(text)
            if len(sequence) > 1:
                entries.add(sequence)
        first: dict[str, list[tuple[str, ...]]] = {}
        for sequence in sorted(entries, key=lambda s: (-len(s), s)):
            first.setdefault(sequence[0], []).append(sequence)
        return first

    def phrases(self, words: Sequence[Word]) -> list[PhraseFound]:
        """The known phrases among ``words``, which belong to one sentence."""
        known = self._phrases
        steps = [s for w in words for s in w.steps]
        found: list[PhraseFound] = []
        for at in [n for n, step in enumerate(steps) if step in known]:
            for sequence in known[steps[at]]:
                if tuple(steps[at : at + len(sequence)]) == sequence:
                    owner = [n for n, w in enumerate(words) for _ in w.steps]
                    last = owner[at + len(sequence) - 1]
                    found.append(PhraseFound(phrase_term(sequence), owner[at], last))
        return found


@lru_cache(maxsize=2)
def analyzer_of(vocabulary: Vocabulary, language: str) -> Analyzer:
    """The analyzer of a language and a vocabulary, with the words it has cached.

    One generation follows another with the same vocabulary, and to take that apart again would
    take longer than a new post does.
    """
    return Analyzer(vocabulary, language)


@dataclass(frozen=True, slots=True)
class PhraseFound:
    """A known phrase in a list of words, from word ``first`` to word ``last``."""

    term: str
    first: int
    last: int


def phrase_term(sequence: Sequence[str]) -> str:
    """The term of a phrase by its steps."""
    return "_".join(sequence)


def phrase_steps(term: str) -> tuple[str, ...]:
    """The steps of a phrase by its term."""
    return tuple(term.split("_"))
