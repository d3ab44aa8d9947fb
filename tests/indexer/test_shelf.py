"""The index folder: private, and holding generations and nothing else."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import FolderForeign, FolderNotPrivate
from indexer.shelf import Shelf, discard, make_private, survey
from search.index.files.folder import live_name


def generation(index: Path, name: str, live: bool = False) -> Path:
    folder = index / name
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text("{}")
    if live:
        (index / "CURRENT").write_text(name + "\n")
    return folder


def test_a_missing_folder_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    index = tmp_path / "deep" / "index"
    make_private(index)
    assert stat.S_IMODE(index.stat().st_mode) == 0o700


def test_an_empty_folder_or_an_index_is_made_private(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    make_private(tmp_path)
    generation(tmp_path, "000001-aaaaaa", live=True)
    tmp_path.chmod(0o750)
    make_private(tmp_path)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700


@pytest.mark.parametrize("mode", [0o720, 0o702, 0o777, 0o1777])
def test_a_folder_that_others_can_write_is_refused(tmp_path: Path, mode: int) -> None:
    tmp_path.chmod(mode)
    with pytest.raises(FolderNotPrivate, match="can be written by others") as caught:
        make_private(tmp_path)
    assert "chmod" in caught.value.hint
    assert stat.S_IMODE(tmp_path.stat().st_mode) == mode


def test_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    with pytest.raises(FolderNotPrivate, match="symbolic link"):
        make_private(tmp_path / "link")


def test_another_users_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    with pytest.raises(FolderNotPrivate, match="another user"):
        make_private(tmp_path)


def test_a_folder_with_other_things_and_a_file_are_refused_and_unharmed(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("precious")
    tmp_path.chmod(0o755)
    with pytest.raises(FolderForeign, match=r"thesis\.txt"):
        make_private(tmp_path)
    with pytest.raises(FolderForeign, match="not a folder"):
        make_private(tmp_path / "thesis.txt")
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_a_survey_tells_live_finished_and_unfinished(tmp_path: Path) -> None:
    generation(tmp_path, "000009-aaaaaa")
    generation(tmp_path, "000010-bbbbbb", live=True)
    generation(tmp_path, "000011-cccccc")
    generation(tmp_path, "000012-dddddd.partial")
    generation(tmp_path, "000007-eeeeee.partial")
    generation(tmp_path, "notes")
    (tmp_path / "000099-ffffff").write_text("a file is no generation")
    shelf = survey(tmp_path)
    assert shelf == Shelf(
        live="000010-bbbbbb",
        generations=("000009-aaaaaa", "000010-bbbbbb", "000011-cccccc"),
        unfinished=("000007-eeeeee.partial", "000012-dddddd.partial"),
        last=12,
    )
    assert shelf.kept == ("000010-bbbbbb", "000009-aaaaaa")
    assert shelf.orphans == ("000007-eeeeee.partial", "000012-dddddd.partial", "000011-cccccc")
    assert shelf.next_name("0123456789abcdef") == "000013-012345"


def test_numbers_count_on_past_a_million(tmp_path: Path) -> None:
    generation(tmp_path, "1000000-aaaaaa")
    generation(tmp_path, "999999-bbbbbb")
    shelf = survey(tmp_path)
    assert shelf.generations == ("999999-bbbbbb", "1000000-aaaaaa")
    assert shelf.next_name("cccccc") == "1000001-cccccc"


def test_a_lost_generations_number_is_not_given_again(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_text("000041-aaaaaa\n")
    shelf = survey(tmp_path)
    assert (shelf.live, shelf.generations) == (None, ())
    assert shelf.next_name("bbbbbb") == "000042-bbbbbb"


@pytest.mark.parametrize(
    "content", [b"", b"../000001-aaaaaa", b"000001-aaaaaa/..", b"\xff\x00", b"0" * 500, b"none"]
)
def test_an_unreadable_current_names_nothing_and_every_generation_is_kept(
    tmp_path: Path, content: bytes
) -> None:
    for name in ("000001-aaaaaa", "000002-bbbbbb", "000003-cccccc"):
        generation(tmp_path, name)
    (tmp_path / "CURRENT").write_bytes(content)
    shelf = survey(tmp_path)
    assert shelf.live is None
    assert shelf.kept == ("000003-cccccc", "000002-bbbbbb", "000001-aaaaaa")
    assert shelf.orphans == ()


def test_a_linked_current_names_nothing(tmp_path: Path) -> None:
    generation(tmp_path, "000001-aaaaaa")
    (tmp_path / "elsewhere").write_text("000001-aaaaaa\n")
    (tmp_path / "CURRENT").symlink_to("elsewhere")
    assert live_name(tmp_path) is None


@given(live=st.integers(0, 7), count=st.integers(0, 7))
def test_the_live_generation_and_the_one_before_are_never_orphans(live: int, count: int) -> None:
    names = tuple(f"{number:06d}-aaaaaa" for number in range(1, count + 1))
    shelf = Shelf(names[live - 1] if 1 <= live <= count else None, names, (), count)
    assert set(shelf.kept).isdisjoint(shelf.orphans)
    assert set(shelf.kept) | set(shelf.orphans) == set(names)
    if shelf.live:
        assert shelf.kept[0] == shelf.live
        assert shelf.kept[1:] == names[max(live - 2, 0) : live - 1]


def test_a_discarded_generation_serves_those_who_have_it_open(tmp_path: Path) -> None:
    folder = generation(tmp_path, "000001-aaaaaa")
    generation(tmp_path, "000002-bbbbbb.partial")
    with (folder / "manifest.json").open() as reader:
        discard(tmp_path, ("000001-aaaaaa", "000002-bbbbbb.partial"))
        assert reader.read() == "{}"
    assert list(tmp_path.iterdir()) == []
