"""Questions that name a client are recognised; authors, methods and places are not clients."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.answers.naming import learned, names_somebody
from tests.conftest import REPOSITORY

# Minimum figures for the judged questions; the weights were fitted to them too.
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
def test_a_question_that_names_a_client_is_recognised(question: str) -> None:
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
def test_authors_methods_and_places_are_not_taken_for_clients(question: str) -> None:
    assert not names_somebody(question)


def test_judged_questions_are_distinguished_with_few_errors() -> None:
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


def test_most_names_are_recognised_in_questions_not_trained_on() -> None:
    fresh = tomllib.loads((REPOSITORY / "tests/relevance/names_fresh.toml").read_text("utf-8"))
    third = fresh["third"]
    assert sum(map(names_somebody, third["naming"])) >= 0.85 * len(third["naming"])
    naming = [question for go in fresh.values() for question in go["naming"]]
    ordinary = [question for go in fresh.values() for question in go["ordinary"]]
    assert len(naming) == 180 and len(ordinary) > 300
    assert sum(map(names_somebody, naming)) >= 0.9 * len(naming)
    assert sum(map(names_somebody, ordinary)) <= 0.04 * len(ordinary)


def test_an_unlisted_name_is_recognised_by_the_words_around_it() -> None:
    assert names_somebody("my client Qwyzzle refuses homework")
    assert not names_somebody("Qwyzzle et al. 2019")


def test_every_weight_is_of_a_possible_sign() -> None:
    weights, threshold = learned()
    assert threshold > 0
    assert all(weights.values())
    assert {sign.split(" ")[0] for sign in weights} == set(
        ["0", "own", "a", "x", "a0", "x0", "aa", "xx", "a+", "x+", "ak", "xk", "k", "q"]
    )


@given(st.text(max_size=1000) | st.text("Sarah Miler',. 34", max_size=1000))
def test_any_question_is_read(question: str) -> None:
    assert names_somebody(question) in (True, False)
