"""Figures are placed on an axis in their order, with round tick marks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.evidence.measures import measures
from corpus.evidence.study import Effect
from webapp.view.axis import Axis

FIGURES = st.floats(-50, 50).map(lambda f: round(f, 2))
RATIOS = st.floats(0.01, 100).map(lambda f: round(f, 2))


@given(st.lists(FIGURES, min_size=1, max_size=9))
def test_figures_are_placed_in_their_order(figures: list[float]) -> None:
    axis = Axis([Effect(value=f) for f in figures], measures()["g"])
    places = [place for f in sorted(figures) if (place := axis(f)) is not None]
    assert places == sorted(places)
    assert all(0 <= place <= 100 for place in places)


@given(st.lists(FIGURES, min_size=1, max_size=9))
def test_ticks_are_on_the_axis_and_few(figures: list[float]) -> None:
    marks = Axis([Effect(value=f) for f in figures], measures()["d"]).marks()
    assert len(marks) <= 8
    assert all(0 <= place <= 100 for _, place in marks)


@given(st.lists(RATIOS, min_size=1, max_size=9))
def test_ticks_of_ratios_are_factors(figures: list[float]) -> None:
    marks = Axis([Effect(value=f) for f in figures], measures()["OR"]).marks()
    assert len(marks) <= 8
    assert all(f"{figure:g}".strip("0.").rstrip("0") in ("1", "2", "5") for figure, _ in marks)


def test_ticks_are_round() -> None:
    axis = Axis([Effect(value=-0.9, low=-1.2, high=0.4)], measures()["g"])
    assert [figure for figure, _ in axis.marks()] == [-1.0, -0.5, 0.0]
    assert Axis([], None).marks() == ()
