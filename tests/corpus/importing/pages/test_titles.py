"""Titles of a page are found by the citation below, by being printed twice, or by their form."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.importing.pages.page import Line
from corpus.importing.pages.titles import (
    guessed_titles,
    same_title,
    title_rank,
    titles_above_citations,
)
from corpus.problem import Problems
from tests.digests.listing_page import CITATION, SUMMARY


def lines(*texts: str) -> list[Line]:
    return [Line(number, text) for number, text in enumerate(texts, 1)]


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("Does pace matter?", 3),
        ("Pace Matters for Old Walkers", 3),
        ("What old walkers say of pace", 2),
        ("Pace matters.", 1),
        ("pace matters", 0),
        ("- Pace", 0),
        ("Topics:", 0),
        ("One thing is said. Another follows. And more", 0),
        ("What the walkers said (Green, 2019)", 0),
        ("Pace " * 50, 0),
        (CITATION, 0),
    ],
)
def test_how_much_a_line_looks_like_a_title(text: str, rank: int) -> None:
    assert title_rank(text) == rank


def test_titles_are_compared_without_case_and_surrounding_signs() -> None:
    assert same_title("“Does Pace Matter?”", "does pace matter")
    assert not same_title("Does Pace Matter?", "Does Weather Matter?")


def test_a_title_stands_above_its_citation_or_above_a_line_about_its_series() -> None:
    page = lines("Does Pace Matter?", CITATION, SUMMARY, "And Weather?", "A short note.", CITATION)
    assert titles_above_citations(page, 0, len(page)) == [0, 3]
    assert titles_above_citations(lines(SUMMARY, CITATION), 0, 2) == []


def test_a_line_printed_twice_is_taken_as_title_without_a_warning() -> None:
    problems = Problems(Path("page.txt"))
    page = lines("It depends.", "Does Pace Matter?", "Does Pace Matter?", SUMMARY)
    assert guessed_titles(page, 0, len(page), problems) == [1]
    assert not problems.found


def test_a_guess_among_equals_is_reported() -> None:
    problems = Problems(Path("page.txt"))
    page = lines("Does Pace Matter?", "Does Weather Matter?", SUMMARY)
    assert guessed_titles(page, 0, len(page), problems) == [0]
    assert [problem.line for problem in problems.found] == [1]
    assert guessed_titles(lines("all small", SUMMARY), 0, 2, problems) == []
