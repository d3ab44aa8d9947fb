"""A question that names a client is noticed; authors, methods and places are left in peace."""

from __future__ import annotations

import hashlib
import re
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.answers.naming import PATTERNS, PERHAPS, SURE, given_names, marked, names_somebody
from tests.conftest import REPOSITORY

# What must hold of the questions in names.toml, which were written before the patterns.
RECALL = 0.95
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
    ],
)
def test_who_is_asked_about_for_their_work_is_not(question: str) -> None:
    assert not names_somebody(question)


def _is_held_out(text: str) -> bool:
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % 2 == 1


@pytest.mark.parametrize("held_out", [False, True])
def test_names_are_told_from_what_only_looks_like_them(held_out: bool) -> None:
    questions = tomllib.loads((REPOSITORY / "tests/relevance/names.toml").read_text("utf-8"))
    naming = [q for q in questions["naming"] if _is_held_out(q) == held_out]
    ordinary = [q for q in questions["ordinary"] if _is_held_out(q) == held_out]
    missed = [q for q in naming if not names_somebody(q)]
    false = [q for q in ordinary if names_somebody(q)]
    assert len(missed) <= (1 - RECALL) * len(naming), missed
    assert len(false) <= FALSE * len(ordinary), false


def test_names_in_questions_typed_in_a_hurry() -> None:
    goes = tomllib.loads((REPOSITORY / "tests/relevance/names_hurried.toml").read_text("utf-8"))
    naming = [question for go in goes.values() for question in go["naming"]]
    ordinary = [question for go in goes.values() for question in go.get("ordinary", ())]
    assert len(naming) == 300 and len(ordinary) > 250
    assert sum(map(names_somebody, naming)) >= 0.9 * len(naming)
    assert [question for question in ordinary if names_somebody(question)] == []


def test_given_names_are_marked_but_of_those_known_for_their_work() -> None:
    assert marked("Zoë and Grace") == f"{SURE}Zoe and {PERHAPS}Grace"
    assert marked("Carl Rogers, Carl") == f"Carl Rogers, {SURE}Carl"
    assert marked(f"{SURE}x") == " x"


def test_the_lists_of_names_hold_what_can_be_found() -> None:
    names, also_words, known = given_names()
    assert not names & also_words
    assert all(re.fullmatch("[a-z]+", name) for name in names | also_words)
    assert all(re.fullmatch("[a-z]+ [a-z]+", name) for name in known)


def test_patterns_keep_to_what_browsers_read_in_the_same_way() -> None:
    for pattern in PATTERNS:
        assert not re.search(r"\(\?P|\(\?[aiLmsux]|\\[AZw]|\(\?#|[^\x00-\x7f’]", pattern)


@given(st.text(max_size=1000) | st.text("Sarah Miler',. 34", max_size=1000))
def test_any_question_is_read(question: str) -> None:
    assert names_somebody(question) in (True, False)
