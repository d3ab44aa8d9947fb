"""The options of a search, and their limits."""

from __future__ import annotations

import pytest

from search.results import FIRST_TEN, SearchOptions


def test_by_default_the_ten_best_hits_are_asked_for() -> None:
    assert SearchOptions() == FIRST_TEN
    assert (FIRST_TEN.limit, FIRST_TEN.offset, FIRST_TEN.sort) == (10, 0, "relevance")
    assert FIRST_TEN.expand and not FIRST_TEN.off and not FIRST_TEN.explain


@pytest.mark.parametrize(("limit", "offset"), [(-1, 0), (10, -1)])
def test_negative_limits_and_offsets_are_refused(limit: int, offset: int) -> None:
    with pytest.raises(ValueError, match="can't be asked for"):
        SearchOptions(limit=limit, offset=offset)
