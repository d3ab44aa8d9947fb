"""Bytes are decoded to text, with a warning for other encodings than Unicode."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.problem import Problems
from corpus.text.encoding import decoded


def read(data: bytes, declared: str | None = None) -> tuple[str | None, list[str]]:
    problems = Problems(Path("x"))
    return decoded(data, problems, declared), [str(problem) for problem in problems.found]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_read_without_a_warning(encoding: str) -> None:
    assert read("café".encode(encoding)) == ("café", [])


@pytest.mark.parametrize(
    ("declared", "used"),
    [
        (None, "windows-1252"),
        ("iso-8859-1", "windows-1252"),
        ("unicode_escape", "windows-1252"),
        ("windows-9999", "windows-1252"),
        ("iso-8859-2", "iso8859-2"),
    ],
)
def test_another_encoding_is_reported(declared: str | None, used: str) -> None:
    text, problems = read(b"one\ncaf\xe9", declared)
    assert text == "one\ncafé"
    assert problems == [
        f"x:2: warning: the file is not UTF-8 and was read as {used}: "
        "check the posts for wrong letters"
    ]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.4", "a PDF"),
        (b"PK\x03\x04rest", "a zip archive or an office document"),
        (b"\x1f\x8brest", "a compressed file"),
        (b"\xd0\xcf\x11\xe0rest", "an old office document"),
        (b"one\ntwo\x00", "it holds a NUL byte"),
    ],
)
def test_binary_files_are_refused(data: bytes, kind: str) -> None:
    text, (problem,) = read(data)
    assert text is None
    assert kind in problem


def test_control_characters_become_blanks_and_are_reported_once() -> None:
    assert read(b"one\ntwo\x0b\x08three\tfour") == (
        "one\ntwo  three\tfour",
        [
            "x:2: warning: the control character U+000B is in the text, and became a blank: "
            "look whether a word near it is as it should be"
        ],
    )


def test_a_stray_nul_is_a_control_character() -> None:
    text, problems = read(b"a" * 500 + b"\x00b")
    assert text == "a" * 500 + " b"
    assert "U+0000" in problems[0]


def test_quotes_of_windows_read_as_latin_1_become_quotes() -> None:
    text, problems = read("it\x92s \x93so\x94".encode())
    assert text == "it’s “so”"
    assert "of another encoding" in problems[0]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_xml_in_utf_16_needs_no_byte_order_mark(encoding: str) -> None:
    assert read("<a>é</a>".encode(encoding)) == ("<a>é</a>", [])
