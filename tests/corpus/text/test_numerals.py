"""Numbers are read from texts in several languages."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text.numerals import numerals


def told(text: str, language: str) -> list[str]:
    return [f"{number:f}" for number in numerals(text, language)]


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("1,240 adults", "1\u202f240 adultes"),
        ("1,240,500.5", "1 240 500,5"),
        ("d = 0.25 (.14 to .36)", "d = 0,25 (0,14 à 0,36)"),
        ("p < .001", "p < 0,001"),
        ("in 2014 and 2015.", "en 2014 et 2015."),
        ("36 studies, 17 of them", "36 études, dont 17"),
        ("50% of 3,200", "50 % de 3\u00a0200"),
        ("pages 200–211", "pages 200–211"),
        ("g = 0.50", "g = 0,5"),
        ("-0.3", "−0,3"),
    ],
)
def test_two_languages_write_the_same_numbers(english: str, french: str) -> None:
    assert told(english, "en") == told(french, "fr") != []


def test_the_separators_of_the_language_are_used() -> None:
    assert told("1.240 Menschen, 0,25", "de") == ["1240", "0.25"]
    assert told("1.240", "fr") == ["1.24"]


def test_a_year_is_not_joined_with_the_next_number() -> None:
    assert told("en 2019 120 personnes", "fr") == ["2019", "120"]


def test_figures_within_a_word_are_no_numbers() -> None:
    assert told("N2O, GAD7 et le 3e essai", "fr") == ["3"]


def test_an_unknown_language_is_read_as_english() -> None:
    assert told("1,240", "tlh") == ["1240"]


@given(st.decimals(0, 10**9, places=3), st.sampled_from(["en", "fr", "de", "es", "pt-BR", "sv"]))
def test_numbers_formatted_in_a_language_are_read_back(number: Decimal, language: str) -> None:
    from babel.numbers import format_decimal

    written = format_decimal(number, "#,##0.###", locale=language.replace("-", "_"))
    assert list(numerals(written, language)) == [number.normalize()]


@given(st.text(), st.text(max_size=8))
def test_any_text_is_read(text: str, language: str) -> None:
    assert all(number >= 0 for number in numerals(text, language))
