"""How an answer is wanted is one value, and what can't be asked for is refused where it is made."""

from __future__ import annotations

import pytest

from search.results import FIRST_TEN, SearchOptions


def test_as_usual_it_is_the_ten_that_fit_best() -> None:
    assert SearchOptions() == FIRST_TEN
    assert (FIRST_TEN.limit, FIRST_TEN.offset, FIRST_TEN.sort) == (10, 0, "relevance")
    assert FIRST_TEN.expand and not FIRST_TEN.off and not FIRST_TEN.explain


@pytest.mark.parametrize(("limit", "offset"), [(-1, 0), (10, -1)])
def test_hits_before_the_first_cant_be_had(limit: int, offset: int) -> None:
    with pytest.raises(ValueError, match="can't be asked for"):
        SearchOptions(limit=limit, offset=offset)
