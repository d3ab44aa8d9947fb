"""Values become words, and marks never break the text around them."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from search.results import Passage
from webapp.view.filters import doi_url, marked, month_name, without_doi


def test_month_names() -> None:
    assert month_name("2021-07") == "July 2021"
    assert month_name("2021-13") == "2021-13"
    assert month_name("soon") == "soon"


def test_marks_are_escaped_inside_and_outside() -> None:
    html = marked(Passage('a <b> & "c"', ((2, 5), (8, 11))))
    assert html == "a <mark>&lt;b&gt;</mark> &amp; <mark>&#34;c&#34;</mark>"


@given(st.text(), st.lists(st.tuples(st.integers(-5, 40), st.integers(-5, 40)), max_size=5))
def test_any_marks_leave_the_text_whole(text: str, marks: list[tuple[int, int]]) -> None:
    html = str(marked(Passage(text, tuple(marks))))
    assert unescape(re.sub(r"</?mark>", "", html)) == text


def test_a_doi_becomes_an_address_that_cannot_leave_its_attribute() -> None:
    assert doi_url("10.1037/a0018912") == "https://doi.org/10.1037/a0018912"
    assert doi_url("10.1002/(SICI)1097<1::AID>3.0.CO;2-#") == (
        "https://doi.org/10.1002/(SICI)1097%3C1::AID%3E3.0.CO;2-%23"
    )


def test_a_citation_without_its_doi() -> None:
    for end in ("https://doi.org/10.1/2", "doi:10.1234/x.y", "DOI: 10.1234/x.", ""):
        citation = f"A, B. (2020). T. J, 1. {end}".strip()
        expected = "A, B. (2020). T. J, 1." if "1234" in end or not end else citation
        assert without_doi(citation) == expected
