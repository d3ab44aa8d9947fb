"""Text is split into paragraphs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.importing.text.paragraphs import with_paragraphs


@pytest.mark.parametrize(
    ("html", "marked"),
    [
        ("One.\n\nTwo.", "<p>One.</p><p>Two.</p>"),
        ("One.\nTwo.", "<p>One.\nTwo.</p>"),
        ("One.\n<h3>A\n\nb</h3>\nTwo.", "<p>One.</p><h3>A\n\nb</h3><p>Two.</p>"),
        ("<ul><li>a<li>b</ul>One.\n\nTwo.", "<ul><li>a<li>b</ul><p>One.</p><p>Two.</p>"),
        ("<blockquote>a\n\nb</blockquote>", "<blockquote><p>a</p><p>b</p></blockquote>"),
        ("a<pre>b\n\nc</pre>d\n\ne", "<p>a</p><pre>b\n\nc</pre><p>d</p><p>e</p>"),
        ("</ul>One.\n\nTwo.", "</ul><p>One.</p><p>Two.</p>"),
        (" \n\n ", ""),
    ],
)
def test_blank_lines_and_blocks_separate_paragraphs(html: str, marked: str) -> None:
    assert with_paragraphs(html) == marked


@given(st.text("<>/pulihr abc\n", max_size=120))
def test_nothing_is_lost(html: str) -> None:
    marked = with_paragraphs(html)
    assert [c for c in marked if c in "abc"] == [c for c in html if c in "abc"]
