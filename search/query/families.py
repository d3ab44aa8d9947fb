"""The family of a word: other terms of the digest formed from it ("diet", "dietary").

A stemmer takes off the endings it knows, so some related words stay apart. Candidates are terms
that share most of their letters, or begin or end with one another; the latent space tells which of
them only look alike.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from math import ceil

import numpy as np

from search.index.lsa import Lsa

# Shorter words are the beginning or end of too many others.
_LEAST = 4
# The share of the longer word that both must have in common at the beginning.
_SHARED = 0.6
# The least cosine of two words in the latent space.
_ALIKE = 0.15
_LAST = "\U0010ffff"


class Families:
    """Finds the family of a term among the terms of the latent space.

    ``terms`` are all terms of the digest, sorted: a term's position is its id. Without a space
    there are no families.
    """

    def __init__(self, terms: Sequence[str], space: Lsa | None) -> None:
        self._terms = [terms[n] for n in space.ids.tolist()] if space else []
        self._space = space

    def of(self, term: str) -> list[int]:
        """The ids of the other terms of a family, ascending; none without a latent vector."""
        own = bisect_left(self._terms, term)
        if self._space is None or self._terms[own : own + 1] != [term]:
            return []
        if len(term) < _LEAST or not term.isalpha():
            return []
        head = term[: max(_LEAST, ceil(_SHARED * len(term)))]
        begun = range(bisect_left(self._terms, head), bisect_left(self._terms, head + _LAST))
        found = {n for n in begun if _begin_alike(term, self._terms[n])}
        found.update(self._ended(term))
        family = sorted(n for n in found if n != own and self._terms[n].isalpha())
        if not family:
            return []
        places = self._space.terms[[own, *family]]
        lengths = np.linalg.norm(places, axis=1)
        alike = places @ places[0] > np.float32(_ALIKE) * lengths[0] * lengths
        ids: list[int] = self._space.ids[family][alike[1:]].tolist()
        return ids

    def _ended(self, term: str) -> list[int]:
        """The positions of the terms that end with a term."""
        turned, positions = self._backwards
        tail = term[::-1]
        return positions[bisect_left(turned, tail) : bisect_left(turned, tail + _LAST)]

    @cached_property
    def _backwards(self) -> tuple[list[str], list[int]]:
        """The terms reversed and sorted, and the position of each."""
        turned = [term[::-1] for term in self._terms]
        positions = sorted(range(len(turned)), key=turned.__getitem__)
        return [turned[n] for n in positions], positions


def _begin_alike(term: str, other: str) -> bool:
    """Whether one word begins with the other, or both share most of the longer."""
    if other.startswith(term):
        return True
    shared = _SHARED * max(len(term), len(other))
    return other.startswith(term[: ceil(shared)]) and len(term) >= shared
