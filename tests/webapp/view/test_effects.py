"""Effects are described in words and drawn on a scale, each measure on its own."""

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


def test_an_effect_is_described_in_words() -> None:
    assert what(THERAPY) == "psychotherapy against pill placebo: depression, post-test"
    assert told(THERAPY) == "g = 0.25 (95% interval 0.14 to 0.36); 10 studies, 1,240 people"
    assert told(Effect(measure="$", value=-1800.0)) == "−$1,800"
    assert told(Effect(measure="£ per QALY", value=5374)) == "£5,374 per QALY"
    assert told(Effect(measure="percentage points", value=12)) == "12 percentage points"
    assert told(Effect(measure="% of variance", value=5.0, p="<.001")) == "5% of variance; p <.001"
    assert told(Effect(measure="OR", low=0.5, high=2.0, p="ns")) == (
        "OR 0.5 to 2 (95% interval); p = ns"
    )


def test_an_effect_lies_between_the_ends_of_its_interval() -> None:
    (scale,) = scales([THERAPY])
    (line,) = scale.lines
    assert (line.size, line.favours) == ("very small to small", "in favour of psychotherapy")
    assert line.drawn and scale.means.startswith("Hedges' g")
    assert line.even is not None and line.at is not None and line.ends is not None
    assert 0 < line.even < line.ends.low < line.at < line.ends.high < 100
    assert not line.ends.open_low and not line.ends.open_high


def test_different_measures_have_different_scales() -> None:
    found = scales([Effect(measure="r", value=0.3), THERAPY, Effect(measure="d", value=0.4)])
    assert [scale.measure for scale in found] == ["r", "g, d"]
    assert [len(scale.lines) for scale in found] == [1, 2]
    assert found[1].means == "standardized difference"


def test_ratios_have_a_logarithmic_scale() -> None:
    half, double = scales([Effect(measure="OR", value=0.5), Effect(measure="OR", value=2.0)])[
        0
    ].lines
    assert half.at is not None and double.at is not None and half.even is not None
    assert half.even - half.at == double.at - half.even


def test_a_one_sided_interval_says_so_and_is_open_on_the_other_side() -> None:
    effect = Effect(measure="g", value=0.3, low=0.1)
    assert told(effect) == "g = 0.3 (one-sided 95% interval: 0.1 or more)"
    assert told(Effect(measure="g", high=0.1)) == "g 0.1 or less (one-sided 95% interval)"
    (line,) = scales([effect])[0].lines
    assert line.ends is not None and line.drawn
    assert (line.ends.open_low, line.ends.open_high, line.ends.high) == (False, True, 100)
    (line,) = scales([Effect(measure="OR", value=0.4, low=0.0, high=0.9)])[0].lines
    assert line.ends is not None and line.ends.open_low and line.ends.low == 0


def test_a_number_needed_to_treat_through_infinity_is_described_and_not_drawn() -> None:
    effect = Effect(measure="NNT", value=10, low=-20, high=5)
    assert told(effect) == "NNT = 10 (95% interval 5 through no difference to −20)"
    assert not scales([effect])[0].lines[0].drawn


def test_a_single_figure_without_interval_is_not_drawn() -> None:
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
            ends = (line.ends.low, line.ends.high) if line.ends else ()
            places = (line.at, *ends, line.even)
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
def test_an_unnamed_side_is_not_mentioned(
    intervention: str | None, comparator: str | None, favours: str, expected: str
) -> None:
    effect = Effect(intervention, comparator, "outcome", measure="r", value=-0.2, favours=favours)
    assert favoured(effect) == expected
