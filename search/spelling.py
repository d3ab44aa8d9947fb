"""Spelling offers the digest's own words for ones that it does not know."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.analysis import fold

_SHORTEST = 4


class Spelling:
    """The digest's words, folded, with the number of posts that have each."""

    def __init__(self, frequencies: Mapping[str, int]) -> None:
        self._frequencies = frequencies
        words = sorted(w for w in frequencies if len(w) >= _SHORTEST and w.isalpha())
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word in words:
            self._by_letter[word[0]].append(word)
            self._by_length[len(word)].append(word)

    def corrected(self, text: str, unknown: Sequence[str]) -> str | None:
        """The text with each unknown word that is near a known one replaced, or None.

        Words of fewer than four letters, and words with a figure in them, are left alone.
        """
        changed = text
        for word in unknown:
            better = self.nearest(fold(word))
            if better is not None:
                changed = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", better, changed)
        return changed if changed != text else None

    def nearest(self, word: str) -> str | None:
        """The known word nearest to a folded one, or two known words that it runs together.

        One slip is forgiven in a word of four or five letters, two in a longer one; among equally
        near words the one that more posts have is meant.
        """
        if len(word) < _SHORTEST or not word.isalpha():
            return None
        # A slip seldom hits the first letter: only one that is the word's whole slip may.
        near = self._near(word, self._by_letter[word[0]], 1 if len(word) < 6 else 2)
        if not near:
            about = range(len(word) - 1, len(word) + 2)
            near = self._near(word, [w for n in about for w in self._by_length[n]], 1)
        if near:
            return min(near, key=lambda found: (found[1], -self._frequencies[found[0]]))[0]
        return self._parted(word)

    def _near(self, word: str, words: list[str], allowed: int) -> list[tuple[str, float]]:
        """The words within so many slips, each with how many."""
        found = process.extract(word, words, scorer=OSA.distance, score_cutoff=allowed, limit=20)
        return [(text, distance) for text, distance, _ in found]

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
