from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.importing.html_to_markdown import to_markdown, without_images
from corpus.problem import Problems


def convert(html: str) -> tuple[str, list[str]]:
    problems = Problems(Path("x"))
    return to_markdown(html, 3, problems), [str(problem) for problem in problems.found]


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>One <b>two</b> <em>three</em>.</p><p>Four</p>", "One **two** *three*.\n\nFour"),
        ("<h2>Head</h2><ul><li>a</li><li>b</li></ul>", "## Head\n\n- a\n- b"),
        ("<ol><li>a<li>b</ol>", "1. a\n2. b"),
        ('<p><a href="https://x.example/">x</a></p>', "[x](https://x.example/)"),
        ("One\n\nTwo <i>x</i>", "One\n\nTwo *x*"),
        ("<p>p &lt; .05 and snake_case</p>", "p < .05 and snake_case"),
        ("", ""),
    ],
)
def test_html_becomes_markdown(html: str, markdown: str) -> None:
    assert convert(html) == (markdown, [])


@pytest.mark.parametrize(
    "html",
    [
        "<p>Text</p><script>evil()</script>",
        '<p onclick="evil()">Text</p>',
        '<p><a href=" JavaScript:evil()">Text</a></p>',
        '<p>Text</p><iframe src="evil"></iframe>',
        '<p>Text</p><form><input value="evil"></form>',
        '<p>Text</p><object data="evil"></object>',
    ],
)
def test_what_runs_is_left_out_and_told(html: str) -> None:
    markdown, (problem,) = convert(html)
    assert markdown == "Text"
    assert problem.startswith("x:3: warning: a script, form or frame was left out")


def test_images_are_left_out_and_counted() -> None:
    markdown, (problem,) = convert("<p>One<img src=a><img src=b></p>")
    assert markdown == "One"
    assert "2 images were left out" in problem
    problems = Problems(Path("x"))
    assert without_images("See ![a map](m.png) and [this](x)", 1, problems) == (
        "See a map and [this](x)"
    )
    assert "1 image was left out" in problems.found[0].what


def test_markup_nested_too_deeply_is_refused() -> None:
    markdown, (problem,) = convert("<div>" * 200 + "x")
    assert markdown == ""
    assert "nested too deeply" in problem


@given(st.text("<>/=\"' abpimgscrtoneh&;#0![]()", max_size=120))
def test_any_html_becomes_text_without_scripts(html: str) -> None:
    markdown, _ = convert(html)
    assert "<script" not in markdown.lower()
