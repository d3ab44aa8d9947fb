"""The related posts of a post, found among the most similar posts that the cluster proposes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.post import Post
from search.engine.distributed import queries
from search.engine.distributed.candidates import Candidates
from search.engine.distributed.payload import Payload
from search.engine.distributed.posts import MOST, Posts
from search.engine.distributed.summary import Summary
from search.index.field import field_terms, shares
from search.index.likeness import Likeness
from search.index.tfidf import Vectors
from search.ranking.fused import order
from search.related.posts import AllPosts, RelatedPosts
from search.results import Related

Json = dict[str, Any]
Floats = NDArray[np.float32]

# So many posts are proposed of each kind: the most alike, those of other topics, overviews.
_DEPTH = 150
# So many of other topics are looked through; see ``relations``.
_ACROSS = 41
_REMEMBERED = 512
_BOTH = 2
# How far the cluster's cosines may be off for their rounding.
_ROUNDED = 5e-6


class Nearby:
    """Finds related posts in one generation. Safe to use from several threads."""

    def __init__(self, summary: Summary, posts: Posts) -> None:
        self._summary = summary
        self._posts = posts
        self._overviews = [n for n, k in enumerate(summary.digest.kinds) if k.overview]
        self.related = lru_cache(_REMEMBERED)(self._related)

    def alike(
        self, at: int, limit: int, across: bool, plain: bool, semantic: bool
    ) -> tuple[list[int], list[float]]:
        """The places of the posts most similar to one, best first, and their likeness."""
        (post,) = self._posts.payloads([at])
        elsewhere = [{"term": {"topics": topic}} for topic in post.topics.tolist()]
        barred = [{"term": {"at": at}}, *(elsewhere if across else ())]
        size = min(max(_DEPTH, 3 * limit), MOST)
        query = {"bool": {"must": [self._like(post)], "must_not": barred}}
        (proposed,) = self._posts.proposed([{"query": query, "size": size}])
        candidates = self._candidates([at, *proposed.at])
        here = int(np.searchsorted(candidates.at, at))
        whole = candidates.posts if semantic else None
        vectors = Vectors(candidates.vectors.matrix, None if plain else self._share)
        found = vectors.cosines(here) if plain else Likeness(vectors, whole).row(here)
        best = order(found, np.flatnonzero(candidates.at != at), limit)
        return candidates.at[best].tolist(), found[best].tolist()

    def _related(self, at: int, post: Post) -> Related:
        """The posts related to the one at a place."""
        (known,) = self._posts.payloads([at])
        like = self._like(known)
        filed = {"exists": {"field": "topics"}}
        same = [{"term": {"topics": topic}} for topic in known.topics.tolist()]
        named = (*post.pin, *post.updates, *post.contradicts, *post.same_data, *post.never)
        asked: list[Json] = [{"query": like}]
        if same:
            across = {"bool": {"must": [like], "filter": [filed], "must_not": same}}
            asked.append({"query": across})
        if self._overviews:
            summing = [{"terms": {"kind": self._overviews}}]
            asked.append({"query": {"bool": {"must": [like], "filter": summing}}})
        found = self._posts.proposed([{**body, "size": _DEPTH} for body in asked])
        proposed = {at, *(n for one in found for n in one.at)}
        if named:
            those = self._posts.find({"terms": {"id": list(named)}}, size=len(named))
            proposed.update(n for n, _ in those)
        candidates = self._candidates(sorted(proposed))
        # By two models, a post of another topic is related whatever else is near to it.
        looked_through = found[1].at[:_ACROSS] if same and len(candidates.models) < _BOTH else []
        counts = self._nearer(candidates, at, looked_through)
        return self._among(candidates, counts).of(int(np.searchsorted(candidates.at, at)))

    def _among(self, candidates: Candidates, counts: Mapping[int, int]) -> RelatedPosts:
        """The finder of related posts over the candidates."""
        summary = self._summary
        return RelatedPosts(
            candidates.vectors,
            summary.digest,
            summary.analyzer,
            summary.words,
            _Stored(self._posts, candidates),
            candidates.table,
            summary.labels,
            candidates.models,
            AllPosts(
                summary.terms.size,
                summary.terms.own,
                [topic.count for topic in summary.topics],
                lambda other, at: counts.get(other, MOST),
            ),
        )

    def _nearer(self, candidates: Candidates, at: int, others: Sequence[int]) -> dict[int, int]:
        """For each of some posts, how many posts of other topics are nearer to it than one is.

        They are told, and come, by their positions among the candidates.
        """
        here = int(np.searchsorted(candidates.at, at))
        whole = candidates.posts
        alike = Likeness(Vectors(candidates.vectors.matrix, self._share), whole).row(here)
        positions = [int(np.searchsorted(candidates.at, other)) for other in others]
        bodies = []
        for position, other in zip(positions, self._posts.payloads(others), strict=True):
            same = [{"term": {"topics": topic}} for topic in other.topics.tolist()]
            filed = [{"exists": {"field": "topics"}}]
            query = {"bool": {"must": [self._like(other)], "filter": filed, "must_not": same}}
            least = queries.ABOVE + float(alike[position]) + _ROUNDED
            bodies.append({"query": query, "min_score": least, "size": 0})
        found = self._posts.proposed(bodies) if bodies else []
        return {n: one.total for n, one in zip(positions, found, strict=True)}

    def _candidates(self, at: Sequence[int]) -> Candidates:
        ordered = sorted(set(at))
        payloads = self._posts.payloads(ordered)
        return Candidates(self._summary, np.array(ordered, np.int64), payloads)

    def _like(self, post: Payload) -> Json:
        """The likeness of posts to one."""
        known = self._summary.terms
        found = known.vectors([post])
        # The cluster has of each post how often it says a term, of its vector's length.
        counts = known.idf[found.terms]
        share = self._share
        if share is not None:
            counts = counts * share[found.terms]
            found = replace(found, weights=found.weights * share[found.terms])
        vector = found.weights / max(float(np.linalg.norm(found.weights)), 1e-9)
        terms = [self._summary.words.terms[t] for t in found.terms.tolist()]
        whole = post.embedded[0].post if post.embedded else None
        return queries.alike(terms, vector * counts, whole)

    @cached_property
    def _share(self) -> Floats | None:
        """The weight of each term; see ``RelatedPosts``."""
        summary = self._summary
        return shares(summary.words.terms, field_terms(summary.digest, summary.analyzer))


class _Stored:
    """The candidates' posts, read on first use; see ``related.posts.Stored``."""

    def __init__(self, posts: Posts, candidates: Candidates) -> None:
        self._source = posts
        self._at = candidates.at.tolist()

    def __getitem__(self, position: int, /) -> Post:
        return self._posts[position]

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """The position of each id."""
        return {post.id: n for n, post in enumerate(self._posts)}

    @cached_property
    def _posts(self) -> list[Post]:
        found = self._source.find({"terms": {"at": self._at}}, size=len(self._at))
        return [post for _, post in found]
