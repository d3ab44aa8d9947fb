"""Text files are read safely: size, encoding, links."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.folder.text_file import MAX_BYTES, as_text, read_bytes, read_text
from corpus.problem import Problems


def read(path: Path, root: Path) -> tuple[str | None, list[str]]:
    problems = Problems(Path(path.name))
    return read_text(path, root, problems), [str(problem) for problem in problems.found]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"a\r\nb\rc\n", "a\nb\nc\n"),
        (b"\xef\xbb\xbfwith a mark", "with a mark"),
        ("ü 😀 ﬁ".encode(), "ü 😀 ﬁ"),
        (b"", ""),
    ],
)
def test_line_ends_are_read_as_newlines(tmp_path: Path, data: bytes, text: str) -> None:
    (tmp_path / "a.md").write_bytes(data)
    assert read(tmp_path / "a.md", tmp_path) == (text, [])


@pytest.mark.parametrize(
    ("data", "line", "what"),
    [
        (b"a\nb\nc\xff\n", 3, "not UTF-8"),
        (b"\xef\xbb\xbfa\n\xff", 2, "not UTF-8"),
        (b"a\n\x00b\n", 2, "NUL"),
        (b"\x89PNG\n\x00\xff\xff", 2, "NUL"),
        (b"a\nb\x07\n", 2, "U+0007"),
        (b"a\nb\xef\xbf\xbf\n", 2, "U+FFFF"),
    ],
)
def test_a_file_that_is_not_text_is_refused_with_the_line(
    tmp_path: Path, data: bytes, line: int, what: str
) -> None:
    (tmp_path / "a.md").write_bytes(data)
    text, problems = read(tmp_path / "a.md", tmp_path)
    assert text is None
    assert len(problems) == 1
    assert problems[0].startswith(f"a.md:{line}: ")
    assert what in problems[0]


def test_a_file_of_50_megabytes_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "a.md").open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    text, problems = read(tmp_path / "a.md", tmp_path)
    assert text is None
    assert f"52,428,800 bytes, more than the {MAX_BYTES:,} allowed" in problems[0]


def test_a_symbolic_link_out_of_the_digest_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    root = tmp_path / "digest"
    root.mkdir()
    (root / "a.md").symlink_to(tmp_path / "secret")
    text, problems = read(root / "a.md", root)
    assert text is None
    assert "outside the digest" in problems[0]


def test_a_symbolic_link_inside_the_digest_is_followed(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text("b")
    (tmp_path / "a.md").symlink_to("b.md")
    assert read(tmp_path / "a.md", tmp_path) == ("b", [])


def test_links_to_nowhere_or_themselves_are_reported(tmp_path: Path) -> None:
    (tmp_path / "a.md").symlink_to("missing.md")
    assert "leads nowhere" in read(tmp_path / "a.md", tmp_path)[1][0]
    (tmp_path / "b.md").symlink_to("b.md")
    assert "to itself" in read(tmp_path / "b.md", tmp_path)[1][0]


def test_folders_and_pipes_are_reported_without_waiting(tmp_path: Path) -> None:
    (tmp_path / "folder.md").mkdir()
    assert "not a file" in read(tmp_path / "folder.md", tmp_path)[1][0]
    os.mkfifo(tmp_path / "pipe.md")
    assert "not a file" in read(tmp_path / "pipe.md", tmp_path)[1][0]
    assert "no such file" in read(tmp_path / "missing.md", tmp_path)[1][0]


def test_a_file_that_can_not_be_opened_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.md").write_text("a")
    monkeypatch.setattr(os, "open", refuse)
    assert "Permission denied" in read(tmp_path / "a.md", tmp_path)[1][0]


def test_bytes_are_read_up_to_a_limit(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    problems = Problems(Path("a"))
    assert read_bytes(tmp_path / "a", 5, problems) == b"12345"
    assert read_bytes(tmp_path / "a", 4, problems) is None
    assert problems.faulty


@pytest.mark.parametrize(("limit", "data"), [(10, b"1234567"), (5, b"12345"), (2, b"12")])
def test_a_file_that_grows_meanwhile_is_read_up_to_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int, data: bytes
) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"12")
    before = file.stat()
    file.write_bytes(b"1234567")
    monkeypatch.setattr(Path, "stat", lambda path: before)
    assert read_bytes(file, limit, Problems(file)) == data


@given(st.text(alphabet=st.characters()))
def test_any_text_can_be_cleaned_for_a_file(text: str) -> None:
    made = as_text(text)
    assert as_text(made) == made
    made.encode()
