"""Finds candidates for a question in the cluster, and ranks them. Takes two requests and a read.

The first request asks for the best posts of each leg, and for sums over all posts. From the best of
these, feedback is computed, and posts similar to them are found among the held vectors. The second
request counts the whole answer, and reads the posts of one page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search import weights
from search.engine.distributed import held, queries
from search.engine.distributed.candidates import Candidates, asked_vectors
from search.engine.distributed.gathered import UNFILTERED, Gathered
from search.engine.distributed.held import Held, size
from search.engine.distributed.mapping import LATENT, near, whole
from search.engine.distributed.posts import MOST, Posts, Proposed
from search.engine.distributed.summary import Summary
from search.index.algebra.cosines import Cosines
from search.index.answering import Answering
from search.query.asked import Asked
from search.question import Question
from search.ranking.answered import Found, evidence, verdict
from search.ranking.embedded import PlacedLeg
from search.ranking.legs import LatentLeg
from search.results import Standing

Json = dict[str, Any]
Floats = NDArray[np.float32]

# So many posts each leg proposes, of those that pass the filters. With 120, each of 100 questions
# to 30,826 abstracts had the first ten of the folder, as with 300.
DEPTH = 150
# With this question one has asked often.
_OFTEN = 3


@dataclass(frozen=True, slots=True)
class Answer(Found):
    """An answer; ``posts`` are positions among ``candidates``, and ``passing`` pass the filters.

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
        """The places of some candidates in the digest's order."""
        found: list[int] = self.candidates.at[positions].tolist()
        return found

    def with_posts(self, at: Sequence[int]) -> tuple[Answer, NDArray[np.intp]]:
        """The same answer with more posts among the candidates, and their positions there."""
        gathered = self.gathered
        gathered.include(at)
        done = replace(self, ranking=gathered.ranking, candidates=gathered.candidates)
        return done, np.searchsorted(gathered.candidates.at, np.array(at, np.int64))


class Proposing:
    """Finds posts for questions that were understood. Safe to use from several threads."""

    def __init__(self, summary: Summary, posts: Posts) -> None:
        self._summary = summary
        self._posts = posts
        self._asked = 0
        self._shares = weights.LEGS_WITH_IMPLICATIONS if summary.for_practice else weights.LEGS

    def find(
        self,
        question: Question,
        asked: Asked,
        allowed: Json | None,
        depth: int,
        *,
        ordered: bool = True,
        page: slice | None = None,
        beside: Standing | None = None,
    ) -> Answer:
        """The answer to a question, among the posts that a filter passes (None: all).

        The best ``depth`` are among the candidates. Unless their order is wanted, as for a count
        alone, the best are neither fed back nor looked at closely. Those of a ``page`` are read
        where it is known early enough. ``beside`` is how several digests stand to the question.
        """
        self._hold()
        depth = min(max(DEPTH, 2 * depth), MOST)
        found = Gathered(self._summary, self._posts, asked, self._shares, beside)
        answering = None if question.free else _filtered({"match_all": {}}, allowed)
        if self._first(found, allowed, answering, depth):
            found.rank()
        if answering is None:
            answered, bar, query = self._verdict(found, allowed, beside)
        else:
            answered, bar, query = True, np.float32(0), {"query": answering}
        again = ordered and self._feed_back(found, allowed, depth)
        # Where the vectors are held nothing waits to be asked: the page is known by now, and read
        # together with the count.
        early = not found.waits
        if early:
            self._finish(found, again, ordered)
        shown: list[int] = []
        if page is not None and early and found.ranking.legs:
            best = found.ranking.best(page.stop, _touching(found, question, bar))[page]
            shown = found.candidates.at[best].tolist()
        if answered:
            found.ask("answer", {**query, "size": 0, "aggs": COUNTED})
        found.go(shown)
        counted = found.told.get("answer", _NONE)
        if not early:
            self._finish(found, again, ordered)
        ranking, posts = found.ranking, _touching(found, question, bar)
        if not question.free:
            answered = bool(counted.total) or question.asks_nothing
            answered = beside.answered if beside is not None else answered
        elif not answered:
            posts = np.sort(ranking.best(weights.NEAREST, posts))
            counted = Proposed([], [], len(posts), {})
        return Answer(
            asked=asked,
            ranking=ranking,
            posts=posts,
            answered=answered,
            candidates=found.candidates,
            passing=found.allowed,
            gathered=found,
            query=query,
            total=counted.total,
            sums=counted.sums,
        )

    def _first(
        self, found: Gathered, allowed: Json | None, answering: Json | None, depth: int
    ) -> bool:
        """Ask for the best posts of each leg; returns whether there was anything to ask."""
        asked, summary = found.asked, self._summary
        known, terms = summary.terms, summary.words.terms
        readings = queries.readings(asked)
        if readings:
            by_words = queries.best([queries.words(one, terms, known) for one in readings])
            found.covered = queries.best([queries.coverage(one, terms, known) for one in readings])
            # What is summed up is so over all posts, whatever the filters.
            self._ask(found, "words", by_words, depth if allowed is None else UNFILTERED, allowed)
            if allowed is not None:
                found.ask("", {"query": _filtered(by_words, allowed), "size": depth})
        found.vectors = asked_vectors(asked, summary)
        found.nearness = found.vectors.get(queries.MEANING)
        vectors = {near(name): vector for name, vector in found.vectors.items()}
        if summary.places is not None:
            place = summary.places.place(asked.terms)
            if place is not None:
                vectors[_PLACED] = place
        elif summary.space is not None:
            latent = LatentLeg(summary.space).scores(asked)
            if latent is not None:
                vectors[LATENT] = latent.vector
        for field, vector in vectors.items():
            self._near(found, field, vector, allowed, depth, UNFILTERED)
        legs = bool(readings or vectors)
        if found.covered is not None:
            # Without filters, and vectors of meaning, the evidence of posts is no other score.
            plain = allowed is None and found.nearness is None and answering is None
            self._ask(found, "coverage", found.covered, depth if plain else 0)
        if legs and found.nearness is None and summary.space is None and summary.places is None:
            # Those that no leg knows anything of follow on the others, as they are in the digest.
            others = {"bool": {"must_not": [found.covered or queries.NOTHING]}}
            ordered = {"size": depth, "sort": [{"at": "asc"}]}
            found.ask("", {"query": _filtered(others, allowed), **ordered})
        if answering is not None:
            found.ask("", {"query": answering, "size": depth})
        elif legs and (allowed is not None or found.nearness is not None):
            shown = queries.evidence(found.covered, asked.wanted, found.nearness, 0.0)
            found.ask("", {"query": _filtered(shown["query"], allowed), "size": depth})
        found.go()
        return legs

    def _ask(
        self, found: Gathered, name: str, query: Json, most: int, allowed: Json | None = None
    ) -> None:
        """Ask for the best posts of a leg, and for the sums that give its mean and spread."""
        body: Json = {"query": query, "size": most}
        if name == "words" and self._summary.companions is not None:
            body["size"] = max(most, self._summary.terms.size)
        elif name in ("words", "coverage"):
            body["aggs"] = queries.stated()
        found.ask(name, body, most=most, allowed=allowed is None)

    def _near(
        self,
        found: Gathered,
        field: str,
        vector: Floats,
        allowed: Json | None,
        depth: int,
        before: int = 0,
    ) -> None:
        """Ask for the posts nearest to a vector, so many of them before filtering."""
        query, most = queries.nearest(field, vector), depth if allowed is None else before
        if most and self._held is not None:
            found.take(self._held.nearest(field, vector, most), allowed is None)
        elif most:
            found.ask("", {"query": query, "size": most}, allowed=allowed is None)
        if allowed is not None:
            found.ask("", {"query": _filtered(query, allowed), "size": depth})

    @cached_property
    def _held(self) -> Held | None:
        """The vectors of all posts; None if there are none or too many to hold."""
        if not 0 < self._summary.terms.size * size(*self._widths) <= held.MOST:
            return None
        places, rows = self._posts.every("held")
        return held.held(np.array(places, np.int64), b"".join(rows), *self._widths)

    @cached_property
    def _widths(self) -> tuple[int, dict[str, int]]:
        """The dimensions of the latent space (0 without one) and of each embedding."""
        space, embedded = self._summary.space, self._summary.embedded
        widths = {name: len(one.moments.mean) for name, one in embedded.items()}
        return (0 if space is None else space.terms.shape[1]), widths

    def _hold(self) -> None:
        """Hold what ranking needs of all posts, where there is room, once it will be asked often.

        Who asks one question, as a command does, need not wait for that.
        """
        self._asked += 1
        if self._asked != _OFTEN:
            return
        terms, (latent, embedded) = self._summary.terms, self._widths
        # As ``payload.packed`` has them.
        each = 60 + 4 * latent + sum(5 * width for width in embedded.values())
        if terms.size * each + 10 * int(terms.having.sum()) <= held.MOST_WHOLE:
            self._posts.hold()

    def _feed_back(self, found: Gathered, allowed: Json | None, depth: int) -> bool:
        """Take or request posts similar to the best ones; returns whether there are any."""
        fields = {LATENT: LATENT, PlacedLeg.name: _PLACED}
        fields |= {name: whole(name) for name in found.vectors}
        again = False
        for name, field in fields.items():
            given = found.ranking.legs.get(f"{name} feedback")
            if given is not None and isinstance(given.scores, Cosines):
                self._near(found, field, given.scores.vector, allowed, depth)
                again = True
        return again

    def _finish(self, found: Gathered, again: bool, ordered: bool) -> None:
        """Rank all candidates again if there are new ones, and take the closer look."""
        if again:
            found.rank()
        if ordered:
            found.look_closely()

    def _verdict(
        self, found: Gathered, allowed: Json | None, beside: Standing | None
    ) -> tuple[bool, np.float32, Json]:
        """Whether the candidates answer, the evidence needed, and the query for the full answer."""
        asked = found.asked
        shown = evidence(asked, found.ranking) * found.allowed
        answered, bar = verdict(asked, found.ranking, float(shown.max(initial=0.0)), beside)
        query = queries.evidence(found.covered, asked.wanted, found.nearness, float(bar))
        return answered, bar, {**query, "query": _filtered(query["query"], allowed)}


# The embeddings among which the words of a question have a place.
_PLACED = whole(Answering.name)
COUNTED: Json = {
    field: {"terms": {"field": field, "size": MOST}}
    for field in ("topics", "kind", "year", "by_chance")
}
_NONE = Proposed([], [], 0, {})


def _touching(found: Gathered, question: Question, bar: np.float32) -> NDArray[np.intp]:
    """Which candidates pass the filters and, if the question has words, have enough evidence."""
    passing = found.allowed
    if question.free:
        passing &= evidence(found.asked, found.ranking) >= bar
    return np.flatnonzero(passing)


def _filtered(query: Json, allowed: Json | None) -> Json:
    """A query restricted by a filter, with unchanged scores."""
    return query if allowed is None else {"bool": {"must": [query], "filter": [allowed]}}
