"""BM25F weights of every term in every post, over the parts of a post.

Robertson, Zaragoza & Taylor (2004), "Simple BM25 extension to multiple weighted fields": the
frequencies of a term in each part are normalised by the part's length, weighted, summed and only
then saturated, so that a term in two parts counts less than two terms in one.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.filed import told_otherwise
from corpus.post import Post
from search import weights
from search.index.algebra.turned import blocks, turned
from search.index.files import arrays
from search.index.part import Build, Opened
from search.index.tokens.analysed import PARTS, Analysed
from search.index.tokens.sums import Sums, sums
from search.text.translated import spans

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = NDArray[np.float32]


class TermWeights(Protocol):
    """The BM25F weights of terms in some posts, as legs use them; see ``Bm25f``."""

    @property
    def size(self) -> int:
        """How many posts there are."""

    @property
    def rarity(self) -> Floats:
        """The rarity of each term."""

    def add(self, scores: Floats, term: int, weight: float = 1.0) -> None:
        """Add a term's weights to the scores of its posts."""

    def postings(self, term: int) -> tuple[NDArray[np.int32], Floats]:
        """The posts that have a term, ascending, and its weight in each."""

    def least(self, term: int) -> np.float32:
        """The lowest weight of a term in any post of the generation that has it."""


@dataclass(frozen=True, slots=True)
class Bm25f:
    """The weight of every term in every post that has it, sorted by term.

    ``size`` is how many posts there are, some maybe without a term. The posts of term ``t`` are
    ``posts[starts[t]:starts[t + 1]]``, ascending; ``weights`` are theirs, the term's rarity among
    them. ``rarity`` has a value a term.
    """

    name: ClassVar[str] = "bm25f"
    step: ClassVar[str] = "Weighing words"

    size: int
    starts: NDArray[np.int64]
    posts: NDArray[np.int32]
    weights: Floats
    rarity: Floats

    def add(self, scores: Floats, term: int, weight: float = 1.0) -> None:
        """Add a term's weights to the scores of its posts."""
        posts, weights = self.postings(term)
        # Each post comes once, and this way of adding takes half the time of ``scores[posts] +=``.
        np.add.at(scores, posts, weights if weight == 1 else np.float32(weight) * weights)

    def postings(self, term: int) -> tuple[NDArray[np.int32], Floats]:
        """The posts that have a term, ascending, and its weight in each."""
        first, last = self.starts[term], self.starts[term + 1]
        return self.posts[first:last], self.weights[first:last]

    def least(self, term: int) -> np.float32:
        """The lowest weight of a term in a post that has it."""
        lowest: np.float32 = self.postings(term)[1].min()
        return lowest

    def frequency(self, term: int) -> int:
        """How many posts have the term."""
        return int(self.starts[term + 1] - self.starts[term])

    @property
    def having(self) -> NDArray[np.int64]:
        """The number of posts that have each term."""
        return np.diff(self.starts)

    def among(self, rarity: Floats) -> Bm25f:
        """The weights with another rarity of terms, such as that among more posts."""
        factor = np.repeat(rarity / self.rarity, self.having)
        return replace(self, weights=self.weights * factor, rarity=rarity)

    @classmethod
    def fit(cls, build: Build) -> Bm25f:
        """Compute the weights of a digest's posts."""
        among = _among(build[Analysed].terms, build.digest.posts)
        return weigh(build.once(word_sums).worth, weights.K1, among)

    def save(self, folder: Path) -> None:
        """Write the weights into ``folder``."""
        for name in _ARRAYS:
            arrays.write(folder / f"bm25f-{name}.npy", getattr(self, name))
        (folder / "bm25f.json").write_text(json.dumps({"posts": self.size}), "utf-8")

    @classmethod
    def load(cls, opened: Opened) -> Bm25f:
        """Read what ``save`` wrote; the arrays are mapped from disk."""
        told = json.loads((opened.folder / "bm25f.json").read_text("utf-8"))
        found = {name: arrays.mapped(opened.folder / f"bm25f-{name}.npy") for name in _ARRAYS}
        return cls(told["posts"], **found)

    @property
    def count(self) -> int:
        """The number of posts."""
        return self.size


_ARRAYS = ("starts", "posts", "weights", "rarity")


def _among(terms: Sequence[str], posts: Sequence[Post]) -> NDArray[np.int64] | None:
    """The number of posts that a term's rarity refers to: for translations, those of its language.

    ``None`` where that is all posts for every term.
    """
    languages = list(spans(terms))
    if not languages:
        return None
    told = Counter(
        code
        for post in told_otherwise(posts)
        for code in {one.language for one in post.translations}
    )
    found = np.full(len(terms), len(posts), np.int64)
    for code, first, end in languages:
        found[first:end] = told[code]
    return found


def word_sums(build: Build) -> Sums:
    """The sums over each term of each post, from which all weights are computed."""
    words = build[Analysed]
    return sums(words, worth(words, weights.BOOSTS, weights.B))


def mean_lengths(analysed: Analysed) -> NDArray[np.float64]:
    """The mean length of each part, over the posts that have it; 0 where none has."""
    having = np.maximum((analysed.lengths > 0).sum(axis=0), 1)
    return np.asarray(analysed.lengths.sum(axis=0) / having, np.float64)


def worth(
    analysed: Analysed,
    boosts: Mapping[str, float],
    b: float,
    lengths: NDArray[np.float64] | None = None,
) -> Floats:
    """The weight of one occurrence of a term in each part of each post: posts by parts.

    ``boosts`` weighs the parts by name; one without is worth nothing. ``lengths`` are the mean
    lengths of the parts, those of the posts themselves unless others are given.
    """
    if not any(boosts.get(name) for name in PARTS):
        raise ValueError("no part has a boost")
    found = np.zeros(analysed.lengths.shape, np.float32)
    mean = mean_lengths(analysed) if lengths is None else lengths
    for part, name in enumerate(PARTS):
        having = analysed.lengths[:, part] > 0
        if having.any():
            length = analysed.lengths[having, part]
            found[having, part] = boosts.get(name, 0) / (1 - b + b * length / mean[part])
    return found


def fit(analysed: Analysed, boosts: Mapping[str, float], k1: float = 1.5, b: float = 0.75) -> Bm25f:
    """Compute the weights; see ``worth`` and ``weigh``."""
    return weigh(sums(analysed, worth(analysed, boosts, b)).worth, k1)


def weigh(worths: csr_array, k1: float, among: NDArray[np.int64] | None = None) -> Bm25f:
    """Compute the weights from what each term is worth in each post; see ``Sums``.

    ``among`` has for each term the number of posts that it is rare among, where it is not that of
    all.
    """
    posts, width = worths.shape
    starts, having, weights = turned(worths.indptr, worths.indices, worths.data, width)
    frequency = np.diff(starts)
    rarity = rarities(posts if among is None else among, frequency)
    highest = rarity * np.float32(k1 + 1)
    for first, end in blocks(starts):
        tf = weights[starts[first] : starts[end]]
        np.divide(tf, tf + np.float32(k1), out=tf)
        tf *= np.repeat(highest[first:end], frequency[first:end])
    return Bm25f(posts, starts, having, weights, rarity)


def rarities(of: int | NDArray[np.int64], frequency: NDArray[np.int64]) -> Floats:
    """Lucene's inverse document frequency, ln(1 + (N - n + .5) / (n + .5)), never negative.

    A term is in ``frequency`` posts, ``of`` so many.
    """
    return np.log1p((of - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)


def rarities_among(
    terms: Sequence[str], own: Floats, having: Mapping[str, int], posts: int
) -> Floats:
    """The rarity of each term in the posts of several digests, which ``having`` counts.

    Terms of translations, which are rare or not among these alone, keep their ``own``.
    """
    found = rarities(posts, np.array([having[term] for term in terms], np.int64))
    for _, first, end in spans(terms):
        found[first:end] = own[first:end]
    return found
