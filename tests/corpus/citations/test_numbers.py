"""Volume, issue, supplement, pages and article numbers are read from the end of a line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.citations.numbers import (
    Numbers,
    first_page,
    full_range,
    last_page,
    read_issue,
    read_numbers,
    read_pages,
    split_numbers,
)


@pytest.mark.parametrize(
    ("printed", "numbers"),
    [
        ("10:347", Numbers("10", pages="347")),
        ("55(4), 508-519", Numbers("55", "4", pages="508-519")),
        ("55(4)", Numbers("55", "4")),
        ("423-435", Numbers(pages="423-435")),
        ("(1), 43-57", Numbers(None, "1", pages="43-57")),
        ("75", Numbers("75")),
        ("12A(3), 4", Numbers("12A", "3", pages="4")),
        ("12–13(1), 4", Numbers("12–13", "1", pages="4")),
        ("12(3–4), 45–67", Numbers("12", "3–4", pages="45–67")),
        ("12(3 Pt 2), 45", Numbers("12", "3 Pt 2", pages="45")),
        ("12, No. 3, pp. 4-5", Numbers("12", "3", pages="4-5")),
        ("Volume 12, Issue 3, Pages 45-67", Numbers("12", "3", pages="45-67")),
        ("55(4), 45–67, 89", Numbers("55", "4", pages="45–67, 89")),
        ("12, ix–xii", Numbers("12", pages="ix–xii")),
        ("197(1), 11-", Numbers("197", "1", pages="11")),
        # Supplements.
        ("44(Suppl. 2), S101–S110", Numbers("44", None, "Suppl. 2", "S101–S110")),
        ("12(Suppl 1), 3-9", Numbers("12", None, "Suppl. 1", "3-9")),
        ("30(Suppl_1): 33-40", Numbers("30", None, "Suppl. 1", "33-40")),
        ("12(2, Suppl. 1), 5–9", Numbers("12", "2", "Suppl. 1", "5–9")),
        ("12(Supplement), 5", Numbers("12", None, "Suppl.", "5")),
        ("20(S1), 5", Numbers("20", "S1", pages="5")),
        ("2019;55 Suppl 1:S5-9", Numbers("55", None, "Suppl. 1", "S5-9")),
        # Articles without pages.
        ("11, Article 5512", Numbers("11", article_number="5512")),
        ("20(2), Article 104", Numbers("20", "2", article_number="104")),
        ("12(3), Article e5512", Numbers("12", "3", article_number="e5512")),
        ("8(9), e74657", Numbers("8", "9", article_number="e74657")),
        ("75, 102276", Numbers("75", article_number="102276")),
        ("CD012345", Numbers(article_number="CD012345")),
        ("12, e1–e9", Numbers("12", pages="e1–e9")),
        # The year comes first in Vancouver style.
        ("2019;55(4):508-19", Numbers("55", "4", pages="508-19")),
        ("2019 May 3;55(4):508-19", Numbers("55", "4", pages="508-19")),
    ],
)
def test_numbers_at_the_end_are_read_and_cut_off(printed: str, numbers: Numbers) -> None:
    assert split_numbers(f"Journal of Walks, {printed}.") == ("Journal of Walks", numbers)
    assert split_numbers(f"{printed}") == ("", numbers)


@pytest.mark.parametrize(
    "text",
    [
        *("Results from 1990 to 2010", "Walks that work III", "Journal of Walks", "for 12 people"),
        *("A trial in 3, 4, and 5", "Plenty of words", "", "12 walks"),
    ],
)
def test_figures_in_a_title_are_not_cut_off(text: str) -> None:
    assert split_numbers(text) == (text, None)


@pytest.mark.parametrize(
    ("segment", "name"),
    [
        ("Walks: Theory, Use and Art, 88, 1-2", "Walks: Theory, Use and Art"),
        ("Br. J. Clin. Psychol. 12, 3–4", "Br. J. Clin. Psychol."),
        ("F1000Research, 7, 1100", "F1000Research"),
        ("Journal of Walks 12", "Journal of Walks"),
        ("J Walks. 2019;55(4):508-19", "J Walks"),
    ],
)
def test_the_journal_s_name_is_kept_whole(segment: str, name: str) -> None:
    found, numbers = split_numbers(segment)
    assert found == name
    assert numbers is not None


def test_texts_without_numbers_give_none() -> None:
    assert read_numbers("and more") is None
    assert read_numbers("") is None
    assert read_issue("") == (None, None)
    assert read_pages("") == (None, None)
    assert read_pages("p. 4") == ("4", None)


def test_ranges_get_en_dashes_and_full_last_pages() -> None:
    assert full_range("508-19, 90 - 1") == "508–519, 90–91"
    assert full_range("S5-S9") == "S5–S9"
    assert full_range("S101-10") == "S101–S110"
    assert full_range("9-12") == "9–12"
    assert (first_page("508-19"), last_page("508-19")) == ("508", "519")
    assert (first_page("347"), last_page("347")) == ("347", "")


@given(st.text(max_size=80) | st.text("0123456789()-–,:; .SupplArticev", max_size=80))
def test_any_text_ends_in_numbers_or_not(text: str) -> None:
    name, numbers = split_numbers(text)
    assert numbers is None or numbers != Numbers()
    assert name in " ".join(text.split()) or numbers is None
    last_page(text)
