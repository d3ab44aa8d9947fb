"""A ranking: the fused score of every post, the contribution of each leg, and the order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.index.algebra.cosines import Cosines, Vectors, products

Floats = NDArray[np.float32]

# How many times as many posts as are wanted, the best without cosines, tell what one must reach.
_LIKELY = 8
# The most that a cosine is, give or take rounding.
_ROUNDED = 1.0001


@dataclass(frozen=True, slots=True)
class Given:
    """The contribution of a leg: its ``label``, scores, their mean, and weight.

    The weight is the leg's share for each standard deviation (``spread``): 0 when all scores are
    equal.
    """

    label: str
    scores: Floats | Cosines
    mean: float
    weight: float
    spread: float = 0.0

    def to(self, posts: NDArray[np.integer]) -> Floats:
        """The contribution to some posts."""
        found = self.scores.of(posts) if isinstance(self.scores, Cosines) else self.scores[posts]
        given: Floats = np.float32(self.weight) * (found - np.float32(self.mean))
        return given


class Ranking:
    """The fused score of every post.

    ``legs`` holds by name what each leg gave; one without a score is not in it. Cosines, which
    take the longest, are left to those posts whose place hangs on them: no cosine is above 1, so
    a post that lags too far behind the best without them stays behind whatever they are.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self.legs: dict[str, Given] = {}
        # What is known of the score of every post, and what is open: the product of a post's
        # vector with one of the question's. What legs see in the same vectors takes one product.
        self._known = np.zeros(size, np.float32)
        self._open: dict[int, tuple[Vectors, Floats]] = {}

    def add(self, name: str, part: Given) -> None:
        """Add the contribution of a leg."""
        self.legs[name] = part
        weight = np.float32(part.weight)
        self._known -= weight * np.float32(part.mean)
        if isinstance(part.scores, Cosines):
            posts, vector = part.scores.posts, weight * part.scores.vector
            before = self._open.get(id(posts))
            self._open[id(posts)] = posts, vector if before is None else before[1] + vector
        else:
            self._known += weight * part.scores

    def scores(self, posts: NDArray[np.integer]) -> Floats:
        """The fused scores of some posts."""
        found: Floats = self._known[posts]
        for vectors, vector in self._open.values():
            found += products(vectors, vector, posts)
        return found

    def best(self, limit: int, among: NDArray[np.integer] | None = None) -> NDArray[np.integer]:
        """The ``limit`` best posts, of all or of those ``among``, best first."""
        if not self._open or limit < 1:
            return order(self._known, among, limit)
        known = self._known if among is None else self._known[among]
        if len(known) > _LIKELY * limit:
            first = order(known, None, _LIKELY * limit)
            scores = self.scores(first if among is None else among[first])
            reached = float(np.partition(scores, -limit)[-limit])
            most = sum(float(np.linalg.norm(vector)) for _, vector in self._open.values())
            (likely,) = (known >= np.float32(reached - _ROUNDED * most)).nonzero()
        else:
            likely = np.arange(len(known))
        posts = likely if among is None else among[likely]
        chosen: NDArray[np.integer] = posts[order(self.scores(posts), None, limit)]
        return chosen

    @property
    def coverage(self) -> Floats | None:
        """The scores of the coverage leg; None if it had nothing to score by."""
        return self._own("coverage")

    @property
    def nearness(self) -> Floats | None:
        """The scores of the meaning leg; None if it had nothing to score by."""
        return self._own("meaning")

    @property
    def both_near(self) -> tuple[Floats, ...]:
        """The scores of the legs of both models; empty if either had nothing to score by."""
        answering = self._own("answering")
        near = self.nearness
        return () if near is None or answering is None else (near, answering)

    def _own(self, name: str) -> Floats | None:
        part = self.legs.get(name)
        return part.scores if part and not isinstance(part.scores, Cosines) else None


def order(scores: Floats, among: NDArray[np.integer] | None, limit: int) -> NDArray[np.integer]:
    """The ``limit`` best of the posts ``among`` (None: all), best first; ties as in the digest."""
    values = scores if among is None else scores[among]
    if 0 < limit < len(values):
        edge = _edge(values, limit)
        (kept,) = (values >= edge).nonzero()
        if len(kept) > 4 * limit:
            # Where very many are equal at the edge, the first of them are enough.
            level = values[kept] == edge
            kept = np.concatenate((kept[~level], kept[level][:limit]))
        best = kept[(-values[kept]).argsort(kind="stable")[:limit]]
    else:
        best = (-values).argsort(kind="stable")[:limit]
    return best if among is None else among[best]


def _edge(values: Floats, limit: int) -> np.float32:
    """A threshold that at least ``limit`` of some values reach, and few more.

    It is that of the highest of each of some groups: they are fewer to part, and to compare whole
    groups with each other takes a fraction of the time.
    """
    groups = 8 * limit
    if len(values) > 4 * groups:
        whole = len(values) // groups * groups
        values = values[:whole].reshape(-1, groups).max(axis=0)
    edge: np.float32 = np.partition(values, -limit)[-limit]
    return edge
