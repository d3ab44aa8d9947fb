"""A digest indexed for one command leaves no files, and its judgments are found."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from search.cli.workbench import opened
from tests.digests.digest_folder import DigestFolder


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_of_indexing_is_shown_on_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = DigestFolder.make(tmp_path / "digest")
    folder.post()
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with opened(folder.root, None, semantic=False) as snapshot:
        assert [post_id for post_id, _ in snapshot.alike("2021-07-do-gardens-help", 5)] == []
    assert "Reading posts 1 of 1" in terminal.getvalue()


def test_the_temporary_index_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = DigestFolder.make(tmp_path / "digest")
    folder.post()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "work"))
    (tmp_path / "work").mkdir()
    with opened(folder.root, None, semantic=False):
        assert list((tmp_path / "work").iterdir())
    with pytest.raises(KeyError), opened(folder.root, None, semantic=False):
        raise KeyError
    assert list((tmp_path / "work").iterdir()) == []
