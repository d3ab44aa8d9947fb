"""Latent semantic analysis: the space of what goes together, and every post's place in it.

Deerwester et al. (1990). The singular vectors are found by chance projections (Halko, Martinsson
and Tropp 2011), in a quarter of the time that an exact method takes and with results as good. They
are those of a sample of a large digest: a new post outside it leaves the space as it is, and takes
its place there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from search.index.tfidf import tf_idf
from search.index.threads import one_thread
from search.index.tokens import arrays

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

DIMENSIONS = 200
FEWEST_POSTS = 200
# So many posts, those with the lowest content hashes, span the space of all: with 2,000 nfcorpus
# loses .005 of nDCG@10, with 3,000 nothing.
SAMPLE = 3000
# How many more directions than asked for are looked through, and how often they are mended.
_SPARE = 20
_ROUNDS = 4
# Singular values whose squares are below this part of the largest are what rounding left.
_LEAST = 1e-6


@dataclass(frozen=True, slots=True)
class Lsa:
    """``terms`` maps a term to its place in the latent space, ``posts`` are unit vectors there.

    ``ids`` are the terms that have a place, ascending; each place has the term's rarity in it.
    ``sample`` is a hash over the posts that the space was found from. Shapes: terms by dimensions
    and posts by dimensions.
    """

    ids: Ints
    terms: Floats
    posts: Floats
    sample: str

    def place(self, question: Sequence[tuple[int, float]]) -> Floats | None:
        """Where a question's weighted terms lie in the latent space, or None without any."""
        if not question:
            return None
        ids = np.array([t for t, _ in question])
        weights = np.array([w for _, w in question], np.float32)
        at = np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1)
        weights[self.ids[at] != ids] = 0
        found: Floats = weights @ self.terms[at]
        return found

    def save(self, folder: Path) -> None:
        """Write the space into ``folder``."""
        for name in _ARRAYS:
            arrays.write(folder / f"lsa-{name}.npy", getattr(self, name))
        (folder / "lsa.json").write_text(json.dumps({"sample": self.sample}), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> Lsa | None:
        """Read what ``save`` wrote, mapped from disk; None where there was too little to fit."""
        if not (folder / "lsa.json").exists():
            return None
        told = json.loads((folder / "lsa.json").read_text("utf-8"))
        ids, terms, posts = (arrays.mapped(folder / f"lsa-{name}.npy") for name in _ARRAYS)
        return cls(ids, terms, posts, told["sample"])


_ARRAYS = ("ids", "terms", "posts")


@dataclass(frozen=True, slots=True)
class Earlier:
    """The latent space of an earlier generation, if it had one.

    ``terms`` has the new id of each of its terms, -1 for one that is gone; ``posts`` has for each
    post of now where it was, -1 for a new one.
    """

    space: Lsa
    terms: Ints
    posts: NDArray[np.int64]


def fit(
    frequencies: csr_array, hashes: Sequence[str], earlier: Earlier | None = None
) -> Lsa | None:
    """Fit the latent space of dampened frequencies; None for a digest of fewer than 200 posts.

    ``hashes`` are the content hashes of the posts. What ``earlier`` has of the same posts is taken
    over if the sample is the same; the outcome is the same without.
    """
    posts = frequencies.shape[0]
    if posts < FEWEST_POSTS:
        return None
    chosen = sorted(range(posts), key=hashes.__getitem__)[:SAMPLE]
    sample = hashlib.sha256("".join(hashes[n] for n in chosen).encode()).hexdigest()
    if earlier is not None and earlier.space.sample == sample:
        ids = earlier.terms[earlier.space.ids]
        terms = np.asarray(earlier.space.terms)
        known = earlier.posts >= 0
        # Those of new posts are any, and written over; of so many only one copy is made.
        places = earlier.space.posts.take(np.maximum(earlier.posts, 0), axis=0)
        if not known.all():
            places[~known] = _places(frequencies[np.flatnonzero(~known)], ids, terms)
        return Lsa(ids, terms, places, sample)
    ids, terms = _space(frequencies[np.array(chosen)])
    if not terms.size:
        return None
    return Lsa(ids, terms, _places(frequencies, ids, terms), sample)


def _space(frequencies: csr_array) -> tuple[Ints, Floats]:
    """The terms that at least two of the posts have, and their places."""
    vectors, rarity = tf_idf(frequencies)
    having = np.bincount(vectors.indices, minlength=vectors.shape[1])
    ids = np.flatnonzero(having > 1).astype(np.int32)
    vectors = vectors[:, ids]
    posts, terms = vectors.shape
    basis = _basis(vectors, min(DIMENSIONS, posts // 4, max(terms - 1, 0)))
    return ids, np.asarray(rarity[ids, None] * basis, np.float32)


def _places(frequencies: csr_array, ids: Ints, terms: Floats) -> Floats:
    """The unit vectors of posts in the space of some terms."""
    places = np.asarray(frequencies[:, ids] @ terms, np.float32)
    lengths = np.linalg.norm(places, axis=1, keepdims=True)
    places /= np.maximum(lengths, 1e-9)
    return places


def _basis(matrix: csr_array, dimensions: int) -> Floats:
    """The right singular vectors of the largest singular values, largest first.

    Shape: terms by dimensions. Directions that the posts do not span are zero: posts nearly all
    alike have fewer than were asked for.
    """
    if not dimensions:
        return np.empty((matrix.shape[1], 0), np.float32)
    # A fixed start makes the outcome the same for the same posts.
    chance = np.random.default_rng(0)
    width = min(dimensions + _SPARE, *matrix.shape)
    with one_thread():
        rows = matrix @ chance.standard_normal((matrix.shape[1], width), dtype=np.float32)
        for _ in range(_ROUNDS):
            rows = matrix @ (matrix.T @ np.linalg.qr(rows)[0])
        columns = matrix.T @ np.linalg.qr(rows)[0]
        exact = columns.astype(np.float64)
        values, turned = np.linalg.eigh(exact.T @ exact)
        values, turned = values[: -dimensions - 1 : -1], turned[:, : -dimensions - 1 : -1]
        spanned = values > _LEAST * values[0]
        scale = np.where(spanned, 1 / np.sqrt(np.where(spanned, values, 1)), 0)
        return np.ascontiguousarray(columns @ (turned * scale).astype(np.float32))
