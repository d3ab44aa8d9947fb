"""The latent leg: posts that speak of the same things in other words, by latent semantic analysis.

Deerwester et al. (1990). The singular vectors of a large digest come from SciPy's ARPACK, which is
what scikit-learn's ``TruncatedSVD(algorithm="arpack")`` calls; importing scikit-learn as well would
cost each indexing run more than the decomposition does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array

from search import arrays
from search.analysed import IMPLICATIONS, SUMMARY, TITLE, Analysed
from search.threads import one_thread

Floats = NDArray[np.float32]

DIMENSIONS = 200
FEWEST_POSTS = 200
# Up to so many posts their matrix of cosines is taken apart whole, which is faster.
MOST_DENSE = 1000
# Eigenvalues below this part of the largest are what rounding left.
_LEAST = 1e-10


@dataclass(frozen=True, slots=True)
class Lsa:
    """``terms`` maps a term to its place in the latent space, ``posts`` are unit vectors there.

    Shapes: terms by dimensions, with the term's rarity in it, and posts by dimensions.
    """

    terms: Floats
    posts: Floats

    def scores(self, question: Sequence[tuple[int, float]]) -> Floats | None:
        """The cosine of every post with the question's weighted terms, or None without any."""
        if not question:
            return None
        ids = np.array([t for t, _ in question])
        weights = np.array([w for _, w in question], np.float32)
        vector = weights @ self.terms[ids]
        length = float(np.linalg.norm(vector))
        if length < 1e-9:
            return None
        found: Floats = self.posts @ (vector / np.float32(length))
        return found

    def near(self, posts: NDArray[np.integer], shares: Floats) -> Floats:
        """The cosine of every post with the mean of some, weighed by their shares."""
        vector = shares @ self.posts[posts]
        found: Floats = self.posts @ (vector / np.float32(max(float(np.linalg.norm(vector)), 1e-9)))
        return found

    def save(self, folder: Path) -> None:
        """Write both matrices into ``folder``."""
        arrays.write(folder / "lsa-terms.npy", self.terms)
        arrays.write(folder / "lsa-posts.npy", self.posts)

    @classmethod
    def load(cls, folder: Path) -> Lsa | None:
        """Read what ``save`` wrote, mapped from disk; None where there was too little to fit."""
        if not (folder / "lsa-posts.npy").exists():
            return None
        terms, posts = (arrays.mapped(folder / f"lsa-{name}.npy") for name in ("terms", "posts"))
        return cls(terms, posts)


def tf_idf(analysed: Analysed) -> tuple[csr_array, Floats]:
    """TF-IDF vectors of title, summary and implications, and the rarity of each term.

    (1 + ln tf) * (ln((1 + N) / (1 + n)) + 1), rows of unit length: what scikit-learn's
    ``TfidfTransformer(sublinear_tf=True)`` makes of the same counts (a test holds that).
    """
    counts = analysed.counts(TITLE) + analysed.counts(SUMMARY) + analysed.counts(IMPLICATIONS)
    matrix = csr_array(counts)
    matrix.sort_indices()
    frequency = np.bincount(matrix.indices, minlength=matrix.shape[1])
    rarity = (np.log((1 + analysed.posts) / (1 + frequency)) + 1).astype(np.float32)
    matrix.data = (1 + np.log(matrix.data)) * rarity[matrix.indices]
    lengths = np.sqrt(np.add.reduceat(np.append(matrix.data**2, 0), matrix.indptr[:-1]))
    lengths[np.diff(matrix.indptr) == 0] = 1
    matrix.data = (matrix.data / np.repeat(lengths, np.diff(matrix.indptr))).astype(np.float32)
    return matrix, rarity


def fit(matrix: csr_array, rarity: Floats) -> Lsa | None:
    """Fit the latent space of TF-IDF vectors; None for a digest of fewer than 200 posts."""
    posts = matrix.shape[0]
    if posts < FEWEST_POSTS:
        return None
    basis = _basis(matrix, min(DIMENSIONS, posts // 4, matrix.shape[1] - 1))
    places = np.asarray(matrix @ basis, np.float32)
    lengths = np.linalg.norm(places, axis=1, keepdims=True)
    places /= np.maximum(lengths, 1e-9)
    return Lsa(np.asarray(diags_array(rarity) @ basis, np.float32), places)


def _basis(matrix: csr_array, dimensions: int) -> Floats:
    """The right singular vectors of the largest singular values, largest first.

    Shape: terms by dimensions. Directions that the posts do not span are zero: posts nearly all
    alike have fewer than were asked for.
    """
    if matrix.shape[0] > MOST_DENSE:
        return _sparse_basis(matrix, dimensions)
    exact = matrix.astype(np.float64)
    with one_thread():
        values, left = np.linalg.eigh((exact @ exact.T).toarray())
    values, left = values[: -dimensions - 1 : -1], left[:, : -dimensions - 1 : -1]
    spanned = values > _LEAST * values[0]
    scale = np.where(spanned, 1 / np.sqrt(np.where(spanned, values, 1)), 0)
    return np.ascontiguousarray((exact.T @ left) * scale, np.float32)


def _sparse_basis(matrix: csr_array, dimensions: int) -> Floats:
    # Imported here: it takes a while, and neither a reader nor a small digest needs it.
    from scipy.sparse.linalg import svds

    # A fixed start makes the outcome the same for the same posts.
    start = np.ones(min(matrix.shape), np.float32)
    with one_thread():
        _, values, vectors = svds(matrix, k=dimensions, v0=start, solver="arpack")
    return np.ascontiguousarray(vectors[np.argsort(-values)].T, np.float32)
