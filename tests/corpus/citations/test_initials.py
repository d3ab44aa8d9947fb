"""Initials are recognised, and made from given names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.citations.initials import abbreviated, is_initials


@pytest.mark.parametrize(
    "piece", ["J.", "J. A.", "J.-A.", "A-M.", "JA", "G.D", "Th.", "Å. É.", "RPPP"]
)
def test_initials_are_recognised(piece: str) -> None:
    assert is_initials(piece)


@pytest.mark.parametrize("piece", ["", "Jo", "van", "b.", "JOHNSON", "J. Hill", "3.", "-"])
def test_other_pieces_are_no_initials(piece: str) -> None:
    assert not is_initials(piece)


@pytest.mark.parametrize(
    ("name", "initial"),
    [
        ("Christian", "C."),
        ("CA", "C. A."),
        ("Jean-Paul", "J.-P."),
        ("J.-P.", "J.-P."),
        ("Ji-hye", "J.-H."),
        ("'Aolani", "A."),
        ("明", "明"),
        ('"Jack"', ""),
        ("-", ""),
    ],
)
def test_a_given_name_becomes_its_initial(name: str, initial: str) -> None:
    assert abbreviated(name) == initial


@given(st.text(max_size=20))
def test_the_initial_of_any_name_has_a_letter_or_is_empty(name: str) -> None:
    made = abbreviated(name)
    assert made == "" or any(letter.isalpha() for letter in made)
