"""Effects are told in words and drawn on the scale of their measure, never two measures on one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.evidence.study import Effect
from webapp.view.effects import favoured, scales, told, what

THERAPY = Effect(
    intervention="psychotherapy",
    comparator="pill placebo",
    outcome="depression",
    timepoint="post-test",
    measure="g",
    value=0.25,
    low=0.14,
    high=0.36,
    studies=10,
    participants=1240,
    favours="intervention",
)


def test_an_effect_in_words() -> None:
    assert what(THERAPY) == "psychotherapy against pill placebo: depression, post-test"
    assert told(THERAPY) == "g = 0.25 (95% interval 0.14 to 0.36); 10 studies, 1,240 people"
    assert told(Effect(measure="$", value=-1800.0)) == "$−1,800"
    assert told(Effect(measure="% of variance", value=5.0, p="<.001")) == "5% of variance; p <.001"
    assert told(Effect(measure="OR", low=0.5, high=2.0, p="ns")) == (
        "OR 0.5 to 2 (95% interval); p = ns"
    )


def test_an_effect_lies_between_the_ends_of_its_interval() -> None:
    (scale,) = scales([THERAPY])
    (line,) = scale.lines
    assert (line.size, line.favours) == ("very small to small", "in favour of psychotherapy")
    assert line.drawn and scale.means.startswith("Hedges' g")
    assert line.even is not None and line.low is not None
    assert line.at is not None and line.high is not None
    assert 0 < line.even < line.low < line.at < line.high < 100


def test_measures_that_say_different_things_share_no_scale() -> None:
    found = scales([Effect(measure="r", value=0.3), THERAPY, Effect(measure="d", value=0.4)])
    assert [scale.measure for scale in found] == ["r", "g, d"]
    assert [len(scale.lines) for scale in found] == [1, 2]


def test_ratios_stand_on_a_scale_of_factors() -> None:
    half, double = scales([Effect(measure="OR", value=0.5), Effect(measure="OR", value=2.0)])[
        0
    ].lines
    assert half.at is not None and double.at is not None and half.even is not None
    assert half.even - half.at == double.at - half.even


def test_a_figure_alone_is_not_drawn() -> None:
    (line,) = scales([Effect(measure="%", value=12.0)])[0].lines
    assert not line.drawn
    assert scales([]) == ()


figures = st.none() | st.floats(-1e6, 1e6)


@given(
    st.lists(
        st.builds(
            Effect,
            measure=st.sampled_from(["g", "OR", "%", "unheard of", None]),
            value=figures,
            low=figures,
            high=figures,
            favours=st.sampled_from(["none", "intervention", "comparator", None]),
        ),
        max_size=5,
    )
)
def test_every_place_is_on_the_scale(effects: list[Effect]) -> None:
    for scale in scales(effects):
        for line in scale.lines:
            places = (line.at, line.low, line.high, line.even)
            assert all(0 <= place <= 100 for place in places if place is not None)


@pytest.mark.parametrize(
    ("intervention", "comparator", "favours", "expected"),
    [
        ("reactions", None, "comparator", ""),
        (None, None, "intervention", ""),
        ("reactions", None, "none", "no clear difference"),
        ("therapy", "a waiting list", "comparator", "in favour of a waiting list"),
    ],
)
def test_a_side_without_a_name_is_not_told(
    intervention: str | None, comparator: str | None, favours: str, expected: str
) -> None:
    effect = Effect(intervention, comparator, "outcome", measure="r", value=-0.2, favours=favours)
    assert favoured(effect) == expected
