"""A citation is split into its sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.citations.segments import segments


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Pace. Walking, 1.", ["Pace.", "Walking, 1."]),
        ("Who leads? A survey. Walking, 1.", ["Who leads?", "A survey.", "Walking, 1."]),
        ("Walks vs. Runs. Walking, 1.", ["Walks vs. Runs.", "Walking, 1."]),
        ("An essay on J. S. Mill. Walking, 1.", ["An essay on J. S. Mill.", "Walking, 1."]),
        ("Trust in U.S. Veterans. Walking, 1.", ["Trust in U.S. Veterans.", "Walking, 1."]),
        ("Vitamin D. Walking, 1, 2–3.", ["Vitamin D.", "Walking, 1, 2–3."]),
        ("Hepatitis C. Journal of Walks.", ["Hepatitis C.", "Journal of Walks."]),
        ("Who? Told again by A. Hill. J, 1, 2", ["Who?", "Told again by A. Hill.", "J, 1, 2"]),
        ("Who? So said some, Ph.D. J, 1, 2", ["Who?", "So said some, Ph.D.", "J, 1, 2"]),
        ("By E. B. Penn and friends", ["By E. B. Penn and friends"]),
        ("Pace (2nd ed., Vol. 2). Heath.", ["Pace (2nd ed., Vol. 2).", "Heath."]),
        ("Pace. Walking, 3(Suppl. 1), S5.", ["Pace.", "Walking, 3(Suppl. 1), S5."]),
        ("Pace. J. Walks, 88, 1.", ["Pace.", "J. Walks, 88, 1."]),
        ("Pace. Br. J. Clin. Psychol. 12, 3.", ["Pace.", "Br. J. Clin. Psychol. 12, 3."]),
        ("Pace. Psychol. Med., 12, 3.", ["Pace.", "Psychol. Med., 12, 3."]),
        ("Pace. In A. B. Hill (Ed.), Rain. J", ["Pace.", "In A. B. Hill (Ed.), Rain.", "J"]),
        ("Şans. Őrség, 1.", ["Şans.", "Őrség, 1."]),
        ("“Pace.” Walking, 1.", ["“Pace.”", "Walking, 1."]),
        ("", []),
    ],
)  # fmt: skip
def test_a_citation_is_split_at_the_ends_of_sentences(text: str, found: list[str]) -> None:
    assert segments(text) == found


def test_after_a_title_the_first_sentence_may_be_a_journal_cut_short() -> None:
    assert segments("Am. J. Walks 12, 3.", begun=True) == ["Am. J. Walks 12, 3."]


@given(st.text("aA. ?()1,JSInEds“”", max_size=80))
def test_no_letter_is_lost(text: str) -> None:
    kept = "".join("".join(segments(text)).split())
    assert all(kept.count(letter) == text.count(letter) for letter in "aAJSnEd1I")
