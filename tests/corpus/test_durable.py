"""Files are written whole, and are on disk before anything refers to them."""

from __future__ import annotations

import os
import re
import stat
import threading
from pathlib import Path

import pytest

from corpus.durable import (
    clear_leftovers,
    exchange,
    finish,
    replace_file,
    replace_files,
    sync,
    sync_tree,
)


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.md"
    replace_file(path, "one\n")
    replace_file(path, "zwei ü\n")
    assert path.read_bytes() == "zwei ü\n".encode()
    assert [entry.name for entry in path.parent.iterdir()] == ["a.md"]


def test_a_file_has_the_mode_of_the_umask_or_the_given_one(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        replace_file(tmp_path / "shared", "text")
        replace_file(tmp_path / "private", "text", mode=0o600)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "shared").stat().st_mode) == 0o640
    assert stat.S_IMODE((tmp_path / "private").stat().st_mode) == 0o600


def test_a_failed_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "a.md"
    replace_file(path, "old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        replace_file(path, "new")
    assert path.read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_file_is_synced_before_it_gets_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "CURRENT"
    replace_file(path, "old")
    seen: list[str] = []
    really = os.fsync

    def fsync(descriptor: int) -> None:
        seen.append(path.read_text())
        really(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    replace_file(path, "new")
    assert seen == ["old"]
    assert path.read_text() == "new"


def test_concurrent_writers_of_one_file_do_not_mix_their_texts(tmp_path: Path) -> None:
    path = tmp_path / "CURRENT"
    texts = [letter * 100_000 for letter in "abcd"]
    threads = [threading.Thread(target=replace_file, args=(path, text)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert path.read_text() in texts
    assert list(tmp_path.iterdir()) == [path]


def test_a_symbolic_link_is_replaced_and_its_target_is_not(tmp_path: Path) -> None:
    (tmp_path / "victim").write_text("precious")
    (tmp_path / "CURRENT").symlink_to("victim")
    replace_file(tmp_path / "CURRENT", "text")
    assert (tmp_path / "victim").read_text() == "precious"
    assert not (tmp_path / "CURRENT").is_symlink()


def test_only_leftovers_of_a_killed_process_are_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "CURRENT"
    others = {".CURRENT", ".CURRENT.swp", ".CURRENT.orig.0123abcd", "CURRENT.0123abcd"}
    for name in others:
        (tmp_path / name).write_text("someone's own")
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        # As if the process were killed: nothing is cleaned up.
        patched.setattr(Path, "unlink", lambda path, missing_ok: None)
        patched.setattr(Path, "replace", interrupt)
        replace_file(path, "half")
    (left,) = {file.name for file in tmp_path.iterdir()} - others
    assert (tmp_path / left).read_text() == "half"
    clear_leftovers(tmp_path, re.compile("WITHDRAWN"))
    assert (tmp_path / left).exists()
    clear_leftovers(tmp_path, re.compile("CURRENT"))
    assert {file.name for file in tmp_path.iterdir()} == others
    clear_leftovers(tmp_path / "nowhere", re.compile("CURRENT"))


def test_the_temporary_file_of_a_running_writer_is_not_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "CURRENT"
    really = Path.replace

    def replace(aside: Path, target: Path) -> Path:
        clear_leftovers(tmp_path, re.compile("CURRENT"))
        return really(aside, target)

    monkeypatch.setattr(Path, "replace", replace)
    replace_file(path, "whole")
    assert path.read_text() == "whole"


def test_several_files_are_changed_only_if_all_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / "first", tmp_path / "sub" / "second"
    replace_files({first: "old", second: "old"})
    really, written = os.fsync, []

    def full(descriptor: int) -> None:
        written.append(descriptor)
        if len(written) == 2:
            raise OSError(28, "No space left on device")
        really(descriptor)

    with monkeypatch.context() as patched, pytest.raises(OSError, match="No space") as raised:
        patched.setattr(os, "fsync", full)
        replace_files({first: "new", second: "new"})
    assert raised.value.filename == str(second)
    assert [first.read_text(), second.read_text()] == ["old", "old"]
    assert len([*tmp_path.iterdir(), *second.parent.iterdir()]) == 3
    replace_files({})


def test_an_interrupted_change_is_finished_from_its_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, journal = tmp_path / "first", tmp_path / "sub" / "second", tmp_path / ".journal"
    replace_files({first: "old", second: "old"}, journal=journal)
    really = Path.replace

    def replace(aside: Path, target: Path) -> Path:
        if target == second:
            raise KeyboardInterrupt
        return really(aside, target)

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(Path, "replace", replace)
        replace_files({first: "new", second: "new"}, journal=journal)
    assert [first.read_text(), second.read_text()] == ["new", "old"]
    finish(journal)
    assert [first.read_text(), second.read_text()] == ["new", "new"]
    assert [file.name for file in second.parent.iterdir()] == ["second"]
    assert {file.name for file in tmp_path.iterdir()} == {"first", "sub"}


def test_a_journal_only_moves_files_inside_its_folder(tmp_path: Path) -> None:
    inside = tmp_path / "digest"
    inside.mkdir()
    (tmp_path / ".passwd.0123abcd").write_text("evil")
    journal = inside / ".journal"
    for name in ("../.passwd.0123abcd", str(tmp_path / ".passwd.0123abcd"), "nowhere", ""):
        journal.write_text(name)
        finish(journal)
        assert not journal.exists()
    assert not (tmp_path / "passwd").exists()


def test_two_folders_are_exchanged_in_one_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
        (folder / folder.name).touch()
    if exchange(one, other):
        assert (one / "other").exists()
        assert (other / "one").exists()
    assert not exchange(one, tmp_path / "nowhere")
    monkeypatch.setattr("ctypes.CDLL", lambda name: object())
    assert not exchange(one, other)


def interrupt(path: Path, target: Path) -> None:
    raise KeyboardInterrupt


def test_every_file_and_folder_is_synced_before_its_parent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / "tree" / "full text"
    deep.mkdir(parents=True)
    (deep / "a").write_text("a")
    (tmp_path / "tree" / "b").write_text("b")
    seen: list[Path] = []
    monkeypatch.setattr("corpus.durable.sync", seen.append)
    sync_tree(tmp_path / "tree")
    assert set(seen) == {deep / "a", deep, tmp_path / "tree" / "b", tmp_path / "tree"}
    assert seen.index(deep / "a") < seen.index(deep) < seen.index(tmp_path / "tree")


def test_a_symbolic_link_is_not_synced(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    with pytest.raises(OSError, match="symbolic links"):
        sync(tmp_path / "link")
