"""Template filters: marked passages and short citations."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.post import Post
from search.results import Passage
from webapp.view.filters import marked, short_citation


def test_marks_are_escaped_inside_and_outside() -> None:
    html = marked(Passage('a <b> & "c"', ((2, 5), (8, 11))))
    assert html == "a <mark>&lt;b&gt;</mark> &amp; <mark>&#34;c&#34;</mark>"


@given(st.text(), st.lists(st.tuples(st.integers(-5, 40), st.integers(-5, 40)), max_size=5))
def test_any_marks_leave_the_text_unchanged(text: str, marks: list[tuple[int, int]]) -> None:
    html = str(marked(Passage(text, tuple(marks))))
    assert unescape(re.sub(r"</?mark>", "", html)) == text


@pytest.mark.parametrize(
    ("citation", "short"),
    [
        ("Green, A. (2020). Beans. Plots, 1, 2-3.", "Green 2020, Plots"),
        ("Green, A., & Rose, B. (2020). Beans. Plots, 1, 2-3.", "Green & Rose 2020, Plots"),
        (
            "Green, A., Rose, B., & Ash, C. (2020). Beans. Plots, 1, 2-3.",
            "Green et al. 2020, Plots",
        ),
        ("Green, A., et al. (2020). Beans. Plots, 1, 2-3.", "Green et al. 2020, Plots"),
        ("a talk, somewhere", ""),
        (None, ""),
    ],
)
def test_a_short_citation_has_author_year_and_journal(citation: str | None, short: str) -> None:
    assert short_citation(Post("a", "A", "B", citation=citation)) == short
