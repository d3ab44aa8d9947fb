"""Plain text has every word of the Markdown and no markup."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from search.text import plain as module
from search.text.plain import plain


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("Two\nlines of one paragraph.\n\nAnother.", "Two lines of one paragraph.\nAnother."),
        ("*One* **two** `three` [four](https://x.org 'no').", "One two three four."),
        ("- one\n- two", "one\ntwo"),
        ("1. one\n2. two", "one\ntwo"),
        ("# Head\n\ntext", "Head\ntext"),
        ("Head\n===\n\ntext", "Head\ntext"),
        ("Head\n---\n\ntext", "Head\ntext"),
        ("one\n\n---\n\ntwo", "one\ntwo"),
        ("> quoted\n> on", "quoted on"),
        ("a  \nb\\\nc", "a b c"),
        ("![a picture](x.png) of it", "a picture of it"),
        ("Q&amp;A &lt;b&gt;", "Q&A <b>"),
        ("<b>bold</b> & <script>x</script>", "<b>bold</b> & <script>x</script>"),
        ("before\n\n```\ncode in a fence\n```", "before\ncode in a fence"),
        ("before\n\n    code by its margin", "before\ncode by its margin"),
        ("p < .05, 3 * 4 and snake_case", "p < .05, 3 * 4 and snake_case"),
        ("", ""),
        (" \n \n", ""),
    ],
)
def test_markup_is_removed_and_words_are_kept(markdown: str, expected: str) -> None:
    assert plain(markdown) == expected


@given(st.text("ab.,1) -+=\n\t"))
def test_the_fast_path_equals_the_parser(text: str) -> None:
    whole = "\n".join(
        line
        for token in MarkdownIt("commonmark", {"html": False}).parse(text)
        if token.type in ("inline", "code_block") and (line := " ".join(token.content.split()))
    )
    assert plain(text) == whole


@given(st.text())
def test_any_text_becomes_plain_lines(text: str) -> None:
    made = plain(text)
    assert all(line == " ".join(line.split()) for line in made.split("\n"))


@given(st.text("abc\n #*`-[]()>&;\\~_="))
def test_no_letter_is_lost(text: str) -> None:
    if "](" in text or "]:" in text or "~~~" in text or "```" in text or "&" in text:
        return
    # Emphasis inside a word joins the text around its asterisks, so words can't be compared.
    assert re.findall(r"[abc]", plain(text)) == re.findall(r"[abc]", text)


def test_text_without_markup_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    def parser() -> MarkdownIt:
        raise AssertionError("the parser was called")

    monkeypatch.setattr(module, "_parser", parser)
    assert plain("One sentence.\n\nAnother one.") == "One sentence.\nAnother one."


def test_several_threads_read_at_once() -> None:
    texts = [f"*Beans* {n} and [moss](x).\n\n- leaf {n}" for n in range(200)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(plain, texts)) == [
            f"Beans {n} and moss.\nleaf {n}" for n in range(200)
        ]
