"""The posts that the cluster proposes for a question, in the form of a small generation.

The legs score them as they score a whole generation. To standardise the scores as if all posts had
been scored, the cluster supplies sums, and vectors supply their moments.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from search.engine.distributed.payload import Embedded, Payload
from search.engine.distributed.summary import Summary
from search.index.algebra.cosines import Cosines, Moments
from search.index.algebra.crowding import Crowding
from search.index.answering import Answering
from search.index.bm25f import TermWeights
from search.index.embedding import rounded
from search.index.facets import FacetTable
from search.index.lsa import Lsa
from search.index.meaning import Meaning
from search.index.reading import WholePosts
from search.index.tfidf import PostVectors
from search.query.asked import Asked
from search.ranking.adapter import Adapter, adapter
from search.ranking.embedded import AnsweringLeg, MeaningLeg, PlacedLeg
from search.ranking.legs import CoverageLeg, LatentLeg, Leg, Sampled, WordLeg

Floats = NDArray[np.float32]
# The mean and the standard deviation of the scores of all posts.
Moment = tuple[float, float]


class CandidateWeights:
    """The term weights of the candidates; see ``TermWeights``."""

    def __init__(self, summary: Summary, posts: Sequence[Payload]) -> None:
        self.size = len(posts)
        self.rarity = summary.terms.rarity
        self._least = summary.terms.least
        self._owners = np.repeat(
            np.arange(len(posts), dtype=np.int32), [len(post.terms) for post in posts]
        )
        self._terms = summary.terms.of(posts)
        self._weights = summary.terms.weights(posts, self._terms)

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
    """Some posts of a generation; ``at`` are their places in the digest's order."""

    def __init__(self, summary: Summary, at: NDArray[np.int64], posts: Sequence[Payload]) -> None:
        self.at = at
        self.size = len(at)
        self._summary = summary
        self._posts = posts

    @cached_property
    def weights(self) -> TermWeights:
        """The term weights of the candidates."""
        return CandidateWeights(self._summary, self._posts)

    def position(self, at: int) -> int:
        """The index of the candidate at a place."""
        return int(np.searchsorted(self.at, at))

    def places(self, at: Sequence[int]) -> NDArray[np.intp]:
        """The candidates among some posts, by their index, ascending."""
        return np.flatnonzero(np.isin(self.at, np.array(at, np.int64)))

    def legs(
        self,
        stated: Mapping[str, Moment],
        companioned: Sampled | None,
        asked: Mapping[str, Floats],
    ) -> list[Leg]:
        """The legs over the candidates; ``stated`` has the moments of the scores by words.

        ``companioned`` are the scores by words where companions count, ``asked`` has the question's
        vector for each kind of embedding.
        """
        found: list[Leg] = []
        if companioned is not None:
            found.append(Told(WordLeg(self.weights), companioned))
        elif WordLeg.name in stated:
            found.append(Stated(WordLeg(self.weights), stated[WordLeg.name]))
        if CoverageLeg.name in stated:
            found.append(Stated(CoverageLeg(self.weights), stated[CoverageLeg.name]))
        if self._summary.places is not None:
            found.append(PlacedLeg(self._summary.places, self.wholes[Answering.name]))
        elif self.space is not None:
            found.append(LatentLeg(self.space))
        for name, vector in asked.items():
            found.append(Near(self.leg(name), vector, self._summary.embedded[name].nearness))
        return found

    def leg(self, name: str) -> MeaningLeg | AnsweringLeg:
        """The leg by embeddings of that name, over the candidates."""
        whole = self.wholes[name]
        if name == Answering.name:
            return AnsweringLeg(whole)
        return MeaningLeg(whole, adapter_of(self._summary))

    @cached_property
    def space(self) -> Lsa | None:
        """The latent space, with only the candidates' places."""
        space = self._summary.space
        if space is None:
            return None
        width = space.terms.shape[1]
        posts = np.array([post.latent for post in self._posts], np.float32).reshape(-1, width)
        return Lsa(space.ids, space.terms, posts, space.moments, space.sample)

    @cached_property
    def wholes(self) -> dict[str, WholePosts]:
        """The embeddings of the candidates, by model."""
        return {
            name: _whole([post.embedded[n] for post in self._posts], known.moments)
            for n, (name, known) in enumerate(self._summary.embedded.items())
        }

    @property
    def posts(self) -> Floats | None:
        """The embeddings for comparing candidates with each other; None without any."""
        whole = self.wholes.get(Meaning.name)
        return None if whole is None else whole.posts

    @property
    def crowding(self) -> dict[str, Floats]:
        """The crowding around the candidates, by model."""
        return {name: whole.crowding.values for name, whole in self.wholes.items()}

    @property
    def models(self) -> list[WholePosts]:
        """The embeddings by each model that there is, the one that compares posts first."""
        names = (Meaning.name, Answering.name)
        return [self.wholes[name] for name in names if name in self.wholes]

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
        return self._summary.terms.vectors(self._posts)


class Stated:
    """A leg whose moments over all posts are known from the cluster."""

    def __init__(self, leg: WordLeg | CoverageLeg, moment: Moment) -> None:
        self.name = leg.name
        self.label = leg.label
        self._leg = leg
        self._moment = moment

    def scores(self, asked: Asked) -> Sampled | None:
        """A score for each candidate, with the moments over all posts."""
        found = self._leg.scores(asked)
        return None if found is None else Sampled(found, *self._moment)

    def near(self, posts: NDArray[np.integer], shares: Floats) -> None:
        """None: words do not compare posts with each other."""


class Told:
    """The leg by words in digests with companions, whose scores the cluster computed."""

    def __init__(self, leg: WordLeg, scores: Sampled) -> None:
        self.name = leg.name
        self.label = leg.label
        self._scores = scores

    def scores(self, asked: Asked) -> Sampled | None:
        """A score for each candidate, with the moments over all posts."""
        return self._scores

    def near(self, posts: NDArray[np.integer], shares: Floats) -> None:
        """None: words do not compare posts with each other."""


class Near:
    """A leg by embeddings over the candidates; its moments follow from those of the vectors."""

    def __init__(self, leg: MeaningLeg | AnsweringLeg, vector: Floats, moments: Moments) -> None:
        self.name = leg.name
        self.label = leg.label
        self._leg = leg
        self._vector = vector
        self._moments = moments

    def scores(self, asked: Asked) -> Sampled | None:
        """The nearness of each post and its title to the question, with the moments."""
        found = self._leg.scores(asked)
        if found is None:
            return None
        mean = float(self._moments.mean @ self._vector)
        square = float(self._vector @ self._moments.square @ self._vector)
        return Sampled(found, mean, max(square - mean * mean, 0.0) ** 0.5)

    def near(self, posts: NDArray[np.integer], shares: Floats) -> Cosines | None:
        """The cosine of every candidate with the weighted mean of some."""
        return self._leg.near(posts, shares)


def adapter_of(summary: Summary) -> Adapter | None:
    """The adapter for the question's vector, if it applies; see ``MeaningLeg.of``."""
    return None if summary.for_practice else adapter()


def asked_vectors(asked: Asked, summary: Summary) -> dict[str, Floats]:
    """The question's vectors by model, rounded as the cluster's are."""
    turned = adapter_of(summary) if asked.vector is not None else None
    vector = asked.vector if turned is None or asked.vector is None else turned.turned(asked.vector)
    given = {Meaning.name: vector, Answering.name: asked.answering}
    return {name: _rounded(given[name]) for name in summary.embedded if given.get(name) is not None}


def _rounded(vector: Floats | None) -> Floats:
    assert vector is not None  # noqa: S101 (looked at before)
    small, steps = rounded(vector[np.newaxis])
    found: Floats = small[0] * steps[0]
    return found


def _whole(posts: Sequence[Embedded], moments: Moments) -> WholePosts:
    """The embeddings of some posts by one model, with the moments over all posts."""
    width = len(moments.mean)
    return WholePosts(
        posts=np.array([one.post for one in posts], np.float32).reshape(-1, width),
        lengths=np.array([one.length for one in posts], np.float32),
        rounded=np.array([one.rounded for one in posts], np.int8).reshape(-1, width),
        steps=np.array([one.step for one in posts], np.float32),
        moments=moments,
        crowding=Crowding(np.array([one.crowding for one in posts], np.float32), 0.0, ""),
    )
