"""A saved page is read as lines of text, in any encoding and from HTML or plain text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.importing.pages.page import MAX_BYTES, Line, read_lines
from corpus.problem import Problem, Problems


def lines(data: bytes) -> tuple[tuple[Line, ...], list[Problem]]:
    problems = Problems(Path("page"))
    return read_lines(data, problems), problems.found


def texts(data: bytes) -> list[str]:
    return [line.text for line in lines(data)[0]]


def test_text_is_split_at_every_kind_of_line_end() -> None:
    found, problems = lines(b"one\r\n\r\ntwo\rthree\n--\nfour")
    assert found == (Line(1, "one"), Line(3, "two"), Line(4, "three"), Line(6, "four"))
    assert problems == []


def test_all_bullets_become_hyphens() -> None:
    assert texts("• one\n* two\n– three\n-3 four\n1. five".encode()) == [
        "- one",
        "- two",
        "- three",
        "-3 four",
        "1. five",
    ]


def test_blocks_of_html_are_lines_with_their_numbers() -> None:
    source = (
        b"<html><head><title>No</title></head>\n<body><h2>A <b>title</b></h2>\n"
        b"<p>First\n part &amp; more<br>second</p><ul><li>one</li><li><p>two</p>three</li></ul>\n"
        b"<ol><li>a</li><li>b</li></ol><script>no</script><nav>no</nav><!-- no -->tail</body>"
    )
    assert lines(source)[0] == (
        Line(2, "A title", 2),
        Line(3, "First part & more"),
        Line(4, "second"),
        Line(4, "- one"),
        Line(4, "- two"),
        Line(4, "three"),
        Line(5, "1. a"),
        Line(5, "2. b"),
        Line(5, "tail"),
    )


def test_a_list_item_outside_a_list_is_read_as_one() -> None:
    assert texts(b"<p>x</p><li>loose item</li>") == ["x", "- loose item"]


def test_a_doi_only_in_the_link_is_kept() -> None:
    doi = b'<p><a href="https://doi.org/10.1234/a">Read it</a></p>'
    assert texts(doi) == ["Read it https://doi.org/10.1234/a"]
    shown = b'<p><a href="https://doi.org/10.1234/a">doi:10.1234/a</a> <a href="/x">x</a></p>'
    assert texts(shown) == ["doi:10.1234/a x"]


def test_a_page_nested_deeper_than_recursion_allows_is_read() -> None:
    assert texts(b"<div>" * 4000 + b"deep" + b"</div>" * 4000) == ["deep"]
    assert texts(b"<p>x<br>" * 6000) == ["x"] * 6000


def test_a_page_nested_too_deeply_for_the_parser_is_refused() -> None:
    found, problems = lines(b"\n" + b"<div>" * 6000)
    assert found == ()
    assert (problems[0].line, problems[0].what) == (2, "the markup is nested too deeply")


def test_text_with_a_less_than_sign_is_not_html() -> None:
    assert texts(b"p <.05 and <b>") == ["p <.05 and <b>"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_needs_no_warning(encoding: str) -> None:
    found, problems = lines("Høglend’s".encode(encoding))
    assert [line.text for line in found] == ["Høglend’s"]
    assert problems == []


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("", "cp1252"),
        ('<meta charset="utf-8">', "cp1252"),
        ('<meta charset="iso-8859-1">', "cp1252"),
        ('<meta charset="unicode_escape">', "cp1252"),
        ('<meta charset="windows-9999">', "cp1252"),
        ('<meta http-equiv=Content-Type content="text/html; charset=iso-8859-2">', "iso-8859-2"),
    ],
)
def test_other_encodings_are_read_with_a_warning(head: str, encoding: str) -> None:
    found, problems = lines(f"{head}\n<p>café</p>".encode(encoding))
    assert [line.text for line in found] == ["café"]
    assert [(problem.line, problem.severity) for problem in problems] == [(2, "warning")]


def test_a_file_that_is_no_text_is_an_error() -> None:
    found, problems = lines(b"one\n\x00\x01")
    assert found == ()
    assert problems[0].line == 2
    assert "NUL" in problems[0].what


def test_a_page_too_long_is_an_error() -> None:
    found, problems = lines(b"a" * (MAX_BYTES + 1))
    assert found == ()
    assert "more than" in problems[0].what


@given(st.binary(max_size=500), st.sampled_from([b"", b"<p>", b"<html><body><ul><li>"]))
def test_any_bytes_are_read_as_lines(data: bytes, before: bytes) -> None:
    assert all(line.text and line.number >= 1 for line in lines(before + data)[0])
