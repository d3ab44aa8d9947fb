"""TF-IDF vectors of posts."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.index.tokens import arrays

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = NDArray[np.float32]

_NAMES = ("starts", "terms", "weights")


class Stored(NamedTuple):
    """Vectors as they lie on disk, of which nothing is read yet; see ``scipy.sparse.csr_array``."""

    starts: NDArray[np.int32]
    terms: NDArray[np.int32]
    weights: Floats

    def matrix(self, terms: int) -> csr_array:
        """The vectors, posts by so many terms."""
        # Imported here: it takes a while, and no question needs it.
        from scipy.sparse import csr_array

        shape = (len(self.starts) - 1, terms)
        return csr_array((self.weights, self.terms, self.starts), shape=shape)


class Vectors:
    """TF-IDF vectors of posts, of unit length: posts by terms.

    ``share`` is what each term counts, all the same without one; the vectors are of unit length
    with it. ``matrix`` itself is without.
    """

    def __init__(self, matrix: csr_array, share: Floats | None = None) -> None:
        self.matrix = matrix
        self._share = share

    def row(self, at: int) -> tuple[NDArray[np.int32], Floats]:
        """The terms of a post, ascending, and the weight of each, whatever its share."""
        start, end = self.matrix.indptr[at : at + 2]
        return self.matrix.indices[start:end], self.matrix.data[start:end]

    def cosines(self, at: int) -> Floats:
        """The cosine of a post with every post."""
        terms, values = self.row(at)
        weights = np.zeros(self.matrix.shape[1], np.float32)
        weights[terms] = values if self._share is None else values * self._share[terms] ** 2
        found: Floats = self.matrix @ weights
        if self._lengths is not None:
            found /= self._lengths * self._lengths[at]
        return found

    def among(self, posts: NDArray[np.integer]) -> Floats:
        """The cosines of some posts with each other."""
        rows = self.matrix[posts]
        if self._share is None or self._lengths is None:
            found: Floats = (rows @ rows.T).toarray()
            return found
        rows.data = rows.data * self._share[rows.indices]
        lengths = self._lengths[posts]
        shared: Floats = (rows @ rows.T).toarray() / np.outer(lengths, lengths)
        return shared

    @cached_property
    def _lengths(self) -> Floats | None:
        """How long each vector is once its terms have their shares; 1 for one without terms."""
        if self._share is None:
            return None
        squares = self.matrix.copy()
        squares.data = squares.data**2
        lengths: Floats = np.sqrt(squares @ self._share**2)
        lengths[lengths == 0] = 1
        return lengths


def dampened(times: csr_array) -> csr_array:
    """1 + ln tf of every term of every post, of which ``times`` has tf; see ``Sums``. Float32."""
    return _with(times, np.asarray(1 + np.log(times.data), np.float32))


def tf_idf(frequencies: csr_array) -> tuple[csr_array, Floats]:
    """TF-IDF vectors of dampened frequencies, and the rarity of each term.

    (1 + ln tf) * (ln((1 + N) / (1 + n)) + 1), rows of unit length: what scikit-learn's
    ``TfidfTransformer(sublinear_tf=True)`` makes of the same counts (a test holds that).
    """
    posts, width = frequencies.shape
    frequency = np.bincount(frequencies.indices, minlength=width)
    rarity = (np.log((1 + posts) / (1 + frequency)) + 1).astype(np.float32)
    values = frequencies.data * rarity[frequencies.indices]
    squares = np.append(values**2, np.float32(0))
    lengths = np.sqrt(np.add.reduceat(squares, frequencies.indptr[:-1]))
    sizes = np.diff(frequencies.indptr)
    lengths[sizes == 0] = 1
    values /= np.repeat(lengths, sizes)
    return _with(frequencies, values), rarity


def _with(matrix: csr_array, values: Floats) -> csr_array:
    """A matrix with other values at the same places, which it shares with the one given."""
    # Imported here: it takes a while, and no question needs it.
    from scipy.sparse import csr_array

    return csr_array((values, matrix.indices, matrix.indptr), shape=matrix.shape)


def save(matrix: csr_array, folder: Path) -> None:
    """Write the vectors into ``folder``."""
    for name, array in zip(_NAMES, (matrix.indptr, matrix.indices, matrix.data), strict=True):
        arrays.write(folder / f"vector-{name}.npy", array)


def load(folder: Path) -> Stored:
    """Map what ``save`` wrote."""
    return Stored(*(arrays.mapped(folder / f"vector-{name}.npy") for name in _NAMES))


def count(folder: Path) -> int:
    """How many posts have a vector, be it an empty one."""
    return len(arrays.mapped(folder / f"vector-{_NAMES[0]}.npy")) - 1
