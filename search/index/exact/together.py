"""Which posts have some words together: near each other in one sentence, in any order.

A post may have "assisted" in one place and "psychedelic" in another. It has both words of the term
and does not speak of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial, reduce
from typing import NamedTuple

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

# With more posts that have the words of several things, some post has these together.
MANY = 100

Terms = frozenset[int]
# Whether the places of some words in a sentence are near each other.
Near = Callable[[Sequence[NDArray[np.intp]]], bool]


class _Name(NamedTuple):
    """The words of a name, and the posts that have all of them somewhere."""

    words: Sequence[Terms]
    posts: NDArray[np.int32]


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
        surfaces, near = self._wanted(words)
        if not all(map(len, surfaces)):
            return False
        if len(words) == 1:
            return True
        return any(self._in(post, surfaces, near) for post in self._all(words)[:_MOST].tolist())

    def _wanted(self, words: Sequence[Terms]) -> tuple[Sequence[NDArray[np.int32]], Near]:
        """What of a sentence is to be near to each other, and how near that is."""
        most = max(len(self._having(terms)) for terms in words)
        room = between(most, self._bm25f.size)
        near = _in_order if room is None else partial(_near, between=room)
        return [self._written(terms) for terms in words], near

    def have(self, things: Sequence[Sequence[Sequence[Terms]]]) -> bool:
        """Whether some post has a name of each of some things.

        A thing is given by its names, a name by its words as for ``said``. The words of a name
        must stand together in a sentence; one word may stand anywhere, in a citation too. Where
        very many posts have the words of all, they count as had together.
        """
        named = [[_Name(name, self._all(name)) for name in names] for names in things]
        if not all(any(len(name.posts) for name in names) for names in named):
            return False
        posts = reduce(
            np.intersect1d, (np.concatenate([n.posts for n in names]) for names in named)
        )
        if len(posts) > MANY:
            return True
        return any(
            all(any(self._is_named(post, name) for name in names) for names in named)
            for post in posts.tolist()
        )

    def _all(self, words: Sequence[Terms]) -> NDArray[np.int32]:
        """The posts that have all of some words, wherever they have them."""
        return reduce(np.intersect1d, map(self._having, words))

    def _is_named(self, post: int, name: _Name) -> bool:
        """Whether a post has a name, of whose words it may have some in other places."""
        at = int(np.searchsorted(name.posts, post))
        if at == len(name.posts) or name.posts[at] != post:
            return False
        return len(name.words) == 1 or self._in(post, *self._wanted(name.words))

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
        near: Near,
    ) -> bool:
        """Whether a sentence of a post has one of each of ``surfaces`` near each other."""
        rows = self._analysed.rows
        first, last = map(int, np.searchsorted(rows[:-1, 0], (post, post + 1)))
        # Where each sentence begins, and the last ends. All are searched at once.
        begins = rows[first : last + 1, 4]
        tokens = self._analysed.tokens[begins[0] : begins[-1]]
        places = [np.flatnonzero(np.isin(tokens, words)) + begins[0] for words in surfaces]
        sentences = [np.searchsorted(begins, found, "right") - 1 for found in places]
        return any(
            near([found[of == one] for found, of in zip(places, sentences, strict=True)])
            for one in reduce(np.intersect1d, sentences).tolist()
            if rows[first + one, 1] < CITATION
        )


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
