"""Agreement: the best posts take on a share of the scores of the posts that are most like them.

Posts that are alike answer the same questions, so that one whose likes score well is more likely to
answer than one that scores well alone (the cluster hypothesis; Diaz 2005, "Regularizing ad hoc
retrieval scores").
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.message import N_
from search import weights
from search.index.algebra.cosines import Vectors
from search.ranking.fused import Given, Ranking

Floats = NDArray[np.float32]

NAME = "agreement"
_LABEL = N_("what the most similar of the best posts score")


def agree(
    ranking: Ranking, embeddings: Sequence[Vectors], allowed: NDArray[np.bool_] | None
) -> None:
    """Move each score of the best posts ``allowed`` (None: all) towards those of the nearest.

    The nearest are those of the best posts with the highest sum of cosines. ``embeddings`` has the
    unit vectors of all posts by each model: posts by dimensions; without any nothing moves.
    """
    if not embeddings or not ranking.legs:
        return
    among = None if allowed is None else np.flatnonzero(allowed)
    best = ranking.best(weights.AGREEING_POSTS, among)
    if len(best) <= weights.AGREEING_WITH:
        return
    scores = ranking.scores(best)
    moved = np.zeros(ranking.size, np.float32)
    moved[best] = scores[_nearest(best, embeddings)].mean(axis=1) - scores
    ranking.add(NAME, Given(_LABEL, moved, 0.0, weights.AGREEMENT))


def _nearest(posts: NDArray[np.integer], embeddings: Sequence[Vectors]) -> NDArray[np.intp]:
    """For each of some posts the places among them of those nearest to it, itself left out."""
    alike = np.zeros((len(posts), len(posts)), np.float32)
    for vectors in embeddings:
        some = vectors[posts]
        alike += some @ some.T
    np.fill_diagonal(alike, -np.inf)
    last = weights.AGREEING_WITH
    return np.argpartition(-alike, last - 1, axis=1)[:, :last]
