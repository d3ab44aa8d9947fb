"""A shelf in a folder is private, and has generations and nothing else."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.errors import DiskFault, FolderForeign, FolderNotPrivate
from indexer.publish import publish
from indexer.shelf.folder import FolderShelf, make_private
from indexer.shelf.seam import Contents
from search.engine.location import Location
from search.errors import IndexDamaged, IndexNotPrivate
from search.index.files.folder import live_name, withdrawn_name
from tests.digests import garden


def generation(index: Path, name: str, live: bool = False) -> Path:
    folder = index / name
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text("{}")
    if live:
        (index / "CURRENT").write_text(name + "\n")
    return folder


def test_a_missing_folder_is_created_private(tmp_path: Path) -> None:
    index = tmp_path / "deep" / "index"
    make_private(index)
    assert stat.S_IMODE(index.stat().st_mode) == 0o700


def test_an_empty_folder_or_an_index_becomes_private(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    make_private(tmp_path)
    generation(tmp_path, "000001-aaaaaa", live=True)
    tmp_path.chmod(0o750)
    make_private(tmp_path)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700


@pytest.mark.parametrize("mode", [0o720, 0o702, 0o777, 0o1777])
def test_a_folder_writable_by_others_is_refused(tmp_path: Path, mode: int) -> None:
    tmp_path.chmod(mode)
    with pytest.raises(FolderNotPrivate, match="can be written by others") as caught:
        make_private(tmp_path)
    assert "chmod" in caught.value.hint
    assert stat.S_IMODE(tmp_path.stat().st_mode) == mode
    with pytest.raises(IndexNotPrivate):
        FolderShelf(tmp_path).check_private()


def test_a_symbolic_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    with pytest.raises(FolderNotPrivate, match="symbolic link"):
        make_private(tmp_path / "link")


def test_another_users_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    with pytest.raises(FolderNotPrivate, match="another user"):
        make_private(tmp_path)


def test_a_folder_with_other_files_and_a_file_are_refused_and_unchanged(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("precious")
    tmp_path.chmod(0o755)
    with pytest.raises(FolderForeign, match=r"thesis\.txt"):
        make_private(tmp_path)
    with pytest.raises(FolderForeign, match="not a folder"):
        make_private(tmp_path / "thesis.txt")
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


@pytest.mark.parametrize("name", ["LOCK", "CURRENT", "WITHDRAWN", ".CURRENT.0123abcd"])
def test_leftovers_of_the_indexer_make_a_folder_an_index(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    (tmp_path / "notes.txt").touch()
    make_private(tmp_path)


def test_contents_are_live_finished_and_unfinished(tmp_path: Path) -> None:
    generation(tmp_path, "000009-aaaaaa")
    generation(tmp_path, "000010-bbbbbb", live=True)
    generation(tmp_path, "000011-cccccc")
    generation(tmp_path, "000012-dddddd.partial")
    generation(tmp_path, "000007-eeeeee.partial")
    generation(tmp_path, "notes")
    (tmp_path / "000099-ffffff").write_text("a file is no generation")
    contents = FolderShelf(tmp_path).contents()
    assert contents == Contents(
        live="000010-bbbbbb",
        generations=("000009-aaaaaa", "000010-bbbbbb", "000011-cccccc"),
        unfinished=("000007-eeeeee.partial", "000012-dddddd.partial"),
        last=12,
    )
    assert contents.kept == ("000010-bbbbbb", "000009-aaaaaa")
    assert contents.orphans == ("000007-eeeeee.partial", "000012-dddddd.partial", "000011-cccccc")
    assert contents.next_name("0123456789abcdef") == "000013-012345"


def test_numbers_of_generations_go_past_a_million(tmp_path: Path) -> None:
    generation(tmp_path, "1000000-aaaaaa")
    generation(tmp_path, "999999-bbbbbb")
    contents = FolderShelf(tmp_path).contents()
    assert contents.generations == ("999999-bbbbbb", "1000000-aaaaaa")
    assert contents.next_name("cccccc") == "1000001-cccccc"


def test_the_number_of_a_lost_generation_is_not_used_again(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_text("000041-aaaaaa\n")
    contents = FolderShelf(tmp_path).contents()
    assert (contents.live, contents.generations) == (None, ())
    assert contents.next_name("bbbbbb") == "000042-bbbbbb"


@pytest.mark.parametrize("huge", ["999999999-aaaaaa", "999999999999-aaaaaa", "9" * 60 + "-aaaaaa"])
def test_a_huge_number_is_ignored(tmp_path: Path, huge: str) -> None:
    """It may be in CURRENT or a folder's name; the next number would not fit a name."""
    generation(tmp_path, "000007-bbbbbb")
    (tmp_path / "CURRENT").write_text(f"{huge}\n")
    assert FolderShelf(tmp_path).contents().next_name("cccccc") == "000008-cccccc"
    generation(tmp_path, huge)
    assert FolderShelf(tmp_path).contents().next_name("cccccc") == "000008-cccccc"


def test_with_an_unreadable_current_every_generation_is_kept(tmp_path: Path) -> None:
    names = ("000001-aaaaaa", "000002-bbbbbb", "000003-cccccc")
    for name in names:
        generation(tmp_path, name)
    (tmp_path / "CURRENT").write_bytes(b"../000001-aaaaaa")
    contents = FolderShelf(tmp_path).contents()
    assert contents == Contents(generations=names, last=3)
    assert contents.kept == names[::-1]
    assert contents.orphans == ()


def test_a_missing_folder_is_an_empty_shelf(tmp_path: Path) -> None:
    assert FolderShelf(tmp_path / "none").contents() == Contents()


def test_a_rollback_withdraws_a_generation_until_it_is_forgotten(
    tmp_path: Path,
) -> None:
    shelf = FolderShelf(tmp_path)
    for name in ("000001-aaaaaa", "000002-bbbbbb", "000003-cccccc"):
        generation(tmp_path, name)
    shelf.put_live("000002-bbbbbb")
    shelf.go_back("000002-bbbbbb", "000001-aaaaaa")
    contents = shelf.contents()
    assert (contents.live, contents.withdrawn) == ("000001-aaaaaa", "000002-bbbbbb")
    assert contents.generations == ("000001-aaaaaa", "000003-cccccc")
    assert contents.before is None
    shelf.put_live("000003-cccccc")
    assert shelf.contents().withdrawn == "000002-bbbbbb"
    assert shelf.contents().before == "000001-aaaaaa"
    shelf.forget_withdrawn()
    assert shelf.contents().withdrawn is None
    assert (live_name(tmp_path), withdrawn_name(tmp_path)) == ("000003-cccccc", None)


def test_a_discarded_generation_still_serves_open_readers(tmp_path: Path) -> None:
    folder = generation(tmp_path, "000001-aaaaaa")
    generation(tmp_path, "000002-bbbbbb.partial")
    with (folder / "manifest.json").open() as reader:
        FolderShelf(tmp_path).discard(("000001-aaaaaa", "000002-bbbbbb.partial"))
        assert reader.read() == "{}"
    assert list(tmp_path.iterdir()) == []


def test_a_writer_removes_temporary_notes_of_a_killed_one(tmp_path: Path) -> None:
    shelf = FolderShelf(tmp_path / "index")
    with shelf.writing(0):
        shelf.put_live("000001-aaaaaa")
    (tmp_path / "index" / ".CURRENT.0123abcd").write_text("0000")
    (tmp_path / "index" / ".LOCK.holder.0123abcd").write_text("{")
    with shelf.writing(0):
        assert {file.name for file in (tmp_path / "index").iterdir()} == {
            "CURRENT",
            "LOCK",
            "LOCK.holder",
        }


def test_errors_of_the_disk_name_the_folder(tmp_path: Path) -> None:
    shelf = FolderShelf(tmp_path)
    with pytest.raises(DiskFault, match="000001-aaaaaa"), shelf.writing(0):
        shelf.discard(["000001-aaaaaa"])


def test_a_generation_is_built_reviewed_and_measured(tmp_path: Path) -> None:
    shelf = FolderShelf(tmp_path)
    seen: list[tuple[Location, Location | None]] = []

    def approve(after: Location, before: Location | None) -> bool:
        seen.append((after, before))
        return before is None

    digest = garden.digest(*garden.POSTS[:3])
    assert shelf.build("000001-aaaaaa", digest, approve=approve)
    assert not shelf.build("000002-bbbbbb", digest, previous="000001-aaaaaa", approve=approve)
    assert [before for _, before in seen] == [None, shelf.location("000001-aaaaaa")]
    assert shelf.contents().generations == ("000001-aaaaaa",)
    assert shelf.contents().unfinished == ()
    manifest = shelf.check("000001-aaaaaa")
    assert manifest == shelf.manifest("000001-aaaaaa")
    assert list(manifest.posts) == [post.id for post in digest.posts]
    assert set(shelf.counts("000001-aaaaaa").values()) == {3}
    assert shelf.digest("000001-aaaaaa").topics == digest.topics
    assert 0 < shelf.size("000001-aaaaaa") == shelf.size()
    (shelf.location("000001-aaaaaa") / "posts.jsonl").unlink()
    with pytest.raises(IndexDamaged):
        shelf.check("000001-aaaaaa")


def test_files_removed_while_measuring_count_as_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    generation(tmp_path, "000001-aaaaaa", live=True)
    size = FolderShelf(tmp_path).size()
    partial = generation(tmp_path, "000002-bbbbbb.partial")
    walk = os.walk

    def removing(top: Path) -> Iterator[tuple[str, list[str], list[str]]]:
        for found in walk(top):
            if found[0] == str(partial):
                shutil.rmtree(partial)
            yield found

    monkeypatch.setattr(os, "walk", removing)
    assert FolderShelf(tmp_path).size() == size
    assert not partial.exists()


def test_a_trial_build_leaves_no_files(tmp_path: Path) -> None:
    publish(garden.digest(*garden.POSTS[:3]), tmp_path)
    shelf = FolderShelf(tmp_path)
    before = shelf.contents()
    with shelf.trial(garden.digest(*garden.POSTS[:4]), previous=before.live) as location:
        assert (location / "manifest.json").exists()
        assert not location.is_relative_to(tmp_path)
        assert shelf.contents() == before
    assert not location.exists()
