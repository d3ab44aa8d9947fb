"""An interval contains the values between its ends, or on the open side of its only end."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.evidence.intervals import holds, is_one_sided, through_no_difference
from corpus.evidence.study import Effect


@pytest.mark.parametrize(
    ("fields", "held"),
    [
        ({"value": 0.3, "low": -0.1, "high": 0.7}, True),
        ({"value": 0.3, "low": 0.1, "high": 0.7}, False),
        ({"value": 0.3, "low": -0.1}, True),
        ({"value": 0.3, "low": 0.1}, False),
        ({"value": -0.3, "high": 0.1}, True),
        ({"value": 0.3, "high": 0.7}, False),
        ({"low": -0.1}, False),
        ({"value": 0.3}, False),
    ],
)
def test_an_interval_contains_the_values_between_its_ends(
    fields: dict[str, Any], held: bool
) -> None:
    assert holds(Effect(**fields), 0) is held


FIGURES = st.none() | st.floats(-5, 5)


@given(FIGURES, FIGURES)
def test_an_interval_with_one_end_is_one_sided(low: float | None, high: float | None) -> None:
    assert is_one_sided(Effect(low=low, high=high)) == ([low, high].count(None) == 1)


def test_a_number_needed_to_treat_may_run_through_infinity() -> None:
    assert through_no_difference(Effect(measure="NNT", value=10, low=5, high=-20))
    assert not through_no_difference(Effect(measure="NNT", value=10, low=5, high=20))
    assert not through_no_difference(Effect(measure="NNT", value=10, low=5))
    assert not through_no_difference(Effect(measure="g", value=0.1, low=-0.5, high=0.5))
    assert not through_no_difference(Effect(low=-0.5, high=0.5))
