"""Spaces of a text are reduced to single ones; those of French punctuation are kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text.spaces import one_line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  two\n\twords ", "two words"),
        ("two\u00a0words", "two words"),
        (
            "Pourquoi\u202f? «\u202fParce que\u202f»\u00a0: rien",
            "Pourquoi\u202f? «\u202fParce que\u202f»\u00a0: rien",
        ),
        ("1\u202f240 sur 5\u00a0000, 40\u202f%", "1\u202f240 sur 5\u00a0000, 40\u202f%"),
        ("Pourquoi \u202f?", "Pourquoi ?"),
        ("\u202f?\u00a0", "?"),
        ("", ""),
    ],
)
def test_non_breaking_spaces_of_french_are_kept(text: str, line: str) -> None:
    assert one_line(text) == line


@given(st.text(st.sampled_from("a1 \n\u00a0\u202f?«»:%"), max_size=20))
def test_only_spaces_change_and_a_second_time_changes_nothing(text: str) -> None:
    line = one_line(text)
    assert line.split() == text.split()
    assert one_line(line) == line
    assert "\n" not in line and "  " not in line
