"""Two posts disagree if their effects on an outcome have opposite directions, or if one says so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.evidence.notice import Notice
from corpus.evidence.study import Effect, Study
from corpus.post import Post
from search.answers.disagreement import disagreements

FOR = Effect("CBT", "usual care", "depression", measure="g", value=0.4, favours="intervention")
AGAINST = replace(FOR, value=-0.3, favours="comparator")


def post(name: str, *effects: Effect, **study: str | int) -> Post:
    made = Study(effects=effects, **study)  # type: ignore[arg-type]  # each is a field of a study
    return Post(name, name, "Summary.", study=made)


def pairs(*posts: Post) -> list[tuple[str, str, str]]:
    return [(one.first.id, one.second.id, one.outcome) for one in disagreements(posts)]


@pytest.mark.parametrize(
    "other",
    [
        AGAINST,
        replace(AGAINST, outcome="depression score"),
        replace(AGAINST, outcome="depression in adolescents"),
        replace(AGAINST, intervention="cognitive behavioural therapy"),
        replace(AGAINST, intervention="CBT (group)", comparator="placebo"),
        # Intervention and comparator are exchanged, and so is the side that it favours.
        Effect("usual care", "CBT", "depression", favours="intervention"),
    ],
)
def test_opposite_effects_on_the_same_outcome_disagree(other: Effect) -> None:
    assert pairs(post("a", FOR), post("b", other)) == [("a", "b", "depression")]


@pytest.mark.parametrize(
    "other",
    [
        FOR,
        replace(AGAINST, outcome="anxiety"),
        replace(AGAINST, outcome="dropout in studies of depression"),
        replace(AGAINST, outcome=None),
        replace(AGAINST, intervention="exercise"),
        replace(AGAINST, intervention="CBT with medication"),
        replace(AGAINST, intervention=None),
        replace(AGAINST, favours="none"),
        replace(AGAINST, favours=None),
        # An interval that includes no effect has no direction.
        replace(AGAINST, low=-0.7, high=0.1),
        replace(AGAINST, high=0.1),
        Effect("usual care", "CBT", "depression", favours="comparator"),
    ],
)
def test_other_effects_do_not_disagree(other: Effect) -> None:
    assert pairs(post("a", FOR), post("b", other)) == []


def test_correlations_disagree_by_their_signs() -> None:
    more = Effect("alliance", outcome="symptoms", measure="r", value=0.3)
    assert pairs(post("a", more), post("b", replace(more, value=-0.2))) == [("a", "b", "symptoms")]
    assert pairs(post("a", more), post("b", replace(more, value=-0.2, p="ns"))) == []


def test_a_correlation_is_not_compared_with_an_effect_of_treatment() -> None:
    less = Effect("CBT", outcome="depression", measure="r", value=-0.35)
    assert pairs(post("a", FOR), post("b", less)) == []


def test_a_post_with_effects_in_both_directions_disagrees_with_none() -> None:
    assert pairs(post("a", FOR), post("b", FOR, AGAINST)) == []
    other = replace(AGAINST, outcome="anxiety")
    found = pairs(post("a", replace(FOR, outcome="anxiety")), post("b", FOR, AGAINST, other))
    assert found == [("a", "b", "anxiety")]


def test_a_post_may_name_one_that_it_contradicts() -> None:
    says = replace(post("a", FOR), contradicts=("b",))
    (found,) = disagreements((post("b"), says))
    assert (found.outcome, found.said, found.differences) == ("", True, ())


def test_a_retracted_study_disagrees_with_nobody() -> None:
    gone = replace(post("a", FOR), notices=(Notice("retraction"),), contradicts=("b",))
    assert disagreements((gone, post("b", AGAINST))) == ()


def test_differing_fields_are_listed_in_order_of_importance() -> None:
    one = post("a", FOR, population="adults", setting="clinic", compared="by chance", year=2010)
    two = post(
        "b",
        replace(AGAINST, comparator="waiting list", timepoint="a year"),
        population="students",
        setting="the clinic",
        compared="matched",
        year=2020,
    )
    (found,) = disagreements((one, two))
    assert [(d.field, d.first, d.second) for d in found.differences] == [
        ("population", "adults", "students"),
        ("comparator", "usual care", "waiting list"),
        ("groups compared", "by chance", "matched"),
        ("study's year", "2010", "2020"),
    ]


def fields(one: Post, two: Post) -> list[str]:
    (found,) = disagreements((one, replace(two, contradicts=(one.id,))))
    return [each.field for each in found.differences]


def test_the_same_comparison_reversed_is_turned_round_first() -> None:
    alone = Effect("individual therapy", "group therapy", "depression", favours="intervention")
    together = Effect("group format", "individual format (same dose)", "outcome", favours="none")
    one = post("a", alone, population="adults with depression")
    assert fields(one, post("b", together, population="mixed problems")) == [
        "population",
        "outcome",
    ]


def test_studies_are_compared_on_the_outcome_that_both_have() -> None:
    dropout = replace(FOR, outcome="dropout")
    one = post("a", dropout, replace(FOR, outcome="treatment outcome"), compared="partly by chance")
    two = post("b", replace(FOR, outcome="clinical outcome", favours="none"), compared="by chance")
    assert fields(one, two) == ["groups compared"]


@pytest.mark.parametrize(
    "other",
    [
        replace(FOR, intervention="cognitive behavioural therapy"),
        replace(FOR, intervention="individual CBT"),
        replace(FOR, outcome="depression score"),
    ],
)
def test_names_that_say_less_or_more_of_the_same_do_not_differ(other: Effect) -> None:
    assert fields(post("a", FOR), post("b", other)) == []
