"""Readers find the live generation by the folder's notes, and another one if needed."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.errors import IndexMissing, IndexNotPrivate
from search.index.files.folder import (
    candidates,
    check_private,
    finished,
    live_name,
    withdrawn_name,
)

NAMES = ("000008-aaaaaa", "000009-bbbbbb", "000010-cccccc", "999999-dddddd", "1000000-eeeeee")


@pytest.fixture
def index(tmp_path: Path) -> Path:
    for name in (*NAMES, "000011-ffffff.partial", "notes"):
        (tmp_path / name).mkdir()
    (tmp_path / "000012-aaaaaa").write_text("a file is no generation")
    return tmp_path


def test_generations_are_ordered_by_number(index: Path) -> None:
    assert finished(index) == NAMES
    assert finished(index / "none") == finished(index / "000012-aaaaaa") == ()


@pytest.mark.parametrize(
    ("current", "withdrawn", "expected"),
    [
        ("000009-bbbbbb", "", ["000009-bbbbbb", "000008-aaaaaa"]),
        ("1000000-eeeeee", "", list(NAMES[::-1])),
        ("1000000-eeeeee", "999999-dddddd", ["1000000-eeeeee", *NAMES[2::-1]]),
        # A rollback that was killed between its two steps withdrew nothing.
        ("000009-bbbbbb", "000009-bbbbbb", ["000009-bbbbbb", "000008-aaaaaa"]),
        ("000042-abcdef", "", ["000042-abcdef", *NAMES[2::-1]]),
        ("nonsense", "000010-cccccc", [NAMES[4], NAMES[3], NAMES[1], NAMES[0]]),
    ],
)
def test_the_live_generation_is_tried_first_and_no_later_one(
    index: Path, current: str, withdrawn: str, expected: list[str]
) -> None:
    (index / "CURRENT").write_text(current + "\n")
    (index / "WITHDRAWN").write_text(withdrawn)
    assert candidates(index, live_name(index)) == expected


@pytest.mark.parametrize(
    "content",
    [b"", b"../000001-aaaaaa", b"000001-aaaaaa/..", b"\xff\x00", b"0" * 500, b"none", b"1-aaaaaa"],
)
def test_an_invalid_name_of_a_generation_is_ignored(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "CURRENT").write_bytes(content)
    (tmp_path / "WITHDRAWN").write_bytes(content)
    assert live_name(tmp_path) is withdrawn_name(tmp_path) is None


def test_a_symbolic_link_or_a_folder_as_a_note_is_ignored(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("000001-aaaaaa\n")
    (tmp_path / "CURRENT").symlink_to("elsewhere")
    (tmp_path / "WITHDRAWN").mkdir()
    assert live_name(tmp_path) is withdrawn_name(tmp_path) is None


def test_an_index_writable_by_others_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    check_private(tmp_path)
    tmp_path.chmod(0o770)
    with pytest.raises(IndexNotPrivate, match="another user"):
        check_private(tmp_path)
    with pytest.raises(IndexMissing):
        check_private(tmp_path / "none")
