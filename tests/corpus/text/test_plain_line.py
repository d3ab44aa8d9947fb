"""Markdown becomes one line of plain text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text.plain_line import plain_line, plain_text, unmarked


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


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("*d* = 0.4, 95% CI [0.2, 0.6]", "d = 0.4, 95% CI [0.2, 0.6]"),
        ("[Green](https://x.example/a_b) found `it`", "Green found it"),
        ("\\[sic\\]", "[sic]"),
    ],
)
def test_brackets_without_an_address_stay(text: str, seen: str) -> None:
    assert unmarked(text) == seen


@pytest.mark.parametrize("sign", ["[](", "[a](b ", "](", "[a]("])
def test_a_text_of_broken_links_is_read_once(sign: str) -> None:
    assert plain_line(sign * 200_000).count("]") == 200_000
