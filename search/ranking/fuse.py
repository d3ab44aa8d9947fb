"""Fuses the weighted scores of all legs into one ranking of posts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np

from corpus.message import N_
from search import weights
from search.index.algebra.cosines import Cosines
from search.query.asked import Asked
from search.ranking.fused import Floats, Given, Ranking
from search.ranking.legs import Leg, Sampled
from search.results import Spread, Standing

CROWDING = "crowding"
_LIKENESS = N_("likeness to the posts that fit best")
_CROWDED = N_("how few other posts are like it")


def weigh(
    label: str, scores: Floats | Cosines | Sampled, share: float, known: Spread | None = None
) -> Given:
    """The z-scores of a leg over all posts, or by a ``known`` spread, times its weight."""
    if known is not None:
        mean, spread = known.mean, known.spread
    elif isinstance(scores, Cosines | Sampled):
        mean, spread = scores.mean, scores.spread
    else:
        mean, spread = _mean_and_spread(scores)
    given = scores.scores if isinstance(scores, Sampled) else scores
    return Given(label, given, mean, share / spread if spread >= 1e-9 else 0.0, spread)


def rank(
    asked: Asked,
    legs: Sequence[Leg],
    size: int,
    shares: Mapping[str, float] = weights.LEGS,
    beside: Standing | None = None,
    crowding: Mapping[str, Floats] = MappingProxyType({}),
) -> Ranking:
    """Fuse the legs' z-scores over all posts by ``shares``, then add feedback from the best posts.

    Feedback is one step: the posts that came first stand for what was meant, and every post gains
    by being like them (Rocchio 1971), in the latent space and in meaning. ``beside`` tells how the
    scores of several digests lie, where these posts are those of one. ``crowding`` has that around
    each post by the legs whose scores hang on it; see ``algebra.crowding``.
    """
    ranking = Ranking(size)
    known = {one.leg: one for one in beside.spreads} if beside is not None else {}
    given = [(leg, scores) for leg in legs if (scores := leg.scores(asked)) is not None]
    feedback: Mapping[str, float] = weights.FEEDBACK
    if any(leg.name == "meaning" for leg, _ in given):
        shares, feedback = _beside_meaning(shares), _beside_meaning(feedback)
    for leg, scores in given:
        ranking.add(leg.name, weigh(leg.label, scores, shares[leg.name], known.get(leg.name)))
    crowded = _crowded(ranking, crowding)
    if crowded is not None:
        ranking.add(CROWDING, crowded)
    for name, part in _feedback(ranking, legs, feedback, known).items():
        ranking.add(name, part)
    return ranking


def _crowded(ranking: Ranking, crowding: Mapping[str, Floats]) -> Given | None:
    """What is taken off where posts are crowded, in what the legs count; None without such legs."""
    parts = [
        np.float32(given.weight) * crowding[name]
        for name, given in ranking.legs.items()
        if name in crowding
    ]
    return Given(_CROWDED, sum(parts[1:], parts[0]), 0.0, -weights.CROWDING) if parts else None


def _beside_meaning(shares: Mapping[str, float]) -> dict[str, float]:
    """The weights of legs where another leg compares by meaning."""
    return {**shares, "latent": shares["latent"] * weights.LATENT_BESIDE_MEANING}


def _feedback(
    ranking: Ranking,
    legs: Sequence[Leg],
    shares: Mapping[str, float],
    known: Mapping[str, Spread],
) -> dict[str, Given]:
    """The scores that each leg gives for likeness to the best posts so far."""
    if not ranking.legs:
        return {}
    best = ranking.best(weights.FEEDBACK_POSTS)
    scores = np.maximum(ranking.scores(best), 0)
    if not scores.any():
        return {}
    parts: dict[str, Given] = {}
    for leg in legs:
        share = shares.get(leg.name, 0.0)
        near = leg.near(best, scores) if share else None
        if near is not None:
            name = f"{leg.name} feedback"
            parts[name] = weigh(_LIKENESS, near, share, known.get(name))
    return parts


def _mean_and_spread(scores: Floats) -> tuple[float, float]:
    """The mean and standard deviation of some scores."""
    size = len(scores)
    mean = float(scores.sum()) / size
    variance = float(scores @ scores) / size - mean * mean
    # Quicker than ``std``, but of scores nearly all alike rounding would leave nothing.
    return mean, variance**0.5 if variance > 1e-3 * mean * mean else float(scores.std())
