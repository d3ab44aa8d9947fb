"""HTML is converted to Markdown."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.importing.text.html_to_markdown import to_markdown
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
def test_active_content_is_left_out_and_reported(html: str) -> None:
    markdown, (problem,) = convert(html)
    assert markdown == "Text"
    assert problem.startswith("x:3: warning: a script, form or frame was left out")


def test_images_are_left_out_and_counted() -> None:
    markdown, (problem,) = convert("<p>One<img src=a><img src=b></p>")
    assert markdown == "One"
    assert "2 images were left out" in problem


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("One.\n\n<h3>Head</h3>\nTwo.\n\nThree.", "One.\n\n### Head\n\nTwo.\n\nThree."),
        ("One.\n<ul>\n <li>a</li>\n</ul>\nTwo.\n\nThree.", "One.\n\n- a\n\nTwo.\n\nThree."),
        ("One.\n<blockquote>a\n\nb</blockquote>\nTwo.", "One.\n\n> a\n>\n> b\n\nTwo."),
        ("<div>One.\n\nTwo.</div>", "One.\n\nTwo."),
    ],
)
def test_blank_lines_separate_paragraphs_if_no_tags_do(html: str, markdown: str) -> None:
    assert convert(html)[0] == markdown


@pytest.mark.parametrize(
    "html",
    [
        '<p>Text</p><figure><img src="a"><figcaption>A coat</figcaption></figure>',
        '<p>Text</p><div class="sharedaddy sd-sharing-enabled"><h3>Share this:</h3></div>',
        '<div class="entry-meta">By Ann Green on May 3, 2024</div><p>Text</p>',
        '<p class="wp-caption-text">A coat</p><p>Text</p>',
        '<p>Text</p><div class="addtoany_share_save_container">Facebook</div>',
        "<p>Text</p><aside>More of us</aside>",
    ],
)
def test_parts_of_the_page_around_the_text_are_left_out(html: str) -> None:
    assert convert(html)[0] == "Text"


def test_a_part_is_kept_if_it_is_long_or_the_whole_text() -> None:
    assert convert('<div class="post author-ann">Text</div>')[0] == "Text"
    long = "Many people were asked. " * 30
    assert convert(f'<div class="related">{long}</div><p>Text</p>')[0].endswith("Text")
    assert "Many people" in convert(f'<div class="related">{long}</div><p>Text</p>')[0]


@pytest.mark.parametrize("address", ["#part", "/about", "page.html", "data:text/html,x"])
def test_a_link_that_is_useless_elsewhere_becomes_text(address: str) -> None:
    assert convert(f'<p>See <a href="{address}">this</a>.</p>')[0] == "See this."


def test_markup_nested_too_deeply_is_refused() -> None:
    markdown, (problem,) = convert("<div>" * 200 + "x")
    assert markdown == ""
    assert "nested too deeply" in problem


@given(st.text("<>/=\"' abpimgscrtoneh&;#0![]()", max_size=120))
def test_any_html_becomes_text_without_scripts(html: str) -> None:
    markdown, _ = convert(html)
    assert "<script" not in markdown.lower()
