"""Writing that survives a crash."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from indexer.durable import replace_text, sync, sync_tree


def test_replaced_text_is_there_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "CURRENT"
    replace_text(path, "one\n")
    replace_text(path, "two — ü\n")
    assert path.read_text(encoding="utf-8") == "two — ü\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_crash_left_beside_the_file_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "CURRENT.new").write_text("half")
    replace_text(tmp_path / "CURRENT", "whole")
    assert [p.name for p in tmp_path.iterdir()] == ["CURRENT"]


def test_a_link_beside_the_file_is_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    (tmp_path / "CURRENT.new").symlink_to(victim)
    replace_text(tmp_path / "CURRENT", "text")
    assert victim.read_text() == "precious"
    assert not (tmp_path / "CURRENT").is_symlink()


def test_every_file_and_folder_is_synced_before_its_parent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / "tree" / "full text"
    deep.mkdir(parents=True)
    (deep / "a").write_text("a")
    (tmp_path / "tree" / "b").write_text("b")
    seen: list[Path] = []
    monkeypatch.setattr("indexer.durable.sync", seen.append)
    sync_tree(tmp_path / "tree")
    assert set(seen) == {deep / "a", deep, tmp_path / "tree" / "b", tmp_path / "tree"}
    assert seen.index(deep / "a") < seen.index(deep) < seen.index(tmp_path / "tree")


def test_a_link_is_not_synced_in_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    with pytest.raises(OSError, match="symbolic links"):
        sync(tmp_path / "link")
