"""Correct spellings of English, French and clinical words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.spelt import is_everyday, is_of, is_slip, is_spelt_right


@pytest.mark.parametrize(
    "word",
    ["hoarding", "Crying", "ZOOM", "assisted", "anxiété", "insomnie", "logotherapy", "reiki"],
)
def test_correct_spellings_are_recognised(word: str) -> None:
    assert is_spelt_right(word)


@pytest.mark.parametrize("word", ["depresion", "therpy", "anxeity", "xqzvw", '"', ""])
def test_misspellings_are_recognised(word: str) -> None:
    assert not is_spelt_right(word)


def test_a_word_belongs_to_a_language_with_its_accents() -> None:
    assert is_of("deuil", "fr")
    assert is_of("anxiété", "fr")
    assert not is_of("anxiété", "en")
    assert not is_of("deui", "fr")


@pytest.mark.parametrize(
    ("word", "expected"),
    [("depresion", True), ("councellors", True), ("Zqxvkjw", False), ("", False)],
)
def test_a_misspelling_is_near_an_english_word(word: str, expected: bool) -> None:
    assert is_slip(word) is expected


@given(st.text())
def test_any_text_is_handled(text: str) -> None:
    is_spelt_right(text)
    is_slip(text)


def test_everyday_words_are_distinguished_from_rare_ones() -> None:
    assert all(map(is_everyday, ("couch", "Nonsense", "mothers", "hassle")))
    assert not any(map(is_everyday, ("beekeeping", "falconry", "zzz", "café", "")))
