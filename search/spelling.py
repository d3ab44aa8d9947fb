"""Spelling offers the digest's own words for ones that it does not know."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.analysis import fold

_SHORTEST = 4


class Spelling:
    """The digest's words, folded, with the number of posts that have each."""

    def __init__(self, frequencies: Mapping[str, int]) -> None:
        self._frequencies = frequencies
        self._words = sorted(w for w in frequencies if len(w) >= _SHORTEST and w.isalpha())

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
        allowed = 1 if len(word) < 6 else 2
        near = process.extract(
            word, self._words, scorer=OSA.distance, score_cutoff=allowed, limit=20
        )
        if near:
            # A slip seldom hits the first letter.
            best = min(near, key=lambda n: (n[1] + (n[0][0] != word[0]), -self._frequencies[n[0]]))
            if best[1] <= 1 or best[0][0] == word[0]:
                return best[0]
        return self._parted(word)

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
