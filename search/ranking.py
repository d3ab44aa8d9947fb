"""Ranking fuses what each leg thinks of each post; the order of an answer comes from here alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from search import weights
from search.bm25f import Bm25f
from search.lsa import Lsa
from search.understanding import Asked

Floats = NDArray[np.float32]

_BELOW = 0.99
_LIKENESS = "likeness to the posts that fit best"


class Leg(Protocol):
    """One way to tell how well each post fits a question."""

    name: str
    label: str

    def scores(self, asked: Asked) -> Floats | None:
        """A score a post, higher for a better fit, or None when the leg has nothing to go by."""

    def near(self, posts: NDArray[np.integer], shares: Floats) -> Floats | None:
        """A score a post for how like some posts it is, weighed by their shares; None if blind."""


class WordLeg:
    """Scores posts by the question's words and what they expand to, with BM25F."""

    name = "words"
    label = "the words of the question"

    def __init__(self, bm25f: Bm25f) -> None:
        self._bm25f = bm25f

    def scores(self, asked: Asked) -> Floats | None:
        """The sum over clauses of the best of each; None when no post has a term of them."""
        if not asked.clauses:
            return None
        scores = np.zeros(self._bm25f.size, np.float32)
        for clause in asked.clauses:
            if len(clause.terms) == 1:
                self._bm25f.add(scores, *clause.terms[0])
                continue
            best = np.zeros(self._bm25f.size, np.float32)
            for term, weight in clause.terms[clause.literal :]:
                posts, values = self._bm25f.postings(term)
                best[posts] = np.maximum(best[posts], np.float32(weight) * values)
            if clause.literal:
                term, weight = clause.terms[0]
                posts, values = self._bm25f.postings(term)
                exact = np.float32(weight) * values
                # However often a post says an expansion, one that has the word itself says more.
                np.minimum(best, np.float32(_BELOW) * exact.min(), out=best)
                best[posts] = exact
            scores += best
        return scores

    def near(self, posts: NDArray[np.integer], shares: Floats) -> None:
        """Words say nothing of posts' likeness: feedback by words loses on scifact."""


class CoverageLeg:
    """Scores posts by how many of the question's words they have, the rare ones more.

    BM25 lets one rare word outweigh three others; a post that has all of them fits better.
    """

    name = "coverage"
    label = "how much of the question it speaks of"

    def __init__(self, bm25f: Bm25f) -> None:
        self._bm25f = bm25f

    def scores(self, asked: Asked) -> Floats | None:
        """The sum of the rarities of the clauses that a post has a term of."""
        if not asked.clauses:
            return None
        scores = np.zeros(self._bm25f.size, np.float32)
        for clause in asked.clauses:
            best = np.zeros(self._bm25f.size, np.float32)
            for term, weight in clause.terms:
                posts, _ = self._bm25f.postings(term)
                value = np.float32(weight) * self._bm25f.rarity[term]
                best[posts] = np.maximum(best[posts], value)
            scores += best
        return scores

    def near(self, posts: NDArray[np.integer], shares: Floats) -> None:
        """It knows the question's words alone."""


class LatentLeg:
    """Scores posts by what they speak of, in whatever words, with latent semantic analysis."""

    name = "latent"
    label = "words that go together in this digest"

    def __init__(self, lsa: Lsa) -> None:
        self._lsa = lsa

    def scores(self, asked: Asked) -> Floats | None:
        """The cosine of each post with the question in the latent space."""
        return self._lsa.scores(asked.terms)

    def near(self, posts: NDArray[np.integer], shares: Floats) -> Floats:
        """The cosine of each post with the mean of some in the latent space."""
        return self._lsa.near(posts, shares)


@dataclass(frozen=True, slots=True)
class Ranking:
    """The fused score of every post and, by leg, what it is made of.

    ``legs`` holds by name each leg's label and z-scores times its weight; one without a score is
    not in it.
    ``coverage`` and ``nearness`` are the own scores of the legs for coverage and for meaning, None
    where there is nothing to go by.
    """

    scores: Floats
    legs: Mapping[str, tuple[str, Floats]]
    coverage: Floats | None
    nearness: Floats | None


def rank(
    asked: Asked, legs: Sequence[Leg], size: int, shares: Mapping[str, float] = weights.LEGS
) -> Ranking:
    """Fuse the legs' z-scores over all posts by ``shares``, then feed the best back.

    Feedback is one step: the posts that came first stand for what was meant, and every post gains
    by being like them (Rocchio 1971), in the latent space and in meaning.
    """
    total = np.zeros(size, np.float32)
    parts: dict[str, tuple[str, Floats]] = {}
    raw: dict[str, Floats] = {}
    for leg in legs:
        scores = leg.scores(asked)
        if scores is None:
            continue
        raw[leg.name] = scores
        given = np.float32(shares[leg.name]) * z_scores(scores)
        parts[leg.name] = leg.label, given
        total += given
    for name, more in _feedback(total, legs).items():
        parts[name] = _LIKENESS, more
        total = total + more
    return Ranking(total, parts, raw.get("coverage"), raw.get("meaning"))


def _feedback(total: Floats, legs: Sequence[Leg]) -> dict[str, Floats]:
    """What each leg that can compare posts gives for likeness to the best ones so far."""
    best = order(total, np.arange(len(total)), weights.FEEDBACK_POSTS)
    shares = np.maximum(total[best], 0)
    if not shares.any():
        return {}
    given: dict[str, Floats] = {}
    for leg in legs:
        weight = np.float32(weights.FEEDBACK.get(leg.name, 0))
        scores = leg.near(best, shares) if weight else None
        if scores is not None:
            given[f"{leg.name} feedback"] = weight * z_scores(scores)
    return given


def z_scores(scores: Floats) -> Floats:
    """How many standard deviations each score lies above the mean; all 0 when they are equal."""
    spread = float(scores.std())
    if spread < 1e-9:
        return np.zeros_like(scores)
    scaled: Floats = (scores - scores.mean()) / np.float32(spread)
    return scaled


def order(scores: Floats, among: NDArray[np.integer], limit: int) -> NDArray[np.integer]:
    """The ``limit`` best of the posts ``among``, best first; equal ones in their own order."""
    if 0 < limit < len(among):
        # Equal scores at the edge must not depend on the partition, so all of them are kept.
        edge = np.partition(scores[among], len(among) - limit)[len(among) - limit]
        among = among[scores[among] >= edge]
    best = among[np.argsort(-scores[among], kind="stable")]
    return best[:limit]
