"""Which posts the cluster proposes for a question, ranked by the legs; two trips, then their data.

The first asks each leg for its best, and for sums over all posts. What came first then tells what
was meant, and the second asks for posts that are like it, and counts all that answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search import weights
from search.engine.distributed import queries
from search.engine.distributed.candidates import Candidates, Moment, asked_vectors
from search.engine.distributed.mapping import near, whole
from search.engine.distributed.posts import MOST, Posts, Proposed
from search.engine.distributed.summary import PlacedCompanions, Summary
from search.index.algebra.cosines import Cosines
from search.query.understanding import Asked
from search.question import Question
from search.ranking.answered import Found, evidence, verdict
from search.ranking.fuse import rank
from search.ranking.fused import Ranking
from search.ranking.legs import LatentLeg, Sampled

Json = dict[str, Any]
Floats = NDArray[np.float32]

# So many posts each leg proposes, and where there are filters, so many before them.
DEPTH = 300
_UNFILTERED = 50


@dataclass(frozen=True, slots=True)
class Answer(Found):
    """What was found; ``posts`` are positions among the ``candidates``, of which the filters
    let those ``passing`` pass.

    ``query`` asks for all posts of the answer, which are ``total``; ``sums`` has their numbers by
    topic, kind and year.
    """

    candidates: Candidates
    passing: NDArray[np.bool_]
    gathered: Gathered
    query: Json
    total: int
    sums: Json

    def at(self, positions: NDArray[np.integer]) -> list[int]:
        """The places of candidates in the digest's order."""
        found: list[int] = self.candidates.at[positions].tolist()
        return found

    def with_posts(self, at: Sequence[int]) -> tuple[Answer, NDArray[np.intp]]:
        """The same with other posts of the answer among the candidates; where these are now."""
        gathered = self.gathered
        gathered.include(at)
        done = replace(self, ranking=gathered.ranking, candidates=gathered.candidates)
        return done, np.searchsorted(gathered.candidates.at, np.array(at, np.int64))


class Proposing:
    """Finds posts for questions that were understood. Safe to use from several threads."""

    def __init__(self, summary: Summary, posts: Posts) -> None:
        self._summary = summary
        self._posts = posts
        self._shares = weights.LEGS_WITH_IMPLICATIONS if summary.for_practice else weights.LEGS

    def find(self, question: Question, asked: Asked, allowed: Json | None, depth: int) -> Answer:
        """What answers a question, of the posts that a filter lets pass (None: all).

        The best ``depth`` are among the candidates.
        """
        depth = min(max(DEPTH, 2 * depth), MOST)
        found = Gathered(self._summary, self._posts, asked, self._shares)
        answering = None if question.free else _filtered({"match_all": {}}, allowed)
        if self._first(found, allowed, answering, depth):
            found.rank()
        if answering is None:
            answered, bar, query = self._verdict(found, allowed)
        else:
            answered, bar, query = True, np.float32(0), {"query": answering}
        counted = self._second(found, allowed, query if answered else None, depth)
        ranking, passing = found.ranking, found.allowed
        posts = np.flatnonzero(passing)
        if question.free:
            posts = np.flatnonzero((evidence(asked, ranking) >= bar) & passing)
            if not answered:
                posts = np.sort(ranking.best(weights.NEAREST, posts))
                counted = Proposed([], [], len(posts), {})
        else:
            answered = bool(counted.total) or question.asks_nothing
        return Answer(
            asked=asked,
            ranking=ranking,
            posts=posts,
            answered=answered,
            candidates=found.candidates,
            passing=passing,
            gathered=found,
            query=query,
            total=counted.total,
            sums=counted.sums,
        )

    def _first(
        self, found: Gathered, allowed: Json | None, answering: Json | None, depth: int
    ) -> bool:
        """Ask each leg for its best; whether there was any to ask."""
        asked, summary = found.asked, self._summary
        known, terms = summary.terms, summary.words.terms
        legs: dict[str, Json] = {}
        readings = queries.readings(asked)
        if readings:
            legs["words"] = queries.best([queries.words(one, terms, known) for one in readings])
            found.covered = queries.best([queries.coverage(one, terms, known) for one in readings])
        if summary.space is not None:
            place = LatentLeg(summary.space).scores(asked)
            if place is not None:
                legs["latent"] = queries.nearest("latent", place.vector)
        found.vectors = asked_vectors(asked, summary)
        found.nearness = found.vectors.get(queries.MEANING)
        for name, vector in found.vectors.items():
            legs[name] = queries.nearest(near(name), vector)
        for name, query in legs.items():
            # What is summed up is so over all posts, whatever the filters.
            most = depth if allowed is None else _UNFILTERED
            self._ask(found, name, query, most, allowed=allowed is None)
            if allowed is not None:
                found.ask("", {"query": _filtered(query, allowed), "size": depth})
        if found.covered is not None:
            # Without filters, and vectors of meaning, the evidence of posts is no other score.
            plain = allowed is None and found.nearness is None and answering is None
            self._ask(found, "coverage", found.covered, depth if plain else 0)
        if legs and found.nearness is None and summary.space is None:
            # Those that no leg knows anything of follow on the others, as they are in the digest.
            others = {"bool": {"must_not": [found.covered or queries.NOTHING]}}
            ordered = {"size": depth // 3, "sort": [{"at": "asc"}]}
            found.ask("", {"query": _filtered(others, allowed), **ordered})
        if answering is not None:
            found.ask("", {"query": answering, "size": depth})
        elif legs and (allowed is not None or found.nearness is not None):
            shown = queries.evidence(found.covered, asked.wanted, found.nearness, 0.0)
            found.ask("", {"query": _filtered(shown["query"], allowed), "size": depth})
        found.go()
        return bool(legs)

    def _ask(
        self, found: Gathered, name: str, query: Json, most: int, *, allowed: bool = True
    ) -> None:
        """Have a leg propose so many posts, and tell of all what mean and spread follow from."""
        body: Json = {"query": query, "size": most}
        if name == "words" and self._summary.companions is not None:
            body["size"] = max(most, self._summary.terms.size)
        elif name in ("words", "coverage"):
            body["aggs"] = queries.stated()
        found.ask(name, body, most=most, allowed=allowed)

    def _second(
        self, found: Gathered, allowed: Json | None, query: Json | None, depth: int
    ) -> Proposed:
        """Ask for posts like those that came first, and count all of the answer."""
        fields = {"latent": "latent", **{name: whole(name) for name in found.vectors}}
        for name, field in fields.items():
            given = found.ranking.legs.get(f"{name} feedback")
            if given is not None and isinstance(given.scores, Cosines):
                like = queries.nearest(field, given.scores.vector)
                found.ask("", {"query": _filtered(like, allowed), "size": depth})
        again = found.waiting
        if query is not None:
            found.ask("answer", {**query, "size": 0, "aggs": COUNTED})
        found.go()
        if again:
            found.rank()
        return found.told.get("answer", _NONE)

    def _verdict(self, found: Gathered, allowed: Json | None) -> tuple[bool, np.float32, Json]:
        """Whether the candidates answer, what evidence is enough, and how to ask for all of it."""
        asked = found.asked
        shown = evidence(asked, found.ranking) * found.allowed
        answered, bar = verdict(asked, found.ranking, float(shown.max(initial=0.0)))
        query = queries.evidence(found.covered, asked.wanted, found.nearness, float(bar))
        return answered, bar, {**query, "query": _filtered(query["query"], allowed)}


class Gathered:
    """What is known of one question while it is answered."""

    def __init__(
        self, summary: Summary, posts: Posts, asked: Asked, shares: Mapping[str, float]
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

    @property
    def waiting(self) -> bool:
        """Whether there is something to ask."""
        return bool(self._waiting)

    def ask(self, name: str, body: Json, *, most: int | None = None, allowed: bool = True) -> None:
        """Have a search go with the next trip, of which the first ``most`` are candidates.

        It is ``allowed`` when it keeps to the filters.
        """
        self._waiting.append((name, body, body["size"] if most is None else most, allowed))

    def go(self) -> None:
        """Make the trip, and keep what comes."""
        waiting, self._waiting = self._waiting, []
        answers = self._posts.proposed([body for _, body, _, _ in waiting]) if waiting else []
        for (name, _, most, allowed), answer in zip(waiting, answers, strict=True):
            self.told[name] = answer
            if "scores" in answer.sums:
                self._moments[name] = _moment(answer.sums["scores"], self._summary.terms.size)
            if name == "words" and self._summary.companions is not None:
                self._companion(answer, self._summary.companions)
            for at in answer.at[:most]:
                self._places[at] = self._places.get(at, False) or allowed

    def _companion(self, answer: Proposed, companions: PlacedCompanions) -> None:
        """Add to the score of each post by words what its companions give; see ``WordLeg``."""
        scores = np.zeros(self._summary.terms.size, np.float32)
        scores[companions.positions(answer.at)] = answer.scores
        near = sum(scores[nearest] for nearest in companions.nearest)
        scores += np.float32(weights.COMPANIONS / len(companions.nearest)) * near
        self._companioned = companions, scores
        # Whoever has none of the words may still stand beside those that have.
        best = companions.places[np.argsort(-scores, kind="stable")[:_UNFILTERED]]
        for at in best.tolist():
            self._places.setdefault(at, False)

    def include(self, at: Sequence[int]) -> None:
        """Have some posts, which the filters let pass, among the candidates."""
        self._places.update(dict.fromkeys(at, True))
        self.rank()

    def rank(self) -> None:
        """Rank all candidates that there are by now."""
        at = sorted(self._places)
        payloads = self._posts.payloads(at)
        self.candidates = Candidates(self._summary, np.array(at, np.int64), payloads)
        by_words = None
        if self._companioned is not None:
            companions, scores = self._companioned
            some = scores[companions.positions(self.candidates.at)]
            by_words = Sampled(some, float(scores.mean()), float(scores.std()))
        legs = self.candidates.legs(self._moments, by_words, self.vectors)
        self.ranking = rank(self.asked, legs, len(at), self._shares)


COUNTED: Json = {
    field: {"terms": {"field": field, "size": MOST}}
    for field in ("topics", "kind", "year", "by_chance")
}
_NONE = Proposed([], [], 0, {})


def _filtered(query: Json, allowed: Json | None) -> Json:
    """A query of what a filter lets pass, with the same scores."""
    return query if allowed is None else {"bool": {"must": [query], "filter": [allowed]}}


def _moment(sums: Json, size: int) -> Moment:
    """The mean and standard deviation over all posts, of which those left out have no score."""
    if not sums["count"]:
        return 0.0, 0.0
    mean = sums["sum"] / size
    return mean, max(sums["sum_of_squares"] / size - mean * mean, 0.0) ** 0.5
