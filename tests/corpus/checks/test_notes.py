"""Notes on how a post was written are told apart from what a study says of its data."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.checks.notes import NOTES


@pytest.mark.parametrize(
    "text",
    [
        "The full text was not available.",
        "We have only seen the first page.",
        "I was not able to check the interval.",
        "The original article is behind a paywall.",
        "Sample size to be confirmed.",
        "The total may be a misprint.",
        "Page numbers are missing.",
        "Taken from the press release.",
        "The range looks doubtful.",
    ],
)
def test_notes_on_writing_are_found(text: str) -> None:
    assert NOTES.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "The codes were verified by two raters.",
        "Missing data were imputed.",
        "They could not follow everyone.",
        "The full text of each letter was coded.",
        "The summary was read to the clients.",
        "Clients followed for a year did well.",
    ],
)
def test_statements_of_a_study_about_its_data_are_no_notes(text: str) -> None:
    assert not NOTES.search(text)


@given(st.text(max_size=400))
def test_a_note_is_found_beside_any_text(text: str) -> None:
    assert NOTES.search(f"TODO {text}")
