"""The posts that the cluster proposes, as parts of a generation that has no others.

The legs work on them as on a whole one; how their scores stand among those of all posts follows
from what the cluster sums up, and from the moments of vectors.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from search.engine.distributed.payload import Payload
from search.engine.distributed.summary import Summary
from search.index.facets import FacetTable
from search.index.lsa import Lsa
from search.index.meaning import Meaning, rounded
from search.index.tfidf import PostVectors
from search.query.understanding import Asked
from search.ranking.adapter import Adapter, adapter
from search.ranking.legs import CoverageLeg, LatentLeg, Leg, MeaningLeg, Sampled, WordLeg

Floats = NDArray[np.float32]
Kind = TypeVar("Kind", np.int32, np.float32)
# The mean and the standard deviation of the scores of all posts.
Moment = tuple[float, float]


class CandidateWeights:
    """The weights of terms in some posts; see ``TermWeights``."""

    def __init__(self, summary: Summary, posts: Sequence[Payload]) -> None:
        self.size = len(posts)
        self.rarity = summary.terms.rarity
        self._least = summary.terms.least
        self._owners = np.repeat(
            np.arange(len(posts), dtype=np.int32), [len(post.terms) for post in posts]
        )
        self._terms = _joined([post.terms for post in posts], np.int32)
        self._weights = _joined([post.weights for post in posts], np.float32)

    def add(self, scores: Floats, term: int, weight: float = 1.0) -> None:
        """Add a term's weights to the scores of its posts."""
        posts, weights = self.postings(term)
        np.add.at(scores, posts, weights if weight == 1 else np.float32(weight) * weights)

    def postings(self, term: int) -> tuple[NDArray[np.int32], Floats]:
        """The posts that have a term, ascending, and its weight in each."""
        found = np.flatnonzero(self._terms == term)
        return self._owners[found], self._weights[found]

    def least(self, term: int) -> np.float32:
        """The lowest weight of a term in any post of the generation that has it."""
        lowest: np.float32 = self._least[term]
        return lowest


class Candidates:
    """Some posts of a generation, in the digest's order: ``at`` are their places there."""

    def __init__(self, summary: Summary, at: NDArray[np.int64], posts: Sequence[Payload]) -> None:
        self.at = at
        self.size = len(at)
        self._summary = summary
        self._posts = posts
        self.weights = CandidateWeights(summary, posts)

    def places(self, at: Sequence[int]) -> NDArray[np.intp]:
        """Which of the candidates some posts are, ascending; those that are none are left out."""
        return np.flatnonzero(np.isin(self.at, np.array(at, np.int64)))

    def legs(self, stated: Mapping[str, Moment], *, by_meaning: bool) -> list[Leg]:
        """The legs over the candidates, for which ``stated`` has the moments by words."""
        found: list[Leg] = [
            Stated(leg, stated[leg.name])
            for leg in (WordLeg(self.weights), CoverageLeg(self.weights))
            if leg.name in stated
        ]
        if self.space is not None:
            found.append(LatentLeg(self.space))
        if self.meaning is not None and by_meaning:
            found.append(Near(self._summary, self.meaning))
        return found

    @cached_property
    def space(self) -> Lsa | None:
        """The latent space with the candidates in it."""
        space = self._summary.space
        if space is None:
            return None
        width = space.terms.shape[1]
        posts = np.array([post.latent for post in self._posts], np.float32).reshape(-1, width)
        return Lsa(space.ids, space.terms, posts, space.moments, space.sample)

    @cached_property
    def meaning(self) -> Meaning | None:
        """The embeddings of the candidates, without their sentences."""
        moments = self._summary.moments
        if moments is None:
            return None
        width = len(moments.mean)
        meant = [post.meant for post in self._posts if post.meant is not None]
        return Meaning(
            posts=np.array([one.post for one in meant], np.float32).reshape(-1, width),
            lengths=np.array([one.length for one in meant], np.float32),
            rounded=np.array([one.rounded for one in meant], np.int8).reshape(-1, width),
            steps=np.array([one.step for one in meant], np.float32),
            sentences=np.empty((0, width), np.int8),
            places=np.empty((0, 2), np.int32),
            starts=np.zeros(len(meant) + 1, np.int64),
            moments=moments,
        )

    @cached_property
    def table(self) -> FacetTable:
        """The topics, kinds and months of the candidates."""
        digest = self._summary.digest
        topics = np.zeros((len(digest.topics), self.size), np.bool_)
        for column, post in enumerate(self._posts):
            topics[post.topics, column] = True
        kinds = np.array([post.kind for post in self._posts], np.int16)
        months = np.array([post.month for post in self._posts], np.int32)
        by_chance = np.array([post.by_chance for post in self._posts], np.bool_)
        studied = np.array([post.studied for post in self._posts], np.int32)
        return FacetTable(digest, topics, kinds, months, studied, by_chance)

    @cached_property
    def vectors(self) -> PostVectors:
        """The TF-IDF vectors of the candidates."""
        return PostVectors(
            np.cumsum([0, *(len(post.own) for post in self._posts)]).astype(np.int32),
            _joined([post.own for post in self._posts], np.int32),
            _joined([post.vector for post in self._posts], np.float32),
            len(self._summary.words.terms),
        )


class Stated:
    """A leg over some posts, of whose scores over all the moments are known."""

    def __init__(self, leg: WordLeg | CoverageLeg, moment: Moment) -> None:
        self.name = leg.name
        self.label = leg.label
        self._leg = leg
        self._moment = moment

    def scores(self, asked: Asked) -> Sampled | None:
        """A score a post, with the moments."""
        found = self._leg.scores(asked)
        return None if found is None else Sampled(found, *self._moment)

    def near(self, posts: NDArray[np.integer], shares: Floats) -> None:
        """Words say nothing of posts' likeness."""


class Near(MeaningLeg):
    """The leg by meaning over some posts: moments of nearness are those of vectors."""

    def __init__(self, summary: Summary, meaning: Meaning) -> None:
        self._turned = adapter_of(summary)
        super().__init__(meaning, self._turned)
        self._moments = summary.nearness

    def scores(self, asked: Asked) -> Sampled | None:  # type: ignore[override]
        """How near each post and its title are to the question, with the moments."""
        vector = asked_vector(asked, self._turned)
        found = super().scores(asked)
        if vector is None or found is None or self._moments is None:
            return None
        mean = float(self._moments.mean @ vector)
        square = float(vector @ self._moments.square @ vector)
        return Sampled(found, mean, max(square - mean * mean, 0.0) ** 0.5)


def adapter_of(summary: Summary) -> Adapter | None:
    """What turns a question before it is compared; see ``MeaningLeg.of``."""
    return None if summary.for_practice else adapter()


def asked_vector(asked: Asked, turned: Adapter | None) -> Floats | None:
    """The vector that posts are compared with by meaning, rounded as it is there."""
    if asked.vector is None:
        return None
    vector = turned.turned(asked.vector) if turned else asked.vector
    small, steps = rounded(vector[np.newaxis])
    found: Floats = small[0] * steps[0]
    return found


def _joined(arrays: Sequence[NDArray[Kind]], kind: type[Kind]) -> NDArray[Kind]:
    return np.concatenate([np.empty(0, kind), *arrays])
