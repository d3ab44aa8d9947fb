"""Percentiles and medians of repeated times, which one disturbed round does not change."""

from __future__ import annotations

from asking.rounds import over_rounds, percentile, quickest
from hypothesis import given
from hypothesis import strategies as st


@given(st.lists(st.floats(0, 1e6), min_size=1), st.floats(1, 100))
def test_a_percentile_is_a_time_that_this_share_does_not_exceed(
    times: list[float], percent: float
) -> None:
    found = percentile(times, percent)
    assert found in times
    assert sum(time <= found for time in times) >= len(times) * percent / 100 - 1e-9


def test_the_median_of_a_few_is_the_middle_one() -> None:
    assert percentile([3, 1, 2], 50) == 2
    assert percentile([3, 1, 2], 100) == 3


def test_one_disturbed_round_changes_nothing() -> None:
    assert over_rounds([[1, 2, 3], [1, 2, 3], [90, 91, 92]], 50) == 2


def test_a_question_counts_by_its_quickest_round() -> None:
    assert quickest([[1, 20, 3], [10, 2, 30]], 50) == 2
    assert quickest([[1, 20, 3], [10, 2, 30]], 100) == 3
