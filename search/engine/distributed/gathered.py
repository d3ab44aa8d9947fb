"""The candidates of one question and what the cluster returned, while it is being answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.digest import Digest
from search import weights
from search.engine.distributed.candidates import Candidates, Moment
from search.engine.distributed.posts import Posts, Proposed
from search.engine.distributed.summary import PlacedCompanions, Summary
from search.index.facets import FacetTable
from search.index.wordpieces import Packed
from search.query.asked import Asked
from search.question import Only
from search.ranking.agreeing import agree
from search.ranking.answered import Found
from search.ranking.closely import look_closely
from search.ranking.embedded import Embeddings
from search.ranking.fuse import rank
from search.ranking.fused import Ranking
from search.ranking.legs import Sampled
from search.results import Standing

Json = dict[str, Any]
Floats = NDArray[np.float32]

# So many posts each leg proposes before there are filters.
UNFILTERED = 50


class Ranked(Protocol):
    """Posts that are ranked: some of a generation, or all; ``at`` are their places."""

    @property
    def at(self) -> NDArray[np.int64]:
        """The places, ascending."""

    @property
    def table(self) -> FacetTable:
        """The topics, kinds and months."""

    @property
    def wholes(self) -> Mapping[str, Embeddings]:
        """The embeddings, by model."""


class Gathered:
    """The candidates of one question, their ranking, and the cluster's answers.

    ``covered`` asks for posts by how much of the question they cover, ``vectors`` are what posts
    are compared with, by kind, and ``nearness`` is that of meaning; ``told`` has the answers to
    searches by their names.
    """

    def __init__(
        self,
        summary: Summary,
        posts: Posts,
        asked: Asked,
        shares: Mapping[str, float],
        beside: Standing | None = None,
    ) -> None:
        self.asked = asked
        self.covered: Json | None = None
        self.nearness: Floats | None = None
        self.vectors: dict[str, Floats] = {}
        self.told: dict[str, Proposed] = {}
        self.candidates = Candidates(summary, np.empty(0, np.int64), ())
        self.ranking = Ranking(0)
        self._summary = summary
        self._posts = posts
        self._shares = shares
        self._beside = beside
        self._moments: dict[str, Moment] = {}
        # The places of posts, each with whether the filters let it pass.
        self._places: dict[int, bool] = {}
        self._waiting: list[tuple[str, Json, int, bool]] = []
        # The scores of all posts by words, where companions count.
        self._companioned: tuple[PlacedCompanions, Floats] | None = None

    @property
    def allowed(self) -> NDArray[np.bool_]:
        """Which of the candidates the filters let pass."""
        return np.array([self._places[n] for n in self.candidates.at.tolist()], np.bool_)

    def ask(self, name: str, body: Json, *, most: int | None = None, allowed: bool = True) -> None:
        """Add a search to the next request; its first ``most`` hits become candidates.

        It is ``allowed`` when it keeps to the filters.
        """
        self._waiting.append((name, body, body["size"] if most is None else most, allowed))

    @property
    def waits(self) -> bool:
        """Whether there are searches that have not been sent."""
        return bool(self._waiting)

    def go(self, shown: Collection[int] = ()) -> None:
        """Send the collected searches as one request, and keep the answers.

        What is to be ``shown`` of some posts is read with them.
        """
        waiting, self._waiting = self._waiting, []
        bodies = [body for _, body, _, _ in waiting]
        answers = self._posts.proposed(bodies, self._places, shown) if waiting else []
        for (name, _, most, allowed), answer in zip(waiting, answers, strict=True):
            self.told[name] = answer
            if "scores" in answer.sums:
                self._moments[name] = _moment(answer.sums["scores"], self._summary.terms.size)
            if name == "words" and self._summary.companions is not None:
                self._companion(answer, self._summary.companions)
            self.take(answer.at[:most], allowed)

    def take(self, places: Sequence[int], allowed: bool) -> None:
        """Add posts to the candidates; ``allowed`` is whether they pass the filters."""
        for at in places:
            self._places[at] = self._places.get(at, False) or allowed

    def _companion(self, answer: Proposed, companions: PlacedCompanions) -> None:
        """Add to each post's word score the share of its companions' scores; see ``WordLeg``."""
        scores = np.zeros(self._summary.terms.size, np.float32)
        scores[companions.positions(answer.at)] = answer.scores
        near = sum(scores[nearest] for nearest in companions.nearest)
        scores += np.float32(weights.COMPANIONS / len(companions.nearest)) * near
        self._companioned = companions, scores
        # Whoever has none of the words may still stand beside those that have.
        best = companions.places[np.argsort(-scores, kind="stable")[:UNFILTERED]]
        for at in best.tolist():
            self._places.setdefault(at, False)

    def include(self, at: Sequence[int]) -> None:
        """Add posts that pass the filters to the candidates."""
        self._places.update(dict.fromkeys(at, True))
        self.rank()
        self.look_closely()

    def rank(self) -> None:
        """Rank the candidates so far."""
        at = sorted(self._places)
        payloads = self._posts.payloads(at)
        self.candidates = Candidates(self._summary, np.array(at, np.int64), payloads)
        by_words = None
        if self._companioned is not None:
            companions, scores = self._companioned
            some = scores[companions.positions(self.candidates.at)]
            by_words = Sampled(some, float(scores.mean()), float(scores.std()))
        legs = self.candidates.legs(self._moments, by_words, self.vectors)
        crowding = self.candidates.crowding
        self.ranking = rank(self.asked, legs, len(at), self._shares, self._beside, crowding)

    def look_closely(self) -> None:
        """Compare the best posts that pass the filters with each other, and by pieces of words."""
        compare(self.ranking, self.asked, self.candidates, self._posts, self.allowed)


@dataclass(frozen=True, slots=True)
class Answer(Found):
    """An answer; ``posts`` are positions among ``candidates``, and ``passing`` pass the filters.

    ``query`` asks for all posts of the answer, which are ``total``; ``sums`` has their numbers by
    topic, kind and year. Where all posts are held the candidates are all, and nothing was
    ``gathered``.
    """

    candidates: Ranked
    passing: NDArray[np.bool_]
    gathered: Gathered | None
    query: Json
    total: int
    sums: Json

    def at(self, positions: NDArray[np.integer]) -> list[int]:
        """The places of some candidates in the digest's order."""
        found: list[int] = self.candidates.at[positions].tolist()
        return found

    def with_posts(self, at: Sequence[int]) -> tuple[Answer, NDArray[np.intp]]:
        """The same answer with more posts among the candidates, and their positions there."""
        gathered = self.gathered
        assert gathered is not None  # noqa: S101 (nothing is beyond the candidates where it is)
        gathered.include(at)
        done = replace(self, ranking=gathered.ranking, candidates=gathered.candidates)
        return done, np.searchsorted(gathered.candidates.at, np.array(at, np.int64))


def compare(
    ranking: Ranking,
    asked: Asked,
    candidates: Ranked,
    posts: Posts,
    allowed: NDArray[np.bool_] | None,
) -> None:
    """Compare the best of those ``allowed`` with each other, and by pieces of words."""

    def kept(positions: NDArray[np.integer]) -> list[Packed]:
        return posts.pieces(candidates.at[positions].tolist())

    agree(ranking, [whole.posts for whole in candidates.wholes.values()], allowed)
    look_closely(ranking, asked, kept, allowed)


def _moment(sums: Json, size: int) -> Moment:
    """The mean and standard deviation over all posts; posts not given score 0."""
    if not sums["count"]:
        return 0.0, 0.0
    mean = sums["sum"] / size
    return mean, max(sums["sum_of_squares"] / size - mean * mean, 0.0) ** 0.5


class Counts(NamedTuple):
    """The number of posts by topic and kind, in the digest's order, and by year, newest first.

    ``only`` tells how many posts each way to narrow them down would leave.
    """

    topics: Sequence[int]
    kinds: Sequence[int]
    years: Sequence[tuple[int, int]]
    only: Mapping[Only, int]


def counted(answer: Answer, digest: Digest) -> Counts:
    """The counts over all posts of an answer."""
    topics, kinds, years, by_chance = _told(answer) if answer.sums else _here(answer)
    overviews = sum(kinds[n] for n, kind in enumerate(digest.kinds) if kind.overview)
    return Counts(
        [topics[n] for n in range(len(digest.topics))],
        [kinds[n] for n in range(len(digest.kinds))],
        sorted(years.items(), reverse=True),
        {"overviews": overviews, "by-chance": by_chance[1]},
    )


def _told(answer: Answer) -> list[Counter[int]]:
    """The counts by topic, kind, year and design, as the cluster returned them."""
    return [
        Counter({bucket["key"]: bucket["doc_count"] for bucket in answer.sums[field]["buckets"]})
        for field in ("topics", "kind", "year", "by_chance")
    ]


def _here(answer: Answer) -> list[Counter[int]]:
    """The same counts for an answer whose posts are all candidates."""
    table, posts = answer.candidates.table, answer.posts
    topics = table.topics[:, posts].sum(axis=1).tolist()
    found = (table.kinds[posts], table.years[posts], table.by_chance[posts].astype(int))
    return [Counter(dict(enumerate(topics))), *(Counter(one.tolist()) for one in found)]
