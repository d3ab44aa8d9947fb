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
from search.related.relations import Nearer
from search.results import Related

Json = dict[str, Any]
Floats = NDArray[np.float32]

# So many posts are proposed of each kind: the most alike, those of other topics, overviews.
_DEPTH = 150
# So many of other topics are looked through; see ``relations``.
_ACROSS = 41
# So many are proposed that are near to each of those that are near in meaning.
_AROUND = 50
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
        here = candidates.position(at)
        whole = candidates.posts if semantic else None
        vectors = Vectors(candidates.vectors.matrix, None if plain else self._share)
        found = vectors.cosines(here) if plain else Likeness(vectors, whole).row(here)
        best = order(found, np.flatnonzero(candidates.at != at), limit)
        return candidates.at[best].tolist(), found[best].tolist()

    def _related(self, at: int, post: Post) -> Related:
        """The posts related to the one at a place."""
        (known,) = self._posts.payloads([at])
        like = self._like(known)
        same = len(known.topics) > 0
        named = (*post.pin, *post.updates, *post.contradicts, *post.same_data, *post.never)
        asked: list[Json] = [{"query": like}]
        if same:
            asked.append(self._across(known))
        if self._overviews:
            summing = [{"terms": {"kind": self._overviews}}]
            asked.append({"query": {"bool": {"must": [like], "filter": summing}}})
        found = self._posts.proposed([{**body, "size": _DEPTH} for body in asked])
        proposed = {at, *(n for one in found for n in one.at)}
        if named:
            those = self._posts.find({"terms": {"id": list(named)}}, size=len(named))
            proposed.update(n for n, _ in those)
        candidates = self._candidates(sorted(proposed))
        if len(candidates.models) < _BOTH:
            counts = self._nearer(candidates, at, found[1].at[:_ACROSS] if same else [])
            among = self._among(candidates, lambda other, at: counts.get(other, MOST))
            return among.of(candidates.position(at))
        among = self._among(candidates)
        others = candidates.at[among.looked_at(candidates.position(at))].tolist()
        if others:
            candidates = self._with_neighbours(candidates, others)
            among = self._among(candidates)
        return among.of(candidates.position(at))

    def _with_neighbours(self, candidates: Candidates, others: Sequence[int]) -> Candidates:
        """The candidates and the posts of other topics that are nearest to some posts.

        So these can be asked to whom they are nearest.
        """
        asked = [self._across(payload) for payload in self._posts.payloads(others)]
        found = self._posts.proposed([{**body, "size": _AROUND} for body in asked])
        return self._candidates([*candidates.at.tolist(), *(n for one in found for n in one.at)])

    def _across(self, post: Payload) -> Json:
        """The search for the posts of other topics by their likeness to one."""
        same = [{"term": {"topics": topic}} for topic in post.topics.tolist()]
        filed = [{"exists": {"field": "topics"}}]
        query = {"bool": {"must": [self._like(post)], "filter": filed, "must_not": same}}
        return {"query": query}

    def _among(self, candidates: Candidates, nearer: Nearer | None = None) -> RelatedPosts:
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
                nearer,
            ),
        )

    def _nearer(self, candidates: Candidates, at: int, others: Sequence[int]) -> dict[int, int]:
        """For each of some posts, how many posts of other topics are nearer to it than one is.

        They are told, and come, by their positions among the candidates.
        """
        here = candidates.position(at)
        whole = candidates.posts
        alike = Likeness(Vectors(candidates.vectors.matrix, self._share), whole).row(here)
        positions = [candidates.position(other) for other in others]
        bodies = []
        for position, other in zip(positions, self._posts.payloads(others), strict=True):
            least = queries.ABOVE + float(alike[position]) + _ROUNDED
            bodies.append({**self._across(other), "min_score": least, "size": 0})
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
