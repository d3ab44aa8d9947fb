"""Later research on the question of a post: by the years of the studies, not of the posts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corpus.message import Message
from corpus.post import Post
from search import weights
from search.index.facets import FacetTable
from search.index.tfidf import Vectors
from search.related.concepts import Posts
from search.related.reasons import ABOUT, Reasons
from search.related.relations import Link
from search.related.same_question import same_question

_MOST = 3
# The number of most similar posts that are examined.
_CANDIDATES = 40


class LaterStudies:
    """Finds later research on the question of a post.

    That is a post which updates it, or says that it contradicts it, or says so of a third that
    does; or one whose words are alike enough and whose study asks the same, if that is an overview
    (of the kinds of research that sum up many studies), or of the same kind as the earlier and not
    on the same data. ``vectors`` are without shares. A post never to be suggested is not.
    """

    def __init__(self, posts: Posts, table: FacetTable, vectors: Vectors, reasons: Reasons) -> None:
        self._posts = posts
        kinds = [n for n, kind in enumerate(table.digest.kinds) if kind.overview]
        self._kinds = table.kinds
        self._overviews: NDArray[np.bool_] = np.isin(table.kinds, kinds)
        self._vectors = vectors
        self._reasons = reasons

    def newer(self, at: int) -> tuple[Link, ...]:
        """The posts on later research than that of the post at a position, most similar first."""
        post = self._posts[at]
        cosines = self._vectors.cosines(at)
        near = np.flatnonzero(cosines > 0)
        nearest = near[np.lexsort((near, -cosines[near]))][:_CANDIDATES].tolist()
        known = {other: self._posts[other] for other in nearest if other != at}
        said = [other for other in known.values() if _said(post, other)]
        found: list[tuple[bool, Link]] = []
        for other, later in known.items():
            if later.id in post.never or not _is_later(later, post):
                continue
            by_editors = later in said or any(_said(third, later) for third in said)
            near_enough = cosines[other] >= weights.NEWER_FLOOR and self._is_weighty(at, other)
            if by_editors or (near_enough and same_question(post, later)):
                about = Message(ABOUT, what=post.topics[0]) if post.topics else ""
                reason = self._reasons.between(at, other) or about
                found.append((later not in said, Link(other, reason, float(cosines[other]))))
        # What the editors say comes first.
        return tuple(link for _, link in sorted(found, key=lambda one: one[0])[:_MOST])

    def _is_weighty(self, at: int, other: int) -> bool:
        """Whether a later study adds to an earlier: an overview, or one of its kind."""
        post, known = self._posts[at], self._posts[other]
        same_data = known.id in post.same_data or post.id in known.same_data
        again = self._kinds[at] == self._kinds[other] and post.research is not None
        return bool(self._overviews[other]) or (bool(again) and not same_data)


def _is_later(one: Post, other: Post) -> bool:
    """Whether a study is later: by years of the studies, else by months of the posts."""
    years = _year(one), _year(other)
    if years[0] and years[1]:
        return years[0] > years[1] or (years[0] == years[1] and other.id in one.updates)
    return bool(one.month and other.month) and (one.month or "") > (other.month or "")


def _year(post: Post) -> int | None:
    return post.study.year if post.study else None


def _said(one: Post, other: Post) -> bool:
    """Whether one of two posts says that they are on the same question."""
    named = {*one.updates, *one.contradicts}, {*other.updates, *other.contradicts}
    return other.id in named[0] or one.id in named[1]
