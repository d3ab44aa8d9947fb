"""What is fitted to a digest's own words: the TF-IDF weights of terms, and directions among posts.

scikit-learn fits both when a generation is built from nothing. To load it takes longer than a
maintainer should wait for one more post (docs/performance.md), so an update, which has to fit both
to the changed posts, takes the same steps with NumPy and SciPy alone: within 1e-6, and as long as
scikit-learn takes them as it does now to the last bit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from search.index.algebra.threads import one_thread
from search.index.algebra.turned import blocks, counted
from search.index.files.scratch import scratch

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = NDArray[np.float32]

# How many spare directions are used, and how many power iterations.
_SPARE = 60
_ROUNDS = 7
# The number of posts scaled at a time.
_AT_ONCE = 2000
# A fixed start makes the outcome the same for the same posts.
_SEED = 0


class Fitting(Protocol):
    """The steps that fit a digest; both implementations give the same."""

    def tf_idf(self, times: csr_array) -> tuple[csr_array, Floats]:
        """The TF-IDF vectors of posts, and the inverse document frequency of each term.

        ``times`` tells how often each post has each term: posts by terms, float32. A weight is
        (1 + ln tf) * (ln((1 + N) / (1 + n)) + 1), and each row has length 1, or 0 without a term.
        """

    def directions(self, vectors: csr_array, count: int) -> tuple[Floats, Floats]:
        """The right singular vectors of the largest singular values, and those values.

        Shapes: terms by ``count``, and ``count``, largest first. They are found by chance
        projections (Halko, Martinsson and Tropp 2011), in a quarter of the time that an exact
        method takes and with results as good. ``count`` is at least 1 and at most the least of the
        matrix's sides.
        """


class ByScikitLearn:
    """Fits with scikit-learn, which is loaded on first use."""

    def tf_idf(self, times: csr_array) -> tuple[csr_array, Floats]:
        """The vectors of a ``TfidfTransformer``, and its ``idf_``."""
        from sklearn.feature_extraction.text import TfidfTransformer

        if not times.shape[1]:
            # scikit-learn refuses a digest without a single term.
            return LikeScikitLearn().tf_idf(times)
        transformer = TfidfTransformer(sublinear_tf=True)
        # Its own ``fit`` finds the same, and makes a copy of all columns, of twice the size.
        transformer.idf_ = _rarity(times)
        values = scratch(len(times.data), np.float32)
        for first, end in blocks(times.indptr):
            some = slice(times.indptr[first], times.indptr[end])
            values[some] = transformer.transform(times[first:end]).data
        return with_values(times, values), transformer.idf_

    def directions(self, vectors: csr_array, count: int) -> tuple[Floats, Floats]:
        """Those of ``randomized_svd``."""
        from sklearn.utils.extmath import randomized_svd

        # Only libraries that are loaded by now are limited to one thread.
        with one_thread():
            _, values, rows = randomized_svd(
                vectors,
                count,
                n_oversamples=_SPARE,
                n_iter=_ROUNDS,
                power_iteration_normalizer="LU",
                transpose=False,
                random_state=_SEED,
            )
        return np.ascontiguousarray(rows.T), values


class LikeScikitLearn:
    """Fits by the same steps as scikit-learn, without loading it."""

    def tf_idf(self, times: csr_array) -> tuple[csr_array, Floats]:
        """As ``Fitting.tf_idf``."""
        rarity = _rarity(times)
        values = scratch(len(times.data), np.float32)
        # Some posts at a time: reusing memory is cheaper than allocating it.
        for first in range(0, times.shape[0], _AT_ONCE):
            bounds = times.indptr[first : first + _AT_ONCE + 1]
            some = slice(bounds[0], bounds[-1])
            np.multiply(dampened(times.data[some]), rarity[times.indices[some]], out=values[some])
            _to_unit_length(values[some], np.diff(bounds))
        return with_values(times, values), rarity

    def directions(self, vectors: csr_array, count: int) -> tuple[Floats, Floats]:
        """As ``Fitting.directions``."""
        from scipy import linalg

        with one_thread():
            chance = np.random.RandomState(_SEED)
            found = chance.normal(size=(vectors.shape[1], count + _SPARE)).astype(np.float32)
            for _ in range(_ROUNDS):
                found, _ = linalg.lu(vectors @ found, permute_l=True, check_finite=False)
                found, _ = linalg.lu(vectors.T @ found, permute_l=True, check_finite=False)
            basis, _ = linalg.qr(vectors @ found, mode="economic", check_finite=False)
            turned, values, rows = linalg.svd(basis.T @ vectors, full_matrices=False)
            posts = basis @ turned
        # The sign is arbitrary: it is chosen so that the largest value is positive.
        signs = np.sign(posts[np.abs(posts).argmax(axis=0), np.arange(posts.shape[1])])
        return np.ascontiguousarray((rows * signs[:, np.newaxis])[:count].T), values[:count]


def _rarity(times: csr_array) -> Floats:
    """The inverse document frequency of each term; see ``Fitting.tf_idf``."""
    posts, width = times.shape
    rarity = np.full(width, posts + 1, np.float32)
    rarity /= counted(times.indices, width).astype(np.float32) + np.float32(1)
    np.log(rarity, out=rarity)
    rarity += 1
    return rarity


def _to_unit_length(values: Floats, sizes: NDArray[np.int32]) -> None:
    """Scale rows of a sparse matrix, given their numbers of values, to length 1."""
    owner = np.repeat(np.arange(len(sizes)), sizes)
    # Added up in order and in double precision: ``reduceat`` would be as good, but not equal.
    lengths = np.sqrt(np.bincount(owner, values * values, len(sizes)))
    lengths[lengths == 0] = 1
    values /= lengths[owner]


def dampened(times: Floats) -> Floats:
    """1 + ln tf, where ``times`` holds tf."""
    found: Floats = np.log(times)
    found += 1
    return found


def with_values(matrix: csr_array, values: Floats) -> csr_array:
    """A sparse matrix with other values and the same structure, which it shares."""
    # Imported here: loading takes time, and no question needs it.
    from search.index.algebra.sparse import csr_array

    return csr_array((values, matrix.indices, matrix.indptr), shape=matrix.shape)
