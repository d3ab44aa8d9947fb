"""Rows of unequal length in flat arrays."""

from __future__ import annotations

import numpy as np

from search.index.tokens.ragged import begins, ragged


def test_chosen_rows_are_located() -> None:
    starts = begins([2, 0, 3])
    assert starts.tolist() == [0, 2, 2, 5]
    places, lengths = ragged(starts, np.array([2, 1, 0, 2]))
    assert places.tolist() == [2, 3, 4, 0, 1, 2, 3, 4]
    assert lengths.tolist() == [3, 0, 2, 3]
    assert ragged(starts, np.empty(0, np.int64))[0].tolist() == []
