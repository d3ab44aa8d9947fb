"""Which posts have some words together: near each other in one sentence, in any order.

A post may have "assisted" in one place and "psychedelic" in another. It has both words of the term
and does not speak of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial, reduce

import numpy as np
from numpy.typing import NDArray

from search.index.bm25f import Bm25f
from search.index.tokens.analysed import CITATION, Analysed

# The number of other words that may stand between the words searched for, without stop words.
_BETWEEN = 2
# If one of the words is in this share of the posts, no other word may stand between; above the
# second share, the order counts too.
_COMMON = 0.2
_EVERYWHERE = 0.5
# With fewer posts than this, shares mean nothing.
_FEW = 20
# The number of posts with all of the words that are searched. If this many have them and none
# together, the term counts as unknown.
_MOST = 1_000

Terms = frozenset[int]


class Together:
    """Searches the posts of one generation for words that stand together."""

    def __init__(self, analysed: Analysed, bm25f: Bm25f) -> None:
        self._analysed = analysed
        self._bm25f = bm25f

    def said(self, words: Sequence[Terms]) -> bool:
        """Whether some post has a term of each of ``words`` together in one sentence.

        A word that most posts have must stand beside the others as they are given.

        ``words`` holds for each word the ids of the terms that it may be written as; a word
        without any is in no post.
        """
        if not words or not all(words):
            return False
        surfaces = [self._written(terms) for terms in words]
        if not all(map(len, surfaces)):
            return False
        if len(words) == 1:
            return True
        having = [self._having(terms) for terms in words]
        posts = reduce(np.intersect1d, having)[:_MOST]
        room = between(max(map(len, having)), self._bm25f.size)
        near = _in_order if room is None else partial(_near, between=room)
        return any(self._in(int(post), surfaces, near) for post in posts)

    def _having(self, terms: Terms) -> NDArray[np.int32]:
        return np.unique(np.concatenate([self._bm25f.postings(t)[0] for t in terms]))

    def _written(self, terms: Terms) -> NDArray[np.int32]:
        """The positions of the words in the word list that have one of the terms."""
        words = self._analysed.words.terms
        found = np.unique(np.concatenate([self._analysed.words.written(words[t]) for t in terms]))
        written: NDArray[np.int32] = found[self._of_posts[found]]
        return written

    @cached_property
    def _of_posts(self) -> NDArray[np.bool_]:
        """Which words occur in the posts' own texts, not only in citations.

        A value for each word as written.
        """
        rows = self._analysed.rows
        cited = np.repeat(rows[:-1, 1] == CITATION, np.diff(rows[:, 4]))
        used = np.zeros(len(self._analysed.surfaces), np.bool_)
        used[self._analysed.tokens[~cited]] = True
        return used

    def _in(
        self,
        post: int,
        surfaces: Sequence[NDArray[np.int32]],
        near: Callable[[Sequence[NDArray[np.intp]]], bool],
    ) -> bool:
        """Whether a sentence of a post has one of each of ``surfaces`` near each other."""
        rows = self._analysed.rows
        first, last = np.searchsorted(rows[:-1, 0], (post, post + 1))
        for row in range(int(first), int(last)):
            if rows[row, 1] >= CITATION:
                continue
            start, end = rows[row, 4], rows[row + 1, 4]
            tokens = self._analysed.tokens[start:end]
            places = [np.flatnonzero(np.isin(tokens, words)) for words in surfaces]
            if all(map(len, places)) and near(places):
                return True
        return False


def between(most: int, posts: int) -> int | None:
    """How many other words may stand between the words searched for.

    ``most`` is how many of so many ``posts`` have the one that most have; None has the words follow
    each other in their order.
    """
    share = most / max(posts, _FEW)
    if share > _EVERYWHERE:
        return None
    return 0 if share > _COMMON else _BETWEEN


def _near(places: Sequence[NDArray[np.intp]], between: int) -> bool:
    """Whether some choice of one place from each list is close enough."""
    marked = sorted((int(place), which) for which, found in enumerate(places) for place in found)
    last: dict[int, int] = {}
    for place, which in marked:
        last[which] = place
        if len(last) == len(places) and place - min(last.values()) < len(places) + between:
            return True
    return False


def _in_order(places: Sequence[NDArray[np.intp]]) -> bool:
    """Whether some choice of one place from each list is consecutive, or the same place."""
    ends = set(places[0].tolist())
    for found in places[1:]:
        ends = {place for place in found.tolist() if place in ends or place - 1 in ends}
    return bool(ends)
