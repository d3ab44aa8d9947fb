"""Sparse matrices that are turned from rows to columns, some rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.index.files.scratch import Kind, scratch

Ints = NDArray[np.int32]

# So many values are looked at at a time.
_AT_ONCE = 2**21


def blocks(starts: NDArray[Any], most: int | None = None) -> Iterator[tuple[int, int]]:
    """Runs of rows that have at most so many values together, or are a single row.

    The values of row ``n`` begin at ``starts[n]``, and those of the last end with the last of them.
    """
    first, rows = 0, len(starts) - 1
    while first < rows:
        last = int(starts[first]) + (most or _AT_ONCE)
        end = int(np.searchsorted(starts, last, side="right")) - 1
        end = min(max(end, first + 1), rows)
        yield first, end
        first = end


def turned(
    starts: NDArray[Any], columns: Ints, values: NDArray[Kind], width: int
) -> tuple[NDArray[np.int64], Ints, NDArray[Kind]]:
    """A matrix of so many columns by its columns: where each begins, its rows, and its values.

    The rows of a column are ascending; values that a row has in the same column stay in their
    order. That takes memory for some rows at a time.
    """
    # Imported here: loading takes time, and no question needs it.
    from search.index.algebra.sparse import csr_array

    begin = np.zeros(width + 1, np.int64)
    np.cumsum(counted(columns, width), out=begin[1:])
    of_rows = scratch(len(columns), np.int32)
    found = scratch(len(columns), values.dtype.type)
    filled = begin[:-1].copy()
    for first, end in blocks(starts):
        here = slice(int(starts[first]), int(starts[end]))
        shape = (end - first, width)
        rows = starts[first : end + 1] - starts[first]
        block = csr_array((values[here], columns[here], rows), shape=shape).tocsc()
        sizes = np.diff(block.indptr)
        at = np.repeat(filled - block.indptr[:-1], sizes) + np.arange(len(block.indices))
        of_rows[at] = block.indices + np.int32(first)
        found[at] = block.data
        filled += sizes
    return begin, of_rows, found


def counted(numbers: NDArray[Any], size: int) -> NDArray[np.int64]:
    """How often each of the numbers below ``size`` occurs."""
    found = np.zeros(size, np.int64)
    for first in range(0, len(numbers), _AT_ONCE):
        # NumPy makes a copy of what it counts, of twice the size.
        found += np.bincount(numbers[first : first + _AT_ONCE], minlength=size)
    return found
