"""All that ranking needs of the posts of a generation, held by a reader where it fits.

They are then ranked, filtered and counted here as those in a folder are. Small digests are in
memory, larger ones in local files. Of those still larger rounded vectors are held, and the cluster
proposes candidates.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import cached_property, reduce
from threading import Lock, Thread

import numpy as np
from numpy.typing import NDArray

from search.engine.distributed import held
from search.engine.distributed.candidates import adapter_of
from search.engine.distributed.gathered import Answer
from search.engine.distributed.holding import columns
from search.engine.distributed.holding.merged import (
    Merged,
    MergedEmbeddings,
    MergedSpace,
    MergedWeights,
)
from search.engine.distributed.holding.stock import Ended, Stock
from search.engine.distributed.posts import Posts
from search.engine.distributed.queries import Filters, either, every
from search.engine.distributed.summary import Summary
from search.errors import SearchError
from search.index.answering import Answering
from search.index.companions import Companions
from search.query.asked import Asked
from search.query.said import Ways
from search.question import Question
from search.ranking.answered import find
from search.ranking.embedded import AnsweringLeg, MeaningLeg, PlacedLeg
from search.ranking.fused import Ranking
from search.ranking.legs import CoverageLeg, LatentLeg, Leg, WordLeg
from search.results import Standing

Mask = NDArray[np.bool_]
Floats = NDArray[np.float32]

# What takes more bytes is read beside the questions.
AT_ONCE = 8 * 2**20
# What takes more lies in files.
MOST = 96 * 2**20
# With this question one has asked often.
_OFTEN = 3
# Seconds until what could not be read is tried again.
_AGAIN = 60.0


class Whole:
    """All posts of a generation, which are ranked here as those in a folder are.

    ``at`` are their places, ``every_leg`` the legs over them; ``by_meaning`` is whether questions
    have vectors.
    """

    def __init__(self, summary: Summary, merged: Merged, *, by_meaning: bool) -> None:
        self.at, self.size = merged.at, len(merged.at)
        self.table = merged.table(summary.digest)
        self.wholes = {
            name: MergedEmbeddings(merged, name, known.moments)
            for name, known in summary.embedded.items()
        }
        known = summary.companions
        companions = None if known is None else Companions(known.nearest)
        self._weights = MergedWeights(merged, summary.terms)
        self.every_leg: list[Leg] = [
            WordLeg(self._weights, companions),
            CoverageLeg(self._weights),
        ]
        if summary.places is not None:
            self.every_leg.append(PlacedLeg(summary.places, self.wholes[Answering.name]))
        elif summary.space is not None:
            self.every_leg.append(LatentLeg(MergedSpace(merged, summary.space)))
        for name, whole in self.wholes.items() if by_meaning else ():
            by_answers = name == Answering.name
            turning = None if by_answers else adapter_of(summary)
            self.every_leg.append(AnsweringLeg(whole) if by_answers else MeaningLeg(whole, turning))

    @property
    def crowding(self) -> dict[str, Floats]:
        """The crowding around the posts, by model."""
        return {name: whole.crowding for name, whole in self.wholes.items()}

    def any_has(self, words: Ways) -> bool:
        """Whether some post has a term of each of ``words``, wherever it has them."""
        return bool(self._having(words).any())

    def having_each(self, things: Sequence[Sequence[Ways]]) -> int:
        """How many posts have all words of a name of each of some things, wherever they are."""
        each = (reduce(np.logical_or, map(self._having, names)) for names in things)
        return int(reduce(np.logical_and, each).sum())

    def _having(self, words: Ways) -> Mask:
        left = np.ones(self.size, np.bool_)
        for terms in words:
            having = np.zeros(self.size, np.bool_)
            for term in terms:
                having[self._weights.postings(term)[0]] = True
            left &= having
        return left

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

    def __init__(
        self, summary: Summary, posts: Posts, stock: Stock, generation: str, *, by_meaning: bool
    ) -> None:
        self._summary = summary
        self._posts = posts
        self._stock = stock
        self._generation = generation
        self._by_meaning = by_meaning
        self._asked = 0
        self._lock = Lock()
        self._whole: Whole | None = None
        self._vectors: held.Held | None = None
        self._reading: Thread | None = None
        self._not_before = 0.0

    def whole(self) -> Whole | None:
        """All posts, once it is known that one asks often; None before, and if they are too many.

        Who asks one question, as a command does, need not have them; who had those of the earlier
        generation goes on to have them. Few posts are read at once, more of them beside the
        questions. Nor is there any where no node answers: what is held may be old by then, and a
        reader is to be told.
        """
        if self._posts.are_lost:
            return None
        self._asked += 1
        often = self._asked >= _OFTEN or self._stock.is_used
        wanted = self._whole is None and often
        # Others need not wait either while one reads them.
        if wanted and self._lock.acquire(blocking=False):
            try:
                self._begin()
            finally:
                self._lock.release()
        return self._whole

    @property
    def here(self) -> Whole | None:
        """All posts, if they are here by now and a node answers."""
        return None if self._posts.are_lost else self._whole

    @property
    def vectors(self) -> held.Held | None:
        """The rounded vectors of all posts, once they have been read; None where all is held."""
        return self._vectors

    def _begin(self) -> None:
        """Read what there is room for, or have it read."""
        if self._whole is not None or (self._reading is not None and self._reading.is_alive()):
            return
        if self._size <= AT_ONCE:
            self._hold(filed=False)
        elif time.monotonic() >= self._not_before and (self._fits or self._has_vectors):
            self._reading = self._stock.beside(self._read)

    def _read(self) -> None:
        """Read the posts or, where there is no room for them, their rounded vectors."""
        try:
            if not self._fits or not self._found_room():
                self._read_vectors()
        except Ended:
            return
        except SearchError as error:
            self._stock.tell(error)
        finally:
            self._not_before = time.monotonic() + _AGAIN

    def _found_room(self) -> bool:
        """Read the posts; returns whether there was room for them."""
        try:
            self._hold(filed=self._size > MOST)
        except OSError as error:
            self._stock.tell(error)
            return False
        return True

    def _hold(self, *, filed: bool) -> None:
        merged = self._stock.posts(self._generation, self._summary, filed=filed)
        self._whole = Whole(self._summary, merged, by_meaning=self._by_meaning)
        self._vectors = None

    def _read_vectors(self) -> None:
        if not self._has_vectors:
            return
        places: list[int] = []
        found: list[bytes] = []
        for more, rows in self._posts.pages("held"):
            self._stock.go_on()
            places += more
            found += rows
        self._vectors = held.held(np.array(places, np.int64), b"".join(found), *self._widths)

    @cached_property
    def _size(self) -> int:
        """The number of bytes that ranking needs of the posts."""
        return columns.size(self._summary)

    @property
    def _fits(self) -> bool:
        """Whether the posts may be held."""
        return self._size <= max(MOST, self._stock.most)

    @property
    def _has_vectors(self) -> bool:
        """Whether there are vectors to read, and room for them."""
        size = self._summary.terms.size * held.size(*self._widths)
        return self._vectors is None and 0 < size <= held.MOST

    @cached_property
    def _widths(self) -> tuple[int, dict[str, int]]:
        """The dimensions of the latent space (0 without one) and of each embedding."""
        space, embedded = self._summary.space, self._summary.embedded
        widths = {name: len(one.moments.mean) for name, one in embedded.items()}
        return (0 if space is None else space.terms.shape[1]), widths
