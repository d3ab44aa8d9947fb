"""Vectors of posts that lie in several arrays, read as one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


class Rows:
    """The rows of some ``arrays``, one after another, or in an order of their own; see ``Vectors``.

    Nothing is copied but what is asked for, so that arrays that are mapped stay where they are.
    """

    def __init__(
        self, arrays: Sequence[NDArray[Any]], order: NDArray[np.int32] | None = None
    ) -> None:
        """``order`` has the number of each row among those of all; None for a single array."""
        self._arrays = arrays
        self._order = order

    def __len__(self) -> int:
        return len(self._arrays[0]) if self._order is None else len(self._order)

    def __getitem__(self, rows: NDArray[np.integer], /) -> Floats:
        return self.take(rows)

    def take(self, rows: NDArray[np.integer], /, axis: Literal[0] = 0) -> Floats:
        """Some of the rows, as an array."""
        first, *others = self._arrays
        if self._order is None:
            found: Floats = first.take(rows, axis=axis)
            return found
        at = self._order[rows]
        # Most of them are in the first; what is in others is put in its place.
        found = first.take(at, axis=axis, mode="clip")
        begin = len(first)
        for array in others:
            here = np.flatnonzero((at >= begin) & (at < begin + len(array)))
            found[here] = array.take(at[here] - begin, axis=axis)
            begin += len(array)
        return found

    def __matmul__(self, vector: Floats, /) -> Floats:
        return self.reduced(lambda array: array @ vector)

    def reduced(self, made: Callable[[NDArray[Any]], Floats]) -> Floats:
        """What is made of each row, where something is made of an array of them."""
        found = [made(array) for array in self._arrays]
        return found[0] if self._order is None else np.concatenate(found)[self._order]
