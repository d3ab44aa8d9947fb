"""The closer look: the best posts compared with the question by pieces of words."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

from corpus.message import N_
from search import weights
from search.index.wordpieces import Packed, closeness
from search.index.wordpieces import asked as pieces_of
from search.query.asked import Asked
from search.ranking.fused import Given, Ranking

NAME = "pieces"
_LABEL = N_("each word of the question in its sense")

# The small vectors of some posts, by their positions.
Kept = Callable[[NDArray[np.integer]], Iterable[Packed]]


def look_closely(
    ranking: Ranking, asked: Asked, kept: Kept, allowed: NDArray[np.bool_] | None
) -> None:
    """Add the closeness of their pieces to the scores of the best posts ``allowed`` (None: all).

    The z-scores of that are over these posts alone, and count a share of how much the fused scores
    of the same posts differ, so that the weight is the same for every digest and question.
    """
    if asked.pieces is None or not ranking.legs:
        return
    among = None if allowed is None else np.flatnonzero(allowed)
    best = ranking.best(weights.CLOSELY_POSTS, among)
    if len(best) < 2:
        return
    close = closeness(kept(best), pieces_of(asked.pieces))
    spread = float(close.std())
    if spread < 1e-6:
        return
    mean = close.mean()
    scores = np.full(ranking.size, mean, np.float32)
    scores[best] = close
    share = weights.CLOSELY * float(ranking.scores(best).std())
    ranking.add(NAME, Given(_LABEL, scores, float(mean), share / spread))


def looked_at(ranking: Ranking) -> dict[int, int]:
    """The rank of each compared post by its pieces alone."""
    given = ranking.legs.get(NAME)
    if given is None:
        return {}
    scores = given.to(np.arange(ranking.size))
    best = np.flatnonzero(scores)
    order = best[np.argsort(-scores[best], kind="stable")]
    return {post: place for place, post in enumerate(order.tolist(), 1)}
