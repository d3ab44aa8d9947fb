"""Later overviews of the research that a post is about."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from search import weights
from search.index.facets import FacetTable
from search.index.tfidf import Vectors
from search.related.concepts import Posts
from search.related.reasons import Reasons
from search.related.relations import Link

_MOST = 2


class Overviews:
    """Finds the later overviews on the question of a post when it is read.

    Overviews are posts of the kinds of research that sum up many studies; ``vectors`` are without
    shares. On the same question is one of a later month, with the same main (first) topic, and
    whose words are alike enough; a post never to be suggested is not.
    """

    def __init__(self, posts: Posts, table: FacetTable, vectors: Vectors, reasons: Reasons) -> None:
        self._posts = posts
        self._months = table.months
        kinds = [n for n, kind in enumerate(table.digest.kinds) if kind.overview]
        self._overviews: NDArray[np.bool_] = np.isin(table.kinds, kinds)
        self._vectors = vectors
        self._reasons = reasons

    def newer(self, at: int) -> tuple[Link, ...]:
        """The overviews that are newer than the post at a position, the most alike first."""
        later = self._overviews & (self._months > self._months[at])
        if not self._months[at] or not later.any():
            return ()
        post = self._posts[at]
        cosines = np.where(later, self._vectors.cosines(at), 0)
        near = np.flatnonzero(cosines >= weights.NEWER_FLOOR)
        found: list[Link] = []
        for other in near[np.lexsort((near, -cosines[near]))].tolist():
            known = self._posts[other]
            if post.topics[:1] == known.topics[:1] != () and known.id not in post.never:
                reason = self._reasons.between(at, other) or f"Both are about {post.topics[0]}."
                found.append(Link(other, reason, float(cosines[other])))
            if len(found) == _MOST:
                break
        return tuple(found)
