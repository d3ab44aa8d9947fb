"""Words of the digest near to an unknown one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.index.tokens.wordlist import Wordlist
from search.text.analyzer import fold

_SHORTEST = 4
_WORD = re.compile(r"\w+")


class Spelling:
    """The digest's words, folded, with the number of posts that have each."""

    def __init__(self, frequencies: Mapping[str, int]) -> None:
        self._frequencies = frequencies
        self._words: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in frequencies:
            if _alone(word):
                self._words[word[0], len(word)].append(word)
        # Together, the words of the lengths that a slip or two may have made of one.
        self._within: dict[tuple[str, int, int], list[str]] = {}
        self._letters = sorted({letter for letter, _ in self._words})

    @classmethod
    def of(cls, words: Wordlist, having: NDArray[np.integer]) -> Spelling:
        """The spelling of a generation's words; ``having`` is how many posts have each term."""
        counts = having[words.last_terms].tolist()
        told = zip(words.words, counts, strict=True)
        return cls({fold(word): count for word, count in told if "_" not in word})

    def corrected(self, texts: Sequence[str], unknown: Sequence[str]) -> tuple[str, ...] | None:
        """The texts with each unknown word that is near a known one replaced.

        None when one of them stays as it is. Words of fewer than four letters, and words with a
        figure in them, are left alone.
        """
        better = {word: near for word in unknown if (near := self.nearest(fold(word)))}
        if not better:
            return None
        changed = tuple(_WORD.sub(lambda found: better.get(found[0], found[0]), t) for t in texts)
        return None if any(a == b for a, b in zip(changed, texts, strict=True)) else changed

    def nearest(self, word: str) -> str | None:
        """The known word nearest to a folded one, or two known words that it runs together.

        One slip is forgiven in a word of four to seven letters, two in a longer one; among equally
        near words the one that more posts have is meant.
        """
        if not _alone(word):
            return None
        # A slip seldom hits the first letter: only one that is the word's whole slip may.
        near = self._near(word) or [(other, 1.0) for other in self._begun_otherwise(word)]
        if near:
            return min(near, key=lambda n: (n[1], -self._frequencies[n[0]], n[0]))[0]
        return self._parted(word)

    def _near(self, word: str) -> list[tuple[str, float]]:
        """The words with the same first letter within a slip or two, each with how many."""
        allowed = 1 if len(word) < 8 else 2
        # No other length can be so near.
        least, most = len(word) - allowed, len(word) + allowed
        words = self._within.get((word[0], least, most))
        if words is None:
            lengths = range(least, most + 1)
            words = [w for n in lengths for w in self._words.get((word[0], n), ())]
            self._within[word[0], least, most] = words
        found = process.extract(word, words, scorer=OSA.distance, score_cutoff=allowed, limit=None)
        return [(text, distance) for text, distance, _ in found]

    def _begun_otherwise(self, word: str) -> list[str]:
        """The words that are one slip at the first letter away: changed, added, lost, turned."""
        tail = word[1:]
        ways = [letter + rest for letter in self._letters for rest in (tail, word)]
        ways += [tail, word[1] + word[0] + word[2:]]
        return [w for w in ways if w in self._frequencies and _alone(w)]

    def _parted(self, word: str) -> str | None:
        """The word as two known ones, the pair whose rarer half most posts have."""
        pairs = [
            (word[:n], word[n:])
            for n in range(3, len(word) - 2)
            if word[:n] in self._frequencies and word[n:] in self._frequencies
        ]
        if not pairs:
            return None
        return " ".join(max(pairs, key=lambda p: min(self._frequencies[w] for w in p)))


def _alone(word: str) -> bool:
    """Whether a word is long enough to be mended by itself, and all letters."""
    return len(word) >= _SHORTEST and word.isalpha()
