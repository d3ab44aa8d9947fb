"""Vectors in several arrays are read as if they were in one."""

from __future__ import annotations

import numpy as np
import pytest

from search.engine.distributed.holding.rows import Rows
from search.index.algebra.cosines import products

GIVEN = np.random.default_rng(3)
ARRAYS = [GIVEN.normal(size=(count, 5)).astype(np.float32) for count in (50, 7, 3)]
ALL = np.concatenate(ARRAYS)
# Some rows are left out.
ORDER = GIVEN.permutation(len(ALL))[:55].astype(np.int32)
VECTOR = GIVEN.normal(size=5).astype(np.float32)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [(Rows(ARRAYS, ORDER), ALL[ORDER]), (Rows(ARRAYS[:1]), ARRAYS[0])],
    ids=["several", "one"],
)
def test_rows_of_several_arrays_are_those_of_one(
    rows: Rows, expected: np.ndarray[tuple[int, int], np.dtype[np.float32]]
) -> None:
    assert len(rows) == len(expected)
    some = np.array([4, 0, 49, 4])
    assert np.array_equal(rows[some], expected[some])
    assert np.array_equal(rows.take(some, axis=0), expected[some])
    assert np.allclose(rows @ VECTOR, expected @ VECTOR)
    assert np.allclose(rows @ expected[some].T, expected @ expected[some].T)
    for among in (some, np.arange(40)):
        assert np.allclose(products(rows, VECTOR, among), expected[among] @ VECTOR)
    assert np.allclose(rows.reduced(lambda array: array.sum(axis=1)), expected.sum(axis=1))
