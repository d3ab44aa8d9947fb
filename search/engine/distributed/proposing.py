"""Finds the posts for a question: among all of them where they are held, else in the cluster.

That takes two requests. The first asks for the best posts of each leg, and for sums over all posts.
From the best of these, feedback is computed, and posts similar to them are found among the held
vectors. The second request counts the whole answer, and reads the posts of one page.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from search import weights
from search.engine.distributed import queries
from search.engine.distributed.candidates import asked_vectors
from search.engine.distributed.gathered import UNFILTERED, Answer, Gathered, compare
from search.engine.distributed.mapping import LATENT, near, whole
from search.engine.distributed.posts import MOST, Posts, Proposed
from search.engine.distributed.queries import Filters
from search.engine.distributed.summary import Summary
from search.engine.distributed.whole import Holding, Whole
from search.index.algebra.cosines import Cosines
from search.index.answering import Answering
from search.query.asked import Asked
from search.question import Question
from search.ranking.answered import evidence, verdict
from search.ranking.embedded import PlacedLeg
from search.ranking.fuse import rank
from search.ranking.legs import LatentLeg
from search.results import Standing

Json = dict[str, Any]
Floats = NDArray[np.float32]

# So many posts each leg proposes, of those that pass the filters. With 120, each of 100 questions
# to 30,826 abstracts had the first ten of the folder, as with 300.
DEPTH = 150


class Proposing:
    """Finds posts for questions that were understood. Safe to use from several threads."""

    def __init__(self, summary: Summary, posts: Posts, holding: Holding) -> None:
        self._summary = summary
        self._posts = posts
        self._holding = holding
        self._shares = weights.LEGS_WITH_IMPLICATIONS if summary.for_practice else weights.LEGS

    def find(
        self,
        question: Question,
        asked: Asked,
        filters: Filters,
        depth: int,
        *,
        page: slice | None = None,
        beside: Standing | None = None,
    ) -> Answer:
        """The answer to a question, among the posts that pass its filters.

        The best ``depth`` are among the candidates. Those of a ``page`` are read where it is known
        early enough. ``beside`` is how several digests stand to the question.
        """
        whole = self._holding.whole()
        if whole is None:
            return self._proposed(question, asked, filters.query, depth, True, page, beside)
        mask = whole.passing(question, filters, self._posts)
        ranking = rank(asked, whole.every_leg, whole.size, self._shares, beside, whole.crowding)
        compare(ranking, asked, whole, self._posts, mask)
        return whole.answer(question, asked, ranking, mask, beside)

    def again(
        self, question: Question, answer: Answer, filters: Filters, beside: Standing | None
    ) -> Answer:
        """The answer to the same question with other filters, unordered."""
        asked, whole = answer.asked, answer.candidates
        if not isinstance(whole, Whole):
            return self._proposed(question, asked, filters.query, 1, False, None, beside)
        mask = whole.passing(question, filters, self._posts)
        return whole.answer(question, asked, answer.ranking, mask, beside)

    def _proposed(
        self,
        question: Question,
        asked: Asked,
        allowed: Json | None,
        depth: int,
        ordered: bool,
        page: slice | None,
        beside: Standing | None,
    ) -> Answer:
        """The answer among the posts that a filter passes (None: all), found in the cluster.

        Unless their order is wanted, as for a count alone, the best are neither fed back nor looked
        at closely.
        """
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
        held = self._holding.vectors if most else None
        if held is not None:
            found.take(held.nearest(field, vector, most), allowed is None)
        elif most:
            found.ask("", {"query": query, "size": most}, allowed=allowed is None)
        if allowed is not None:
            found.ask("", {"query": _filtered(query, allowed), "size": depth})

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
