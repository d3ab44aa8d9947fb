"""TF-IDF vectors of posts, for likeness and for reasons."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from search.index.bm25f import word_sums
from search.index.files import arrays
from search.index.part import Build, Opened
from search.index.tokens.analysed import Analysed

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class PostVectors:
    """The vectors of a generation's posts, of unit length: see ``scipy.sparse.csr_array``.

    Those of post ``n`` are the ``weights`` of its ``terms`` from ``starts[n]`` to
    ``starts[n + 1]``, of so many terms as ``width`` says. A post without a term has an empty one.
    """

    name: ClassVar[str] = "vectors"
    step: ClassVar[str] = "Weighing words"

    starts: NDArray[np.int32]
    terms: NDArray[np.int32]
    weights: Floats
    width: int

    @classmethod
    def fit(cls, build: Build) -> PostVectors:
        """The TF-IDF vectors of a digest's posts."""
        matrix, _ = build.fitting.tf_idf(build.once(word_sums).times)
        return cls(matrix.indptr, matrix.indices, matrix.data, matrix.shape[1])

    def save(self, folder: Path) -> None:
        """Write the vectors into ``folder``."""
        for name in _ARRAYS:
            arrays.write(folder / f"vectors-{name}.npy", getattr(self, name))

    @classmethod
    def load(cls, opened: Opened) -> PostVectors:
        """Map what ``save`` wrote from disk."""
        found = {name: arrays.mapped(opened.folder / f"vectors-{name}.npy") for name in _ARRAYS}
        return cls(**found, width=len(opened[Analysed].terms))

    @property
    def count(self) -> int:
        """How many posts have a vector, including empty ones."""
        return len(self.starts) - 1

    @cached_property
    def matrix(self) -> csr_array:
        """The vectors, posts by terms."""
        # Imported here: loading takes time, and no question needs it.
        from search.index.algebra.sparse import csr_array

        shape = (self.count, self.width)
        return csr_array((self.weights, self.terms, self.starts), shape=shape)


_ARRAYS = ("starts", "terms", "weights")


class Vectors:
    """TF-IDF vectors of posts, of unit length, whose terms are weighted by shares: posts by terms.

    ``share`` is what each term counts, all the same without one; the vectors are of unit length
    with it. ``matrix`` itself is without.
    """

    def __init__(self, matrix: csr_array, share: Floats | None = None) -> None:
        self.matrix = matrix
        self._share = share

    def row(self, at: int) -> tuple[NDArray[np.int32], Floats]:
        """The terms of a post, ascending, and their weights without shares."""
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
        """The cosines of some posts with one another."""
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
        """The length of each vector after weighting by shares; 1 for one without terms."""
        if self._share is None:
            return None
        squares = self.matrix.copy()
        squares.data = squares.data**2
        lengths: Floats = np.sqrt(squares @ self._share**2)
        lengths[lengths == 0] = 1
        return lengths
