"""The functions that find figures, number words, intervals and copied passages in texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.demo import wording


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6,000 patients", {"6000"}),
        ("r = .304, or 0.304", {"0.304"}),
        ("CI 0.30 to 1.0", {"0.30", "1.0"}),
        ("between 0.25–0.30 and −0.13.", {"0.25", "0.30", "0.13"}),
        ("62% of 1,234,567, then 5.", {"62", "1234567", "5"}),
        ("PHQ-9 at 12-month follow-up (k=7)", {"9", "12", "7"}),
        ("I2 and EMDR", set()),
        ("007 of 10", {"7", "10"}),
    ],
)
def test_figures_are_brought_into_one_form(text: str, expected: set[str]) -> None:
    assert wording.figures(text) == expected


@given(st.integers(0, 10**9), st.integers(0, 999))
def test_a_figure_is_found_in_every_notation(whole: int, part: int) -> None:
    written = f"{whole}.{part:03}"
    assert wording.figures(f"about {whole:,}.{part:03} (CI)") == {written}
    assert wording.figures(f"so {written}, then") == {written}


@given(st.text() | st.text("0123456789.,-−% CIto$()", max_size=40))
def test_any_text_can_be_measured(text: str) -> None:
    figures = wording.figures(text)
    assert wording.percentages(text) <= figures
    assert wording.negatives(text) <= figures
    assert {figure for found in wording.intervals(text) for figure in found} <= figures
    assert len(wording.runs(text, 3)) <= max(0, len(wording.words(text)) - 2)
    assert all(word in wording.plain(text) for word, _ in wording.number_words(text))


def test_percentages_are_distinguished_from_other_figures() -> None:
    text = "Of 40 people 12.5% left; 5 to 10 % stayed, and 30 per cent or 6-7% came back."
    assert wording.percentages(text) == {"12.5", "5", "10", "30", "6", "7"}


def test_minus_signs_are_distinguished_from_hyphens_and_ranges() -> None:
    assert wording.negatives("g = -.20, 64-77%, PHQ-9, −$1,800, (-0.8)") == {"0.20", "1800", "0.8"}


def test_an_interval_belongs_to_the_estimate_before_it() -> None:
    text = "r = .31 (CI .28 to .34), then 19.7% (CI 18.7% to 20.7%) and -0.1, CI -0.3 to 0.03"
    assert wording.intervals(text) == {
        ("0.31", "0.28", "0.34"),
        ("19.7", "18.7", "20.7"),
        ("0.1", "0.3", "0.03"),
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("two of the three therapists", [("three", "3")]),
        ("Twenty-one and sixty", [("twenty-one", "21"), ("sixty", "60")]),
        ("the third session", []),
        ("a third of clients", [("a third", "third")]),
        ("half of them, twice", [("half", "half"), ("twice", "twice")]),
    ],
)
def test_number_words_are_found_from_three_up(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(word, first) for word, (first, *_) in wording.number_words(text)] == expected


@pytest.mark.parametrize(
    ("source", "candidates", "expected"),
    [
        ("about 50% of them", ("half", "50"), True),
        ("150 of them", ("half", "50"), False),
        ("some 1/3 of them", ("third", "1/3", "33"), True),
        ("three studies", ("3", "three"), True),
        ("thirty-three studies", ("3", "three"), False),
    ],
)
def test_a_source_may_have_a_number_as_figure_or_word(
    source: str, candidates: tuple[str, ...], expected: bool
) -> None:
    assert wording.says(source, candidates) is expected


def test_copied_passages_are_found_despite_case_quotes_and_points() -> None:
    assert wording.runs("“Ask the Client’s view.”", 3) == wording.runs("ask the client's view", 3)
    assert wording.runs("one two", 3) == set()


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("the", 1),
        ("therapy", 3),
        ("client", 2),
        ("patients", 2),
        ("being", 2),
        ("asked", 1),
        ("treated", 2),
        ("made", 1),
        ("sentence", 2),
        ("single", 2),
        ("anxiety", 4),
        ("hmm", 1),
    ],
)
def test_syllables_are_counted_by_vowels(word: str, count: int) -> None:
    assert wording.syllables(word) == count


def test_short_words_in_short_sentences_read_more_easily() -> None:
    easy = "The cat sat. It was glad. We fed it fish (r = .30)."
    hard = (
        "Psychotherapeutic heterogeneity necessitates considerable methodological sophistication."
    )
    assert wording.reading_ease(easy) > 90 > 0 > wording.reading_ease(hard)


def test_a_text_without_words_has_no_reading_ease() -> None:
    with pytest.raises(ValueError, match="without words"):
        wording.reading_ease("1, 2, 3.")
