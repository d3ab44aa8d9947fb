"""A sparse matrix is transposed in blocks of rows, with the same result as SciPy's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from search.index.algebra import turned as module
from search.index.algebra.turned import blocks, counted, turned


@given(st.lists(st.integers(0, 9), max_size=20), st.integers(1, 12))
def test_blocks_cover_all_rows_and_are_short(sizes: list[int], at_once: int) -> None:
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_AT_ONCE", at_once)
        found = list(blocks(starts))
    assert [row for first, end in found for row in range(first, end)] == list(range(len(sizes)))
    for first, end in found:
        assert end - first == 1 or starts[end] - starts[first] <= at_once


@pytest.mark.parametrize("at_once", [1, 7, 10_000])
@pytest.mark.parametrize("shape", [(40, 30), (30, 3), (5, 0), (0, 4)])
def test_transposing_in_blocks_equals_scipy(
    at_once: int, shape: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_AT_ONCE", at_once)
    chance = np.random.default_rng(3)
    dense = chance.random(shape).astype(np.float32) * (chance.random(shape) < 0.2)
    rows = csr_array(dense)
    starts, of_rows, values = turned(
        rows.indptr, rows.indices.astype(np.int32), rows.data, shape[1]
    )
    expected = rows.tocsc()
    assert starts.tolist() == expected.indptr.tolist()
    assert of_rows.tolist() == expected.indices.tolist()
    assert values.tolist() == expected.data.tolist()


def test_numbers_are_counted_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_AT_ONCE", 3)
    assert counted(np.array([0, 2, 2, 5, 2, 0, 2], np.int32), 7).tolist() == [2, 0, 4, 0, 0, 1, 0]
