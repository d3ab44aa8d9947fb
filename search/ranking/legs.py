"""The legs of the ranking: words, coverage and latent space, beside those by embeddings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from corpus.message import N_
from search import weights
from search.index.algebra.cosines import Cosines, Moments, Vectors, cosines
from search.index.bm25f import Bm25f, TermWeights
from search.index.companions import Companions
from search.index.lsa import Lsa
from search.index.part import Opened, Part
from search.ranking.embedded import AnsweringLeg, MeaningLeg, PlacedLeg

if TYPE_CHECKING:
    # Not loaded: who writes an index has no question to understand.
    from search.query.asked import Asked
    from search.query.clauses import Clause

Floats = NDArray[np.float32]

# What the expansions of a word count at most, of the least that the word itself counts anywhere.
BELOW = 0.99
# A shorter vector than this is none.
_NOWHERE = 1e-9


@dataclass(frozen=True, slots=True)
class Sampled:
    """The scores of some posts, with the mean and standard deviation of those of all."""

    scores: Floats
    mean: float
    spread: float


class Leg(Protocol):
    """One way to score how well each post fits a question."""

    name: str
    label: str

    def scores(self, asked: Asked) -> Floats | Cosines | Sampled | None:
        """A score for each post, higher for a better fit; None if there is nothing to score by."""

    def near(self, posts: NDArray[np.integer], shares: Floats) -> Floats | Cosines | None:
        """The likeness of each post to some posts with given weights; None if it can't compare."""


class PartLeg(Leg, Protocol):
    """A leg that reads a part of a generation."""

    part: ClassVar[type[Part]]

    @classmethod
    def of(cls, parts: Opened, by_meaning: bool) -> Self | None:
        """The leg for a generation; None if the generation lacks its part.

        ``by_meaning`` is whether questions have vectors.
        """


class WordLeg:
    """Scores posts with BM25F, by the question's words and their expansions.

    A post's companions, which are about the same, count a little as well.
    """

    name = "words"
    label = N_("the words of the question")
    part: ClassVar[type[Part]] = Bm25f

    def __init__(self, bm25f: TermWeights, companions: Companions | None = None) -> None:
        self._bm25f = bm25f
        # NumPy would turn smaller integers into these each time.
        self._nearest = [] if companions is None else list(companions.nearest.astype(np.intp))

    @classmethod
    def of(cls, parts: Opened, by_meaning: bool) -> Self:
        """The leg for a generation."""
        return cls(parts[Bm25f], parts.get(Companions))

    def scores(self, asked: Asked) -> Floats | None:
        """The sum over clauses of the best term of each; None if no post has any.

        A post with a translation counts by the better of the two.
        """
        if not asked.clauses and asked.translated is None:
            return None
        scores = self._summed(asked.clauses)
        if asked.translated is not None:
            np.maximum(scores, self._summed(asked.translated.clauses), out=scores)
        if self._nearest:
            near = sum(scores[nearest] for nearest in self._nearest)
            scores += np.float32(weights.COMPANIONS / len(self._nearest)) * near
        return scores

    def _summed(self, clauses: Iterable[Clause]) -> Floats:
        """The sum over some clauses of the best term of each."""
        scores = np.zeros(self._bm25f.size, np.float32)
        for clause in clauses:
            if len(clause.terms) == 1:
                self._bm25f.add(scores, *clause.terms[0])
                continue
            best = np.zeros(self._bm25f.size, np.float32)
            for term, weight in clause.terms[clause.literal :]:
                posts, values = self._bm25f.postings(term)
                np.maximum.at(best, posts, np.float32(weight) * values)
            if clause.literal:
                term, weight = clause.terms[0]
                posts, values = self._bm25f.postings(term)
                exact = np.float32(weight) * values
                # However often a post says an expansion, one that has the word itself says more.
                lowest = np.float32(weight) * self._bm25f.least(term)
                np.minimum(best, np.float32(BELOW) * lowest, out=best)
                best[posts] = exact
            scores += best
        return scores

    def near(self, posts: NDArray[np.integer], shares: Floats) -> None:
        """None: feedback by words loses on scifact."""


class CoverageLeg:
    """Scores posts by how many of the question's words they have, weighted by rarity.

    BM25 lets one rare word outweigh three others; a post that has all of them fits better.
    """

    name = "coverage"
    label = N_("how much of the question it speaks of")
    part: ClassVar[type[Part]] = Bm25f

    def __init__(self, bm25f: TermWeights) -> None:
        self._bm25f = bm25f

    @classmethod
    def of(cls, parts: Opened, by_meaning: bool) -> Self:
        """The leg for a generation."""
        return cls(parts[Bm25f])

    def scores(self, asked: Asked) -> Floats | None:
        """The sum of the rarities of the clauses that a post has a term of.

        A post with a translation counts by the better of the two.
        """
        if not asked.clauses and asked.translated is None:
            return None
        scores = self._covered(asked.clauses)
        if asked.translated is not None:
            np.maximum(scores, self._covered(asked.translated.clauses), out=scores)
        return scores

    def _covered(self, clauses: Iterable[Clause]) -> Floats:
        """The sum of the rarities of the clauses that a post has a term of."""
        scores = np.zeros(self._bm25f.size, np.float32)
        for clause in clauses:
            values = [(float(np.float32(w) * self._bm25f.rarity[t]), t) for t, w in clause.terms]
            if len(values) == 1:
                ((value, term),) = values
                np.add.at(scores, self._bm25f.postings(term)[0], np.float32(value))
                continue
            best = np.zeros(self._bm25f.size, np.float32)
            # The higher ones overwrite the lower.
            for value, term in sorted(values):
                best[self._bm25f.postings(term)[0]] = value
            scores += best
        return scores

    def near(self, posts: NDArray[np.integer], shares: Floats) -> None:
        """None: coverage does not compare posts with each other."""


class Space(Protocol):
    """A latent space with posts in it, as its leg uses it; see ``Lsa``."""

    @property
    def posts(self) -> Vectors:
        """The unit vectors of the posts."""

    @property
    def moments(self) -> Moments:
        """Those of the posts' vectors."""

    def place(self, question: Sequence[tuple[int, float]]) -> Floats | None:
        """The vector of a question's weighted terms; None without terms."""


class LatentLeg:
    """Scores posts by latent semantic analysis, which needs no common words."""

    name = "latent"
    label = N_("words that go together in this digest")
    part: ClassVar[type[Part]] = Lsa

    def __init__(self, lsa: Space) -> None:
        self._lsa = lsa

    @classmethod
    def of(cls, parts: Opened, by_meaning: bool) -> Self | None:
        """The leg for a generation; None if it has too few posts for a latent space.

        Nor is there one beside the places of terms, since that takes more than it gives.
        """
        lsa = parts.get(Lsa)
        return None if lsa is None or PlacedLeg.of(parts, by_meaning) is not None else cls(lsa)

    def scores(self, asked: Asked) -> Cosines | None:
        """The cosine of each post with the question in the latent space."""
        place = self._lsa.place(asked.terms)
        return None if place is None else self._near(place)

    def near(self, posts: NDArray[np.integer], shares: Floats) -> Cosines | None:
        """The cosine of each post with the weighted mean of some, in the latent space."""
        return self._near(shares @ self._lsa.posts[posts])

    def _near(self, place: Floats) -> Cosines | None:
        """The cosine of each post with a vector, relative to a point beside the posts' mean.

        Posts in the middle are near to whatever is asked (Radovanović, Nanopoulos and Ivanović
        2010, "Hubs in space").
        """
        length = float(np.linalg.norm(place))
        if length < _NOWHERE:
            return None
        middle = self._lsa.moments.mean.astype(np.float32)
        away = place / np.float32(length) - np.float32(weights.AWAY_FROM_MIDDLE) * middle
        return cosines(self._lsa.posts, self._lsa.moments, away)


# Every leg there is; ``weights.LEGS`` has what each counts.
LEGS: tuple[type[PartLeg], ...] = (
    WordLeg,
    CoverageLeg,
    LatentLeg,
    MeaningLeg,
    AnsweringLeg,
    PlacedLeg,
)


def legs(parts: Opened, *, by_meaning: bool) -> list[Leg]:
    """The legs of a generation; ``by_meaning`` is whether questions have vectors."""
    found = (leg.of(parts, by_meaning) for leg in LEGS)
    return [leg for leg in found if leg is not None]
