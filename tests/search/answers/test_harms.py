"""The judge finds the kinds of harm that a question is about, by words and by vectors."""

from __future__ import annotations

import tomllib
from functools import partial
from itertools import pairwise
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.answers.harm_phrases import kinds_said
from search.answers.harms import FILE, MARKS, Floats, Judge, judge, marks_of
from tests.conftest import REPOSITORY

KINDS = ["none", "frost", "hail"]
NO_NETWORK = {
    "inner": np.zeros((1, 4, 1), np.float16),
    "inner_base": np.zeros((1, 1), np.float16),
    "outer": np.zeros((1, 1, 3), np.float16),
    "outer_base": np.zeros((1, 3), np.float16),
}


def _judge(words: dict[str, tuple[int, int, int]], **networks: object) -> Judge:
    """A judge with weights for single words, and networks over vectors of two numbers."""
    table = np.zeros((MARKS, len(KINDS)), np.int8)
    for word, of_kinds in words.items():
        table[min(marks_of(word))] = of_kinds
    made: dict[str, object] = {
        "kinds": np.array(KINDS),
        "words": table,
        "steps": np.ones(3, np.float32),
        "base": np.zeros(3, np.float32),
        "levels": np.array([1.0, 1.0, 0.5, 9.0]),
    }
    return Judge(cast(Any, made | NO_NETWORK | networks))


BY_WORDS = _judge({"icy": (-90, 90, -90), "stones": (-90, -90, 90), "sunny": (90, -90, -90)})
# About hail if the first number of the first vector is large, and about nothing otherwise.
BY_MEANING = _judge(
    {},
    inner=np.array([[[1.0], [0.0], [0.0], [0.0]]]),
    outer=np.array([[[-1.0, 0.0, 1.0]]]),
    outer_base=np.array([[4.0, 0.0, 0.0]]),
)


def _vectors(first: float) -> tuple[Floats, Floats]:
    return np.array([first, 0.0], np.float32), np.array([0.0, 0.0], np.float32)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [("icy", ("frost",)), ("stones", ("hail",)), ("sunny", ()), ("nothing known", ()), ("", ())],
)
def test_the_kind_is_found_by_words(text: str, kinds: tuple[str, ...]) -> None:
    assert BY_WORDS.harms(text) == kinds


def test_a_question_may_be_about_two_kinds() -> None:
    assert set(BY_WORDS.harms("icy stones")) == {"frost", "hail"}


def test_the_kind_is_found_by_vectors() -> None:
    assert BY_MEANING.harms("some words", _vectors(1.0)) == ("hail",)
    assert BY_MEANING.harms("some words", _vectors(0.0)) == ()
    assert BY_MEANING.harms("some words") == ()


def test_words_and_vectors_are_added() -> None:
    both = _judge(
        {"sunny": (120, -90, -90)},
        inner=np.array([[[1.0], [0.0], [0.0], [0.0]]]),
        outer=np.array([[[-1.0, 0.0, 1.0]]]),
        outer_base=np.array([[4.0, 0.0, 0.0]]),
    )
    assert both.harms("sunny", _vectors(1.0)) == ()


def test_a_phrase_counts_but_does_not_decide_alone() -> None:
    assert BY_WORDS.harms("nothing known", said=lambda: ["frost"]) == ("frost", "hail")
    assert BY_WORDS.harms("sunny sunny", said=lambda: ["frost"]) == ()
    assert BY_WORDS.harms("stones", said=lambda: ["frost"]) == ("frost", "hail")


def test_phrases_are_not_looked_for_where_they_would_change_nothing() -> None:
    asked: list[str] = []

    def said() -> list[str]:
        asked.append("once")
        return []

    BY_WORDS.harms("sunny", said=said)
    assert asked == []
    BY_WORDS.harms("icy", said=said)
    assert asked == ["once"]


@given(st.text(max_size=300))
def test_marks_are_distinct_and_do_not_depend_on_spaces_around_the_text(text: str) -> None:
    marks = marks_of(text)
    assert all(0 <= one < next_ < MARKS for one, next_ in pairwise([*marks, MARKS - 0.5]))
    assert marks_of(f" {text} ") == marks


def test_marks_do_not_depend_on_case_and_accents() -> None:
    assert marks_of("GRÊLE, d’été") == marks_of("grele d'ete")


@given(st.text(max_size=300))
def test_any_text_is_judged(text: str) -> None:
    assert set(judge().harms(text)) <= set(judge().kinds[1:])


def test_the_kinds_of_the_shipped_judge_have_phrases() -> None:
    phrases = tomllib.loads((REPOSITORY / "search/answers/harm.toml").read_text("utf-8"))
    assert set(judge().kinds[1:]) <= phrases.keys()
    with np.load(FILE, allow_pickle=False) as weights:
        assert all(weights[name].size for name in weights.files)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("he says the river wants him and he will let it have him", "harm"),
        ("his uncle did things to him at night when he was six", "abuse"),
        ("the counsellor she saw before slept with her", "misconduct"),
    ],
)
def test_the_shipped_judge_recognises_harm_without_a_known_phrase(text: str, kind: str) -> None:
    assert kind in judge().harms(text)


@pytest.mark.parametrize(
    "text", ["how do I end therapy well", "cut the session short", "does CBT help with insomnia"]
)
def test_the_shipped_judge_finds_no_harm_in_ordinary_questions(text: str) -> None:
    assert judge().harms(text) == ()


@pytest.mark.parametrize("text", ["beans", "they", "high", "would they", "lauric acid", "the your"])
def test_one_or_two_ordinary_words_speak_of_no_harm(text: str) -> None:
    assert judge().harms(text) == ()


@pytest.mark.parametrize("text", ["sucidal teen", "kiling himself", "slef harm"])
def test_two_misspelt_words_may_speak_of_harm(text: str) -> None:
    assert judge().harms(text, said=partial(kinds_said, text))[:1] == ("harm",)
