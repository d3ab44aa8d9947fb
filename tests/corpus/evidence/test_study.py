"""Figures and p-values of a study are written and read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.evidence.study import figure, probability


@pytest.mark.parametrize(
    ("number", "written"),
    [(0.25, "0.25"), (22712, "22712"), (5.0, "5"), (-0.043, "-0.043"), (1e-07, "0.0000001")],
)
def test_a_figure_is_written_in_digits(number: float, written: str) -> None:
    assert figure(number) == written


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_figure_reads_back_as_the_same_number(number: float) -> None:
    assert float(figure(number)) == number
    assert "e" not in figure(number)


@pytest.mark.parametrize(
    ("p", "told"),
    [
        ("<.001", ("<", 0.001)),
        ("p = .03", ("=", 0.03)),
        (".304", ("=", 0.304)),
        ("<= 0.001", ("<=", 0.001)),
        ("≥.05", (">=", 0.05)),
        ("P>.05", (">", 0.05)),
        ("1.2", ("=", 1.2)),
        ("-.1", ("=", -0.1)),
        ("ns", None),
        ("N.S.", None),
    ],
)
def test_a_p_value_is_a_sign_and_a_number(p: str, told: tuple[str, float] | None) -> None:
    assert probability(p) == told


@pytest.mark.parametrize("p", ["", "small", "p", "<", ".05%", "1e-3", "<.001 (printed .000)"])
def test_other_texts_are_no_p_value(p: str) -> None:
    with pytest.raises(ValueError):
        probability(p)
