"""Chooses the related posts of a post: the closest, and those of other topics."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search import weights
from search.index.facets import FacetTable
from search.index.likeness import InMeaning, Likeness
from search.related.concepts import Posts
from search.related.reasons import IN_MEANING, PINNED, Floats, Reasons, related_as

_MOST = 4
_CANDIDATES = 40
# How much a related post that repeats another loses (maximal marginal relevance, Carbonell and
# Goldstein 1998).
_REPEAT = 0.3
# A post of other topics is listed if fewer than this many are nearer to it than the post whose list
# it is; without any such by concepts, the best one within the second number.
_MUTUAL = 3
_MUTUAL_ALONE = 8
# So many that are near in meaning are looked at: to know to whom each is near takes its products
# with all posts.
_LOOKED_AT = 8


# How many posts of other topics are nearer to the one at a position than another is.
Nearer = Callable[[int, int], int]


@dataclass(frozen=True, slots=True)
class Link:
    """A related post by its position, with its cosine and the reason to read it."""

    to: int
    reason: str
    score: float


class Relations:
    """Finds the links of a post when the post is read.

    ``places`` has the position of each id. ``table`` tells the topics of each post. Posts that
    share no topic are apart from the closest, unless one of the two has no topics at all. In both
    lists pinned posts come first, and those that a post updates, contradicts or shares its data
    with; one that must never be suggested does not come, nor one below the floor or without a
    reason.
    """

    def __init__(
        self,
        posts: Posts,
        places: Mapping[str, int],
        table: FacetTable,
        likeness: Likeness,
        reasons: Reasons,
        nearer: Nearer | None = None,
        meaning: InMeaning | None = None,
    ) -> None:
        """``nearer`` gives counts over all posts, where ``table`` has too few to know.

        With ``meaning`` posts of other topics are related by it, else by words and concepts.
        """
        self._posts = posts
        self._places = places
        self._topics = table.topics
        self._filed = np.asarray(table.topics.any(axis=0))
        self._likeness = likeness
        self._reasons = reasons
        self._nearer = nearer or self._rank
        self._meaning = meaning

    def of(self, at: int) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
        """The closest posts to the one at a position, and the closest of other topics."""
        alike = self._likeness.row(at)
        elsewhere = self._elsewhere(at)
        first, barred = self._named(at)
        links = [Link(p, self._why(at, p), float(alike[p])) for p in first]
        chosen = tuple(link for link in links if not elsewhere[link.to])
        beyond = tuple(link for link in links if elsewhere[link.to])
        near = np.where(~elsewhere & (alike >= self._likeness.floor), alike, 0)
        near[barred] = 0
        elsewhere[barred] = False
        closest = self._best(at, near, _MOST - len(chosen))
        across = self._across(at, alike, elsewhere)[: max(_MOST - len(beyond), 0)]
        return (*chosen, *closest), (*beyond, *across)

    def looked_at(self, at: int) -> list[int]:
        """The posts of other topics that may be near in meaning to the one at a position."""
        if self._meaning is None:
            return []
        elsewhere = self._elsewhere(at)
        elsewhere[self._named(at)[1]] = False
        return _near_in_meaning(self._in_meaning([at], self._meaning)[0], elsewhere)

    def _named(self, at: int) -> tuple[list[int], list[int]]:
        """The posts that one names as related, and those that are not looked for beside them."""
        post, places = self._posts[at], self._places
        named = (*post.pin, *post.updates, *post.contradicts, *post.same_data)
        first = [places[i] for i in dict.fromkeys(named) if i in places and i != post.id]
        return first, [at, *first, *(places[i] for i in post.never if i in places)]

    def _in_meaning(self, at: Sequence[int], meaning: InMeaning) -> Floats:
        """How near every post is to some in meaning, by two models and by words beside them."""
        found = meaning.rows(at)
        for row, post in zip(found, at, strict=True):
            row += np.float32(weights.WORDS_BESIDE_MODELS) * self._likeness.vectors.cosines(post)
        return found

    def _why(self, at: int, other: int) -> str:
        """The reason for a post that the editors named."""
        return related_as(self._posts[at], self._posts[other]) or PINNED

    def _elsewhere(self, at: int) -> NDArray[np.bool_]:
        """Which posts share no topic with the post at a position, if both have topics."""
        shared = self._topics[self._topics[:, at]].any(axis=0)
        elsewhere: NDArray[np.bool_] = self._filed & ~shared & self._filed[at]
        return elsewhere

    def _across(self, at: int, alike: Floats, elsewhere: NDArray[np.bool_]) -> tuple[Link, ...]:
        """The posts of other topics that are worth reading too, of those where they may be."""
        if self._meaning is not None:
            return self._by_meaning(at, self._meaning, elsewhere)
        floor = self._likeness.floor_across if self._reasons.known else self._likeness.floor
        return self._by_concepts(at, np.where(elsewhere & (alike >= floor), alike, 0))

    def _by_meaning(
        self, at: int, meaning: InMeaning, elsewhere: NDArray[np.bool_]
    ) -> tuple[Link, ...]:
        """The nearest of some posts by two models, and by words beside them.

        This one must be among the nearest to each of them, so that none stands in many lists.
        """
        score = self._in_meaning([at], meaning)[0]
        near = _near_in_meaning(score, elsewhere)
        if not near:
            return ()
        theirs = self._in_meaning(near, meaning)
        mutual = [
            n for n, row in zip(near, theirs, strict=True) if self._ahead(n, at, row) < _MUTUAL
        ]
        why = self._reasons
        return tuple(
            Link(
                n,
                why.named(at, n, across=True) or why.loosely(at, n) or IN_MEANING,
                float(score[n]),
            )
            for n in mutual[:_MOST]
        )

    def _by_concepts(self, at: int, open_to: Floats) -> tuple[Link, ...]:
        """The posts of other topics to which this one is among the nearest.

        A post that speaks of everything is near to many, and they are not near to it: without this
        it would stand in the list of each. Where no post has this one among its nearest, the one
        that comes closest to that stands alone, if it comes close.
        """
        found: list[tuple[int, float, int]] = []
        for other in _nearest(open_to).tolist():
            strength = self._reasons.strength(at, other)
            if strength:
                worth = float(open_to[other]) * math.sqrt(strength)
                found.append((self._nearer(other, at), -worth, other))
        mutual = sorted(link[1:] for link in found if link[0] < _MUTUAL)
        best = [other for _, other in mutual[:_MOST]]
        if found and not best and min(found)[0] < _MUTUAL_ALONE:
            best = [min(found)[-1]]
        reasons = ((other, self._reasons.between(at, other, across=True)) for other in best)
        return tuple(Link(n, reason, float(open_to[n])) for n, reason in reasons if reason)

    def _rank(self, at: int, other: int) -> int:
        """How many posts of other topics are nearer to the post at a position than another is."""
        return self._ahead(at, other, self._likeness.row(at))

    def _ahead(self, at: int, other: int, near: Floats) -> int:
        """The same, given how near to the post at a position every post is."""
        return int(np.count_nonzero(near[self._elsewhere(at)] > near[other]))

    def _best(self, at: int, open_to: Floats, most: int) -> tuple[Link, ...]:
        """The best of the open posts; each counts less the more it repeats chosen ones.

        Reasons are looked for only while there is room, for the texts of both posts must be read.
        """
        candidates = _nearest(open_to)
        if not len(candidates) or most <= 0:
            return ()
        among = self._likeness.vectors.among(candidates)
        worth = open_to[candidates].astype(np.float64)
        repeated = np.zeros(len(candidates))
        left = np.ones(len(candidates), np.bool_)
        chosen: list[Link] = []
        while left.any() and len(chosen) < most:
            best = int(np.argmax(np.where(left, worth - _REPEAT * repeated, -np.inf)))
            left[best] = False
            post = int(candidates[best])
            reason = self._reasons.between(at, post)
            if reason is not None:
                chosen.append(Link(post, reason, float(open_to[post])))
                repeated = np.maximum(repeated, among[best])
        return tuple(chosen)


def _near_in_meaning(score: Floats, open_to: NDArray[np.bool_]) -> list[int]:
    """The positions of the posts among some that are near enough in meaning, best first."""
    near = np.where(open_to & (score >= weights.NEAR_IN_MEANING), score, 0)
    positions: list[int] = _nearest(near)[:_LOOKED_AT].tolist()
    return positions


def _nearest(open_to: Floats) -> NDArray[np.intp]:
    """The positions of the most similar posts, best first."""
    candidates = np.flatnonzero(open_to > 0)
    if len(candidates) > _CANDIDATES:
        # Ties at the edge must not depend on the partition.
        edge = -np.partition(-open_to[candidates], _CANDIDATES - 1)[_CANDIDATES - 1]
        candidates = candidates[open_to[candidates] >= edge]
    ordered: NDArray[np.intp] = candidates[np.lexsort((candidates, -open_to[candidates]))]
    return ordered[:_CANDIDATES]
