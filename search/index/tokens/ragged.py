"""Rows of unequal length, stored one after another in one array."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray


def ragged(starts: NDArray[Any], rows: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[Any]]:
    """The indices of the values of some rows, row after row, and the length of each.

    The values of row ``n`` begin at ``starts[n]`` and end where those of the next begin.
    """
    first = starts[rows]
    lengths = starts[rows + 1] - first
    ends = np.cumsum(lengths, dtype=np.int64)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) + np.repeat(first - (ends - lengths), lengths), lengths


def begins(lengths: NDArray[Any] | Sequence[int]) -> NDArray[np.int32]:
    """Where rows of given lengths begin, and the end of the last."""
    found = np.zeros(len(lengths) + 1, np.int32)
    np.cumsum(lengths, out=found[1:])
    return found
