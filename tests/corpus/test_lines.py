"""Texts in a file come back as they were put there, and the file has no name."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from corpus import lines
from corpus.errors import NoRoom
from corpus.lines import Lines


def filled(*texts: str) -> Lines:
    found = Lines()
    for text in texts:
        found.add(text)
    return found


def opened_in(folder: Path) -> int:
    """How many files in a folder this process has open."""
    found = 0
    for number in os.listdir("/proc/self/fd"):
        try:
            found += os.readlink(f"/proc/self/fd/{number}").startswith(str(folder))
        except FileNotFoundError:
            # The list of them was one itself.
            continue
    return found


@pytest.mark.parametrize("piece", [0, 5, 2**20])
def test_texts_come_back_while_more_are_added(monkeypatch: pytest.MonkeyPatch, piece: int) -> None:
    monkeypatch.setattr(lines, "_PIECE", piece)
    found = filled("short", "", "élan\n")
    assert [found[at].decode() for at in range(len(found))] == ["short", "", "élan\n"]
    found.add("one more")
    assert found[3] == b"one more" and found[2].decode() == "élan\n" and len(found) == 4


def test_the_file_has_no_name_and_goes_with_the_texts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    found = filled("a text")
    assert not list(tmp_path.iterdir())
    assert opened_in(tmp_path) == 1
    del found
    assert not opened_in(tmp_path)


def test_the_file_is_where_there_is_room(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The folder for small files is in memory on many systems."""
    monkeypatch.setattr(lines, "_ROOMY", tmp_path)
    monkeypatch.delenv("TMPDIR", raising=False)
    found = filled("a text")
    assert opened_in(tmp_path) == 1
    monkeypatch.setattr(lines, "_ROOMY", tmp_path / "nowhere")
    elsewhere = filled("a text")
    assert opened_in(tmp_path) == 1
    assert found[0] == elsewhere[0]


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TMPDIR", raising=False)
    full = Path("/dev/full").open("wb", buffering=0)  # noqa: SIM115 - closed with the texts
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda dir, buffering: full)
    found = filled("a text")
    with pytest.raises(NoRoom, match=f"in {lines._ROOMY}: No space left") as raised:
        found.write()
    assert "TMPDIR" in raised.value.hint


def test_a_folder_that_takes_no_file_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    monkeypatch.setenv("TMPDIR", "set")
    with pytest.raises(NoRoom, match="nowhere: No such file"):
        Lines()
