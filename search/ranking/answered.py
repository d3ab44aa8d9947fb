"""Whether a digest answers a question, and which posts belong to the answer.

The order says which post fits better, not whether any fits. Two measures do, and mean the same for
every question, unlike a fused score: how much of the question a post covers, and how near it is in
meaning.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search import weights
from search.query.asked import Asked
from search.question import Question
from search.ranking.fused import Ranking
from search.results import Standing

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a question as it was understood.

    ``posts`` are positions, ascending; without an answer they are the few that come nearest.
    """

    asked: Asked
    ranking: Ranking
    posts: NDArray[np.integer]
    answered: bool


def find(
    question: Question,
    asked: Asked,
    ranking: Ranking,
    allowed: Mask | None,
    beside: Standing | None = None,
) -> Found:
    """Decide which posts answer, of those ``allowed`` (None: all).

    A question of filters, authors and phrases alone is answered by every post that passes them.
    Any other is by the posts whose evidence stands beside the best one's, if that is enough and no
    post lacks what the question is decided by. ``beside`` is how several digests stand to it, of
    which these posts are those of one.
    """
    if not question.free:
        posts = np.arange(ranking.size) if allowed is None else np.flatnonzero(allowed)
        answered = bool(len(posts)) or question.asks_nothing
        return Found(asked, ranking, posts, beside.answered if beside is not None else answered)
    found = evidence(asked, ranking)
    if allowed is not None:
        found *= allowed
    answered, bar = verdict(asked, ranking, float(found.max(initial=0.0)), beside)
    touching = np.flatnonzero(found >= bar)
    if answered:
        return Found(asked, ranking, touching, True)
    nearest = ranking.best(weights.NEAREST, touching)
    return Found(asked, ranking, np.sort(nearest), False)


def verdict(
    asked: Asked, ranking: Ranking, best: float, beside: Standing | None = None
) -> tuple[bool, np.float32]:
    """Whether a question is answered, given the evidence of the ``best`` post.

    With it the evidence that a post must have to belong to the answer, or, where there is none, to
    be near to one. Of several digests that of all counts.
    """
    meant = ranking.nearness is not None
    least = weights.ANSWERED_MEANING if meant else weights.ANSWERED
    near = weights.BESIDE_MEANING if meant else weights.BESIDE
    answered = best >= least and not asked.understanding.unknown_concepts
    if beside is not None:
        answered, best = beside.answered, beside.evidence
    if answered:
        return True, np.float32(near * best)
    return False, np.float32(least / 2)


def evidence(asked: Asked, ranking: Ranking) -> Floats:
    """The evidence of every post: the share of the question it covers, and its nearness.

    The share counts words that no post has, so that a question about what the digest does not
    know gets little.
    """
    if ranking.coverage is not None and asked.wanted > 0:
        found: Floats = ranking.coverage / np.float32(asked.wanted)
    else:
        found = np.zeros(ranking.size, np.float32)
    if ranking.nearness is not None:
        found = np.float32(weights.COVERED) * found + ranking.nearness
    return found
