"""Impossible or unlikely figures of a study are doubted, each by its field."""

from __future__ import annotations

from typing import Any

import pytest

from corpus.evidence.doubts import doubts_of_effect, doubts_of_study
from corpus.evidence.study import Effect, Study


def doubted(**fields: Any) -> list[str]:
    """The doubted fields of an effect; those that may still be right in brackets."""
    doubts = list(doubts_of_effect(Effect(**fields)))
    assert all(doubt.what and doubt.cure for doubt in doubts)
    return [doubt.field if doubt.certain else f"({doubt.field})" for doubt in doubts]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"measure": "g", "value": 0.25, "low": 0.14, "high": 0.36},
        {"measure": "g", "value": 0.32, "low": 0.0, "high": 0.64},
        {"measure": "g", "value": 0.36, "high": 0.64},
        {"measure": "g", "value": -3.5},
        {"measure": "r", "value": -1.0},
        {"measure": "OR", "value": 0.001},
        {"measure": "HR", "value": 12.5, "low": 1.0, "high": 99.0},
        {"measure": "%", "value": 0.0},
        {"measure": "%", "value": 100.0},
        {"measure": "%", "value": -2.6, "comparator": "usual care"},
        {"measure": "% change", "value": 140.0},
        {"measure": "$", "value": -2500.0},
        {"measure": "MD", "value": -6.0},
        {"measure": "no such", "value": 1e9},
        {"measure": "NNT", "value": 7.14, "low": 5.0, "high": 12.82},
        {"measure": "NNT", "value": 1.0},
        {"measure": "NNT", "value": -20.0, "low": -40.0, "high": -10.0},
        # On the other side of no difference the number is one of harm: the interval runs through
        # infinity.
        {"measure": "NNT", "value": 10.0, "low": -20.0, "high": 5.0},
        {"measure": "NNT", "value": 10.0, "low": 5.0, "high": -20.0},
        {"p": "<.001"},
        {"p": "ns"},
        {"p": "1"},
        {"studies": 1, "participants": 1},
    ],
)
def test_possible_figures_are_not_doubted(fields: dict[str, Any]) -> None:
    assert doubted(**fields) == []


@pytest.mark.parametrize(
    ("fields", "doubts"),
    [
        ({"low": 0.4, "high": 0.1}, ["low"]),
        ({"value": 0.25, "low": 0.4, "high": 0.1}, ["low"]),
        ({"value": 0.5, "low": 0.1, "high": 0.4}, ["value"]),
        ({"value": 0.05, "low": 0.1, "high": 0.4}, ["value"]),
        ({"measure": "r", "value": 1.2}, ["value"]),
        ({"measure": "correlation", "value": -1.01}, ["value"]),
        ({"measure": "r", "value": 0.9, "low": 0.8, "high": 1.1}, ["high"]),
        # Either nobody had the outcome, or 0.004 was printed as 0.00. If the value is also an end
        # of the interval, it is reported once.
        ({"measure": "OR", "value": 0.0}, ["(value)"]),
        ({"measure": "OR", "value": 0.0, "low": 0.0, "high": 0.4}, ["(value)"]),
        ({"measure": "OR", "value": -1.0, "low": -1.0, "high": 0.4}, ["value"]),
        ({"measure": "RR", "value": -0.5}, ["value"]),
        ({"measure": "hazard ratio (adjusted)", "value": 1.1, "low": -0.2, "high": 2.0}, ["low"]),
        # Such an end is printed as 0.00 and is a little more.
        ({"measure": "IRR", "value": 0.1, "low": 0.0, "high": 2.0}, ["(low)"]),
        ({"measure": "%", "value": 130.0}, ["value"]),
        ({"measure": "%", "value": -1.0}, ["value"]),
        ({"measure": "%", "value": 101.0, "comparator": "usual care"}, ["value"]),
        ({"measure": "% of variance", "value": 101.0}, ["value"]),
        ({"measure": "% change", "value": -101.0}, ["value"]),
        ({"measure": "eta2", "value": 1.5}, ["value"]),
        ({"measure": "NNT", "value": 0.5}, ["value"]),
        ({"measure": "NNT", "value": 7.0, "low": 8.0, "high": 12.0}, ["value"]),
        ({"measure": "NNT", "value": 2.0, "low": -20.0, "high": 5.0}, ["value"]),
        ({"measure": "NNT", "value": 0.0, "low": 5.0, "high": 12.0}, ["value", "value"]),
        ({"p": "1.2"}, ["p"]),
        ({"p": "-.1"}, ["p"]),
        ({"p": "<0"}, ["p"]),
        ({"p": ".000"}, ["(p)"]),
        ({"p": "tiny"}, ["p"]),
        ({"studies": 0, "participants": 0}, ["studies", "participants"]),
        ({"studies": 40, "participants": 12}, ["(participants)"]),
    ],
)
def test_impossible_figures_are_doubted_by_field(fields: dict[str, Any], doubts: list[str]) -> None:
    assert doubted(**fields) == doubts


@pytest.mark.parametrize(
    ("year", "posted", "certain"),
    [
        (2014, "2014-01", []),
        (2014, None, []),
        (None, "2014-01", []),
        (2015, "2014-12", [False]),
        (214, "2014-12", [True]),
        (20144, None, [True]),
        (0, None, [True]),
    ],
)
def test_a_study_later_than_its_post_is_doubted(
    year: int | None, posted: str | None, certain: list[bool]
) -> None:
    assert [d.certain for d in doubts_of_study(Study(year=year), posted)] == certain


def test_fewer_participants_than_studies_are_doubted() -> None:
    doubts = list(doubts_of_study(Study(studies=40, participants=12)))
    assert [(doubt.field, doubt.certain) for doubt in doubts] == [("participants", False)]
    assert not list(doubts_of_study(Study(studies=12, participants=12)))


def test_a_comparison_does_not_rest_on_a_whole_network() -> None:
    one = Effect("CBT with medication", "CBT alone", "response", studies=101, participants=11910)
    other = Effect("CBT", "medication", "response")
    doubts = list(doubts_of_study(Study(studies=101, participants=11910, effects=(one, other))))
    assert [(doubt.field, doubt.certain) for doubt in doubts] == [("effects", False)]
    only = Study(studies=101, participants=11910, effects=(one,))
    assert not list(doubts_of_study(only))
    some = Study(studies=120, participants=15000, effects=(one, other))
    assert not list(doubts_of_study(some))


@pytest.mark.parametrize(
    ("measure", "value", "outcome", "favours", "doubts"),
    [
        ("OR", 1.79, "dropout", "intervention", ["(favours)"]),
        ("RR", 0.6, "rechute à un an", "comparator", ["(favours)"]),
        ("HR", 1.4, "relapse", None, ["(favours)"]),
        ("OR", 1.79, "dropout", "comparator", []),
        ("OR", 0.62, "dropout", "intervention", []),
        ("OR", 1.79, "dropout (above 1 favours a met preference)", "intervention", []),
        ("OR", 1.46, "staying in therapy (less drop-out)", "intervention", []),
        ("RR", 1.006, "attrition", "none", []),
        ("RR", 1.27, "response", "intervention", []),
        ("OR", 1.5, "réponse", None, []),
        ("g", 0.4, "self-harm", "intervention", []),
    ],
)
def test_a_ratio_that_could_be_read_the_wrong_way_is_doubted(
    measure: str, value: float, outcome: str, favours: str | None, doubts: list[str]
) -> None:
    fields = {"measure": measure, "value": value, "outcome": outcome, "favours": favours}
    assert doubted(intervention="CBT", comparator="usual care", **fields) == doubts
    assert doubted(intervention="CBT", **fields) == []
