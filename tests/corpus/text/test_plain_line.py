"""Markdown becomes one line of plain text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text.plain_line import plain_line, plain_text


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ("## **Practice** *Implications*", "Practice Implications"),
        ("> quoted", "quoted"),
        ("r = .2\\*3 \\[sic\\]", "r = .2*3 [sic]"),
        ("[Link](https://doi.org/10.1/x)", "https://doi.org/10.1/x"),
        ("[A title](https://doi.org/10.1/x)", "A title https://doi.org/10.1/x"),
        ("[https://doi.org/10.1/x](https://doi.org/10.1/x)", "https://doi.org/10.1/x"),
        ("<https://doi.org/10.1/x>", "https://doi.org/10.1/x"),
        ("[here](https://x.example)", "here"),
    ],
)
def test_a_line_loses_its_markdown(line: str, seen: str) -> None:
    assert plain_line(line) == seen


def test_a_text_becomes_one_line() -> None:
    assert plain_text("# One\n\n- *two*\n> three") == "One - two three"


@given(st.text("[]()*_\\#> <ab:/.\n", max_size=80))
def test_any_text_becomes_one_line(markdown: str) -> None:
    assert "\n" not in plain_text(markdown)
