"""Two posts disagree where their effects point opposite ways on an outcome, or one says so."""

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
        # The sides have changed places, and so has whom it favours.
        Effect("usual care", "CBT", "depression", favours="intervention"),
    ],
)
def test_opposite_ways_on_the_same_outcome(other: Effect) -> None:
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
        # An interval that holds no effect points nowhere.
        replace(AGAINST, low=-0.7, high=0.1),
        replace(AGAINST, high=0.1),
        Effect("usual care", "CBT", "depression", favours="comparator"),
    ],
)
def test_no_disagreement(other: Effect) -> None:
    assert pairs(post("a", FOR), post("b", other)) == []


def test_correlations_disagree_by_their_signs() -> None:
    more = Effect("alliance", outcome="symptoms", measure="r", value=0.3)
    assert pairs(post("a", more), post("b", replace(more, value=-0.2))) == [("a", "b", "symptoms")]
    assert pairs(post("a", more), post("b", replace(more, value=-0.2, p="ns"))) == []


def test_a_sign_of_a_correlation_is_not_held_against_a_favour() -> None:
    less = Effect("CBT", outcome="depression", measure="r", value=-0.35)
    assert pairs(post("a", FOR), post("b", less)) == []


def test_a_post_that_says_both_disagrees_with_none() -> None:
    assert pairs(post("a", FOR), post("b", FOR, AGAINST)) == []
    other = replace(AGAINST, outcome="anxiety")
    found = pairs(post("a", replace(FOR, outcome="anxiety")), post("b", FOR, AGAINST, other))
    assert found == [("a", "b", "anxiety")]


def test_a_post_may_say_that_it_contradicts_another() -> None:
    says = replace(post("a", FOR), contradicts=("b",))
    (found,) = disagreements((post("b"), says))
    assert (found.outcome, found.said, found.differences) == ("", True, ())


def test_a_retracted_study_disagrees_with_nobody() -> None:
    gone = replace(post("a", FOR), notices=(Notice("retraction"),), contradicts=("b",))
    assert disagreements((gone, post("b", AGAINST))) == ()


def test_the_fields_that_differ_are_named_the_most_telling_first() -> None:
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
