"""A question that names a client is noticed; authors, methods and places are left in peace."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.answers.naming import learned, names_somebody
from tests.conftest import REPOSITORY

# What must hold of the judged questions, which helped to teach the weights.
RECALL = 0.97
FALSE = 0.01


@pytest.mark.parametrize(
    "question",
    [
        "My client Sarah Miller, 34",
        "my client sarah keeps missing sessions",
        "ma cliente Zoé ne dort plus",
        "a patient of mine, O'Brien",
        "Mrs Jones",
        "34-year-old Kevin",
        "Jean-Luc Tremblay, 40 ans",
        "tobys dad wants my notes",
        "J.M., 34, panic",
    ],
)
def test_a_client_who_is_named_is_noticed(question: str) -> None:
    assert names_somebody(question)


@pytest.mark.parametrize(
    "question",
    [
        "",
        "Patient Health Questionnaire",
        "Aaron Beck's cognitive therapy for depression",
        "Bruce E. Wampold has a model",
        "Journal of Clinical Psychology, 34",
        "My Client Keeps Cancelling",
        "will clients come back",
        "ms patients",
        "my client, 34",
        "Falkenström et al. 2014 alliance",
        "Maslach burnout inventory",
    ],
)
def test_who_is_asked_about_for_their_work_is_not(question: str) -> None:
    assert not names_somebody(question)


def test_names_are_told_from_what_only_looks_like_them() -> None:
    sets = [
        tomllib.loads((REPOSITORY / "tests/relevance" / name).read_text("utf-8"))
        for name in ("names.toml", "names_hurried.toml")
    ]
    goes = [sets[0], *sets[1].values()]
    naming = [question for go in goes for question in go["naming"]]
    ordinary = [question for go in goes for question in go.get("ordinary", ())]
    assert len(naming) == 400 and len(ordinary) > 550
    missed = [question for question in naming if not names_somebody(question)]
    false = [question for question in ordinary if names_somebody(question)]
    assert len(missed) <= (1 - RECALL) * len(naming), missed
    assert len(false) <= FALSE * len(ordinary), false


def test_most_names_are_noticed_in_phrasings_that_taught_nothing() -> None:
    fresh = tomllib.loads((REPOSITORY / "tests/relevance/names_fresh.toml").read_text("utf-8"))
    third = fresh["third"]
    assert sum(map(names_somebody, third["naming"])) >= 0.85 * len(third["naming"])
    naming = [question for go in fresh.values() for question in go["naming"]]
    ordinary = [question for go in fresh.values() for question in go["ordinary"]]
    assert len(naming) == 180 and len(ordinary) > 300
    assert sum(map(names_somebody, naming)) >= 0.9 * len(naming)
    assert sum(map(names_somebody, ordinary)) <= 0.04 * len(ordinary)


def test_a_name_in_no_list_is_told_by_what_stands_around_it() -> None:
    assert names_somebody("my client Qwyzzle refuses homework")
    assert not names_somebody("Qwyzzle et al. 2019")


def test_weights_are_of_signs_that_can_be() -> None:
    weights, threshold = learned()
    assert threshold > 0
    assert all(weights.values())
    assert {sign.split(" ")[0] for sign in weights} == set(
        ["0", "own", "a", "x", "a0", "x0", "aa", "xx", "a+", "x+", "ak", "xk", "k", "q"]
    )


@given(st.text(max_size=1000) | st.text("Sarah Miler',. 34", max_size=1000))
def test_any_question_is_read(question: str) -> None:
    assert names_somebody(question) in (True, False)
