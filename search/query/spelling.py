"""Corrects words that no post has to similar words of the digest."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.index.tokens.wordlist import Wordlist
from search.query.spelt import is_spelt_right, terms_begun
from search.text.word_parts import fold

_SHORTEST = 4
# Consonants say too little of shorter words.
_BY_EAR = 6
# Without doubt a slip: in a shorter word it may be a name typed in small letters.
_CLEAR = 6
# A question with more unknown words is not misspelt, and looking all of them up would take long.
_MOST = 4
_WORD = re.compile(r"\w+")
_VOWELS = re.compile("[aeiouy]+")
_DOUBLE = re.compile(r"(.)\1+")


class Correction(NamedTuple):
    """Texts with words replaced; ``sure`` unless a replaced word may have been meant.

    ``clear`` says that beside this each replaced word is so long that a slip leaves no doubt.
    """

    texts: tuple[str, ...]
    sure: bool
    clear: bool = False


class Spelling:
    """The digest's words, folded, with the number of posts that have each.

    ``right`` tells of a word that no post has whether it is spelt right all the same, and
    ``leads`` whether a clinical term's word that no post writes so leads to any.
    """

    def __init__(
        self,
        frequencies: Mapping[str, int],
        right: Callable[[str], bool] = is_spelt_right,
        leads: Callable[[str], bool] = lambda word: False,
    ) -> None:
        self._frequencies = frequencies
        self._right = right
        self._leads = leads
        self._words: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in frequencies:
            if _alone(word):
                self._words[word[0], len(word)].append(word)
        # The words of all lengths that one or two slips could have made of one.
        self._within: dict[tuple[str, int, int], list[str]] = {}
        self._letters = sorted({letter for letter, _ in self._words})

    @classmethod
    def of(
        cls, words: Wordlist, having: NDArray[np.integer], leads: Callable[[str], bool]
    ) -> Spelling:
        """The spelling of a generation's words; ``having`` is how many posts have each term."""
        counts = having[words.last_terms].tolist()
        told = zip(words.words, counts, strict=True)
        frequencies = {fold(word): count for word, count in told if "_" not in word}
        return cls(frequencies, leads=leads)

    def corrected(self, texts: Sequence[str], unknown: Sequence[str]) -> Correction | None:
        """The texts with each unknown word that is near a known one replaced.

        None when one of them stays as it is. Words that are spelt right, of fewer than four
        letters, or with a figure in them, are left alone. What is written like a name, or begins
        with another letter than the known word, may be something else.
        """
        if len(unknown) > _MOST:
            return None
        slips = (word for word in unknown if not self._right(word))
        better = {word: near for word in slips if (near := self.nearest(fold(word)))}
        if not better:
            return None
        changed = tuple(_WORD.sub(lambda found: better.get(found[0], found[0]), t) for t in texts)
        if any(a == b for a, b in zip(changed, texts, strict=True)):
            return None
        begun = texts[0].lstrip()
        sure = all(
            fold(word)[0] == near[0] and (word.islower() or begun.startswith(word))
            for word, near in better.items()
        )
        return Correction(changed, sure, sure and min(map(len, better)) >= _CLEAR)

    def nearest(self, word: str) -> str | None:
        """The known word nearest to a folded one, or two known words written as one.

        One slip is forgiven in a word of four to seven letters, two in a longer one; among equally
        near words the one that more posts have is meant.
        """
        if not _alone(word):
            return None
        # A slip seldom hits the first letter, so such a slip must be the only one.
        if word in self._frequencies:
            return word
        if self._right(word):
            return None
        near = self._near(word) or [(other, 1.0) for other in self._begun_otherwise(word)]
        near += self._terms(word)
        if not near:
            return self._parted(word)
        text, _ = min(near, key=lambda n: (n[1], -self._frequencies.get(n[0], 0), n[0]))
        return text if text in self._frequencies or self._leads(text) else None

    def _terms(self, word: str) -> list[tuple[str, float]]:
        """The words of clinical terms within one or two slips, with the number of slips.

        A shorter word may have two if only vowels are wrong: "alience" sounds like "alliance".
        """
        terms = [t for t in terms_begun(word[0]) if _alone(t)]
        near = _within(word, terms)
        if near or len(word) < _BY_EAR:
            return near
        heard = _heard(word)
        return _within(word, [t for t in terms if _heard(t) == heard], 2)

    def _near(self, word: str) -> list[tuple[str, float]]:
        """The words with the same first letter within one or two slips, with that number."""
        allowed = _allowed(word)
        # No other length can be so near.
        least, most = len(word) - allowed, len(word) + allowed
        words = self._within.get((word[0], least, most))
        if words is None:
            lengths = range(least, most + 1)
            words = [w for n in lengths for w in self._words.get((word[0], n), ())]
            self._within[word[0], least, most] = words
        return _within(word, words)

    def _begun_otherwise(self, word: str) -> list[str]:
        """The words that differ by one slip at the first letter."""
        tail = word[1:]
        ways = [letter + rest for letter in self._letters for rest in (tail, word)]
        ways += [tail, word[1] + word[0] + word[2:]]
        return [w for w in ways if w in self._frequencies and _alone(w)]

    def _parted(self, word: str) -> str | None:
        """The word split into two known ones; of several splits the most frequent."""
        pairs = [
            (word[:n], word[n:])
            for n in range(3, len(word) - 2)
            if word[:n] in self._frequencies and word[n:] in self._frequencies
        ]
        if not pairs:
            return None
        return " ".join(max(pairs, key=lambda p: min(self._frequencies[w] for w in p)))


def _allowed(word: str) -> int:
    """How many slips are corrected in a word."""
    return 1 if len(word) < 8 else 2


def _heard(word: str) -> str:
    """The consonants of a word, double ones once, with the same mark for any vowels between."""
    return _VOWELS.sub("-", _DOUBLE.sub(r"\1", word))


def _within(word: str, words: Sequence[str], slips: int = 0) -> list[tuple[str, float]]:
    """Those of some words within a few slips of one, with the number of slips.

    ``slips`` is how many there may be, as many as are corrected in the word if it is 0.
    """
    most = slips or _allowed(word)
    found = process.extract(word, words, scorer=OSA.distance, score_cutoff=most, limit=None)
    return [(text, distance) for text, distance, _ in found]


def _alone(word: str) -> bool:
    """Whether a word is long enough to be corrected, and has only letters."""
    return len(word) >= _SHORTEST and word.isalpha()
