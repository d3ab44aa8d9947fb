"""Which indexes hold the posts of a generation: a base, and layers with later changes.

A layer is an index that never changes. The alias of a generation filters out the posts that it no
longer has.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int64]

# The piece of a generation's summary that tells it.
LAID = "laid"
# How far the places of two posts lie apart, so that others find room between them.
APART = 2**20


@dataclass(frozen=True, slots=True)
class Layer:
    """An ``index``, and the places of its posts that a generation does not have."""

    index: str
    gone: Places


@dataclass(frozen=True, slots=True)
class Laid:
    """The layers that hold the posts of a generation.

    ``within`` has the number of its layer for each post, and ``places`` its place: a number that
    is higher for those later in the digest, and stays the same. The base had so many posts as
    ``base`` says, and ``lengths`` are the mean lengths of their parts when it was made.
    """

    layers: tuple[Layer, ...]
    within: NDArray[np.int32]
    places: Places
    base: int
    lengths: NDArray[np.float64]

    @property
    def beside(self) -> NDArray[np.intp]:
        """The positions of the posts that are not in the base."""
        return np.flatnonzero(self.within)

    def posts(self, base: Mapping[str, str], beside: Mapping[str, str]) -> dict[str, str]:
        """All posts in their order, from those of the base and those ``beside`` it, in theirs."""
        first, others = list(base.items()), iter(beside.items())
        at = (self.places // APART).tolist()
        within = self.within.tolist()
        return dict(next(others) if n else first[p] for n, p in zip(within, at, strict=True))

    def packed(self) -> bytes:
        """The layers as bytes, which grow with the posts that the base has not, or no more."""
        told = io.BytesIO()
        arrays: dict[str, NDArray[Any]] = {
            "within": self.within[self.beside],
            "places": self.places[self.beside],
            "base": np.array(self.base),
            "lengths": self.lengths,
            "names": np.array(json.dumps([layer.index for layer in self.layers])),
            **{f"gone{n}": layer.gone for n, layer in enumerate(self.layers)},
        }
        np.savez(told, allow_pickle=False, **arrays)
        return told.getvalue()

    @classmethod
    def unpacked(cls, told: bytes) -> Laid:
        """The layers in bytes made by ``packed``."""
        with np.load(io.BytesIO(told), allow_pickle=False) as arrays:
            names: list[str] = json.loads(str(arrays["names"]))
            layers = tuple(Layer(name, arrays[f"gone{n}"]) for n, name in enumerate(names))
            base = int(arrays["base"])
            kept = np.setdiff1d(of_base(base), layers[0].gone, assume_unique=True)
            places = np.concatenate([kept, arrays["places"]])
            within = np.concatenate([np.zeros(len(kept), np.int32), arrays["within"]])
            order = np.argsort(places)
            return cls(layers, within[order], places[order], base, arrays["lengths"])


def of_base(posts: int) -> Places:
    """The places of the posts of a base."""
    return np.arange(posts, dtype=np.int64) * APART
