"""Cosines of posts with a vector, computed only for the posts whose rank may depend on them.

Reading the vectors of 50,000 posts takes longer than all other work on a question. To standardise a
cosine, only the mean and spread of all of them are needed. These follow from the mean of the posts'
vectors and the mean of their outer products, which are small.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from search.index.files import arrays

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

# A standard deviation below this may be rounding error.
_LEAST = 1e-3
_BLOCK = 4096


class Vectors(Protocol):
    """Vectors, one a row: an array, or what reads like one."""

    def __len__(self) -> int:
        """How many there are."""

    def __getitem__(self, rows: NDArray[np.integer], /) -> Floats:
        """Some of them, as an array."""

    def take(self, rows: NDArray[np.integer], /, axis: Literal[0]) -> Floats:
        """The same, which an array does quicker."""

    def __matmul__(self, vector: Floats, /) -> Floats:
        """The product of each with a vector."""


@dataclass(frozen=True, slots=True)
class Moments:
    """The mean of some vectors, and the mean of their outer products."""

    mean: Doubles
    square: Doubles

    @classmethod
    def of(cls, vectors: Floats) -> Moments:
        """The moments of vectors, one a row."""
        size, dimensions = vectors.shape
        total, square = np.zeros(dimensions), np.zeros((dimensions, dimensions))
        for start in range(0, size, _BLOCK):
            block = vectors[start : start + _BLOCK]
            total += block.sum(axis=0, dtype=np.float64)
            square += block.T @ block
        return cls(total / max(size, 1), square / max(size, 1))

    def save(self, folder: Path, name: str) -> None:
        """Write the moments into ``folder`` under a name."""
        arrays.write(folder / f"{name}-mean.npy", self.mean)
        arrays.write(folder / f"{name}-square.npy", self.square)

    @classmethod
    def load(cls, folder: Path, name: str) -> Moments:
        """Read what ``save`` wrote."""
        mean, square = (arrays.read(folder / f"{name}-{m}.npy") for m in ("mean", "square"))
        return cls(mean, square)


@dataclass(frozen=True, slots=True)
class Cosines:
    """The cosines of all posts with the unit vector ``vector``; their ``mean`` and ``spread``.

    ``posts`` are unit vectors, or zero, one a row.
    """

    posts: Vectors
    vector: Floats
    mean: float
    spread: float

    def of(self, among: NDArray[np.integer]) -> Floats:
        """The cosines of some posts."""
        return products(self.posts, self.vector, among)


def products(vectors: Vectors, vector: Floats, among: NDArray[np.integer]) -> Floats:
    """The products of some of the vectors (rows) with another vector."""
    # Gathering many rows takes longer than computing all of them.
    if 4 * len(among) > len(vectors):
        found: Floats = (vectors @ vector)[among]
    else:
        found = vectors.take(among, axis=0) @ vector
    return found


def cosines(posts: Vectors, moments: Moments, vector: Floats) -> Cosines | None:
    """The cosines of posts with a vector of any length; None for the zero vector."""
    length = float(np.linalg.norm(vector))
    if length < 1e-9:
        return None
    unit: Floats = vector / np.float32(length)
    mean = float(moments.mean @ unit)
    spread = max(float(unit @ moments.square @ unit) - mean * mean, 0.0) ** 0.5
    return Cosines(posts, unit, mean, spread if spread > _LEAST else 0.0)
