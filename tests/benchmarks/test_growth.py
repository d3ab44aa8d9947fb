"""How times grow with the number of posts: an exponent, and a straight line to larger sizes."""

from __future__ import annotations

from typing import Any

import growth
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables import OWN, WORDS

SIZES = (80, 400, 3_633, 50_000)


def engines(size: int) -> dict[str, Any]:
    """Two of our engines whose every figure is in proportion to the posts."""
    grown = size / 400
    figures = {"index_seconds": 2 * grown, "add_seconds": grown, "index_bytes": grown * 1e6}
    figures["memory"] = grown * 1e6
    return {
        OWN: {**figures, "modes": {"full": {"p50": grown}}},
        WORDS: {**figures, "modes": {"rank": {"p50": grown}}},
    }


@given(st.floats(0.1, 10), st.floats(-1, 2))
def test_a_known_exponent_is_found(factor: float, power: float) -> None:
    sizes = [80, 400, 3633, 50000]
    found = growth.exponent(sizes, [factor * size**power for size in sizes])
    assert found == pytest.approx((factor, power), rel=1e-6, abs=1e-6)


def test_growth_is_an_exponent_and_is_extended_in_a_straight_line() -> None:
    found = growth.series({size: engines(size) for size in SIZES})
    points = found["index, s"]
    assert growth.fits(points) == pytest.approx((1, 1))
    assert growth.beyond(points, 500_000) == pytest.approx(2500)
    assert growth.beyond([(10, 5.0), (20, 6.0), (1, 9.0)], 40) == pytest.approx(8)
    assert growth.beyond([(10, 5.0), (20, 4.0)], 40) == 4
    assert "| index, s | 0.40 | 2.00 | 18.2 | 250 | 1.00 | 1.00 |" in growth.exponents(found)


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0.0005, "0.50 ms"),
        (2, "2.00 s"),
        (600, "10.0 minutes"),
        (7200, "2.00 hours"),
        (1e6, "11.6 days"),
    ],
)
def test_a_duration_has_the_unit_a_person_would_choose(seconds: float, told: str) -> None:
    assert growth.duration(seconds) == told
