"""The candidates of one question and what the cluster returned, while it is being answered."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search import weights
from search.engine.distributed.candidates import Candidates, Moment
from search.engine.distributed.posts import Posts, Proposed
from search.engine.distributed.summary import PlacedCompanions, Summary
from search.index.wordpieces import Packed
from search.query.asked import Asked
from search.ranking.agreeing import agree
from search.ranking.closely import look_closely
from search.ranking.fuse import rank
from search.ranking.fused import Ranking
from search.ranking.legs import Sampled
from search.results import Standing

Json = dict[str, Any]
Floats = NDArray[np.float32]

# So many posts each leg proposes before there are filters.
UNFILTERED = 50


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
        self.ranking = rank(self.asked, legs, len(at), self._shares, self._beside)

    def look_closely(self) -> None:
        """Compare the best posts that pass the filters with each other, and by pieces of words."""
        embeddings = [whole.posts for whole in self.candidates.wholes.values()]
        agree(self.ranking, embeddings, self.allowed)
        look_closely(self.ranking, self.asked, self._kept, self.allowed)

    def _kept(self, positions: NDArray[np.integer]) -> list[Packed]:
        return self._posts.pieces(self.candidates.at[positions].tolist())


def _moment(sums: Json, size: int) -> Moment:
    """The mean and standard deviation over all posts; posts not given score 0."""
    if not sums["count"]:
        return 0.0, 0.0
    mean = sums["sum"] / size
    return mean, max(sums["sum_of_squares"] / size - mean * mean, 0.0) ** 0.5
