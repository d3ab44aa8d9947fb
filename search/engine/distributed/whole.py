"""All that ranking needs of the posts of a generation, held in a reader's memory where it fits.

They are then ranked, filtered and counted here as those in a folder are. Of larger digests rounded
vectors are held, and the cluster proposes candidates.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from search.engine.distributed import held
from search.engine.distributed.candidates import Candidates, CandidateWeights
from search.engine.distributed.gathered import Answer
from search.engine.distributed.payload import Payload, unpacked
from search.engine.distributed.posts import PAYLOAD, Posts
from search.engine.distributed.queries import Filters, either, every
from search.engine.distributed.summary import Summary
from search.index.answering import Answering
from search.index.bm25f import Bm25f
from search.index.companions import Companions
from search.query.asked import Asked
from search.question import Question
from search.ranking.answered import find
from search.ranking.embedded import PlacedLeg
from search.ranking.fused import Ranking
from search.ranking.legs import CoverageLeg, LatentLeg, Leg, WordLeg
from search.results import Standing

Mask = NDArray[np.bool_]

# A reader holds no more bytes than this; of larger digests the cluster proposes posts.
MOST = 96 * 2**20
# With this question one has asked often.
_OFTEN = 3


class Whole(Candidates):
    """All posts of a generation, which are ranked here as those in a folder are.

    ``every_leg`` are the legs over them; ``by_meaning`` is whether questions have vectors.
    """

    def __init__(
        self,
        summary: Summary,
        at: NDArray[np.int64],
        posts: Sequence[Payload],
        *,
        by_meaning: bool,
    ) -> None:
        super().__init__(summary, at, posts)
        known = summary.companions
        companions = None if known is None else Companions(known.nearest)
        self.every_leg: list[Leg] = [WordLeg(self.weights, companions), CoverageLeg(self.weights)]
        if summary.places is not None:
            self.every_leg.append(PlacedLeg(summary.places, self.wholes[Answering.name]))
        elif self.space is not None:
            self.every_leg.append(LatentLeg(self.space))
        if by_meaning:
            self.every_leg += [self.leg(name) for name in summary.embedded]
        # What is made of the packed posts is made now, so that these need not stay.
        _ = self.table, self.space, self.wholes
        self._posts = ()

    @cached_property
    def weights(self) -> Bm25f:
        """The term weights of all posts."""
        return CandidateWeights(self._summary, self._posts).by_term()

    def passing(self, question: Question, filters: Filters, posts: Posts) -> Mask | None:
        """Which posts pass the filters of a question; None if all do."""
        passing, _ = self.table.passing(question)
        if filters.exact or filters.barred:
            passing = np.ones(self.size, np.bool_) if passing is None else passing
            if filters.exact:
                passing &= np.isin(self.at, posts.places(every(filters.exact)))
            if filters.barred:
                passing &= ~np.isin(self.at, posts.places(either(filters.barred)))
        return passing

    def answer(
        self,
        question: Question,
        asked: Asked,
        ranking: Ranking,
        passing: Mask | None,
        beside: Standing | None,
    ) -> Answer:
        """The answer to a question among the posts that pass (None: all), ranked."""
        found = find(question, asked, ranking, passing, beside)
        return Answer(
            asked=asked,
            ranking=ranking,
            posts=found.posts,
            answered=found.answered,
            candidates=self,
            passing=np.ones(self.size, np.bool_) if passing is None else passing,
            gathered=None,
            query={},
            total=len(found.posts),
            sums={},
        )


class Holding:
    """What a reader holds of the posts of one generation. Safe to use from several threads."""

    def __init__(self, summary: Summary, posts: Posts, *, by_meaning: bool) -> None:
        self._summary = summary
        self._posts = posts
        self._by_meaning = by_meaning
        self._asked = 0
        self._lock = Lock()
        self._whole: Whole | None = None

    def whole(self) -> Whole | None:
        """All posts, once it is known that one asks often; None before, and if they are too many.

        Who asks one question, as a command does, need not wait for them. Nor is there any where no
        node answers: what is held may be old by then, and a reader is to be told.
        """
        if self._posts.are_lost:
            return None
        self._asked += 1
        wanted = self._whole is None and self._asked >= _OFTEN and self._fit
        # Others need not wait either while one reads them.
        if wanted and self._lock.acquire(blocking=False):
            try:
                self._whole = self._whole or self._read()
            finally:
                self._lock.release()
        return self._whole

    def _read(self) -> Whole:
        places, rows = self._posts.every(PAYLOAD)
        at, posts = np.array(places, np.int64), [unpacked(row) for row in rows]
        return Whole(self._summary, at, posts, by_meaning=self._by_meaning)

    @cached_property
    def vectors(self) -> held.Held | None:
        """The rounded vectors of all posts; None if there are none, too many, or all is held."""
        if self._fit or not 0 < self._summary.terms.size * held.size(*self._widths) <= held.MOST:
            return None
        places, rows = self._posts.every("held")
        return held.held(np.array(places, np.int64), b"".join(rows), *self._widths)

    @cached_property
    def _fit(self) -> bool:
        """Whether there is room for all that ranking needs of the posts."""
        terms, (latent, embedded) = self._summary.terms, self._widths
        each = 60 + 4 * latent + sum(5 * width for width in embedded.values())
        return terms.size * each + 8 * int(terms.having.sum()) <= MOST

    @cached_property
    def _widths(self) -> tuple[int, dict[str, int]]:
        """The dimensions of the latent space (0 without one) and of each embedding."""
        space, embedded = self._summary.space, self._summary.embedded
        widths = {name: len(one.moments.mean) for name, one in embedded.items()}
        return (0 if space is None else space.terms.shape[1]), widths
