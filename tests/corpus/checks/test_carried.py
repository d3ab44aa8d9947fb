"""The check finds figures, subjects, shares and times of a finding that its summary lacks."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.checks.carried import Told
from tests.patience import least_times

SUMMARY = (
    "For a year 240 adults were followed; 52% of those who wrote letters and 30% of the others "
    "were well, and the letters were short."
)


@pytest.mark.parametrize(
    ("sentence", "missing"),
    [
        ("Of 412 adults most were well.", ["412"]),
        ("Veterans who wrote were well.", ["veterans"]),
        ("Three quarters of those with letters were well.", ["Three quarters"]),
        ("After two years the letters had lost their power.", ["After two years"]),
        ("Weeds and hedges were trimmed.", ["weeds", "hedges"]),
        ("Les femmes avaient écrit plus de lettres.", ["women"]),
    ],
)
def test_figures_and_words_that_the_summary_lacks_are_found(
    sentence: str, missing: list[str]
) -> None:
    assert Told(SUMMARY).lacks(sentence) == missing


@pytest.mark.parametrize(
    "sentence",
    [
        # The complement of a share, and the distance between two times.
        "About half of those who wrote were well.",
        "One in five more were well with letters.",
        "After nine months those who wrote were well.",
        "A year later those who wrote were well.",
        # Advice, and open questions.
        "Ask veterans whether they wrote.",
        "Veterans may have gained.",
        "Were veterans well?",
        "Si des femmes ont écrit, elles étaient bien.",
    ],
)
def test_nothing_is_missing_for_derived_figures_and_for_advice(sentence: str) -> None:
    assert Told(SUMMARY).lacks(sentence) == []


def test_a_conclusion_may_have_words_that_the_summary_lacks() -> None:
    assert Told(SUMMARY).lacks("Gardens were trimmed.") == ["gardens"]
    assert Told(SUMMARY).lacks("Gardens were trimmed, so hedges matter.") == []


@given(st.text())
def test_a_text_lacks_nothing_of_itself(text: str) -> None:
    assert Told(text).lacks(text) == []


def test_the_time_grows_less_than_quadratically_with_the_figures() -> None:
    def cost(figures: int) -> float:
        text = " ".join(f"{n / 97:.3f}%" for n in range(figures))
        before = process_time()
        Told(text).lacks("Two thirds of those with letters recovered, twice as many as without.")
        return process_time() - before

    short, long = least_times(
        lambda: cost(2_000), lambda: cost(8_000), lambda short, long: long <= 7 * short
    )
    assert long <= 7 * short
