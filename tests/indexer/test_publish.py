"""A digest becomes the live index in one step, whatever happens on the way."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from corpus import filed
from corpus.digest import Digest, Topic
from corpus.filed import Gathering
from corpus.post import Post
from indexer.changes import Changes
from indexer.errors import (
    DigestEmpty,
    DiskFault,
    DiskFull,
    FolderNotPrivate,
    FolderReadOnly,
    IndexLocked,
)
from indexer.publish import Publication, publish
from indexer.shelf import folder as on_disk
from indexer.shelf.lock import writer_lock
from search.engine.generation import write_generation
from search.errors import IndexOutdated, ModelUnavailable
from search.index.embedding import installed
from search.index.files.folder import live_name
from search.index.files.manifest import check_generation, read_manifest


def a_digest(*titles: str) -> Digest:
    posts = tuple(
        Post(
            id=f"2021-{number:02d}-post",
            title=title,
            month=f"2021-{number:02d}",
            topics=("Alliance",),
            summary=f"The study asked about {title.lower()}.",
            implications=f"Ask your clients about {title.lower()}.",
        )
        for number, title in enumerate(titles, start=1)
    )
    return Digest(name="Test", topics=(Topic("alliance", "Alliance"),), posts=posts)


FIRST = a_digest("Burnout", "Ruptures", "Attachment")
SECOND = a_digest("Burnout", "Repairing ruptures", "Attachment", "Feedback")


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


def named(done: Publication) -> str:
    """The generation that is live after a publication; it must exist."""
    assert done.generation
    return done.generation


def generations(index: Path) -> list[str]:
    return sorted(path.name for path in index.iterdir() if path.is_dir())


def serves(index: Path, digest: Digest) -> bool:
    """Whether the live generation is complete and has exactly the digest's posts."""
    live = index / (index / "CURRENT").read_text().strip()
    check_generation(live)
    return read_manifest(live).posts == {post.id: post.content_hash for post in digest.posts}


def failing(error: BaseException) -> Callable[..., None]:
    def write(target: Path, digest: Digest, **_: object) -> None:
        (target / "half").write_text("half")
        raise error

    return write


def test_the_first_generation_goes_live_in_a_private_folder(index: Path) -> None:
    done = publish(FIRST, index)
    assert named(done) == live_name(index)
    assert named(done).startswith("000001-")
    assert (done.published, done.posts, done.semantic) == (True, 3, False)
    assert done.changes == Changes(added=("2021-01-post", "2021-02-post", "2021-03-post"))
    assert (done.removed, done.notes) == ((), ())
    assert serves(index, FIRST)
    for folder in (index, index / named(done)):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert sorted(p.name for p in index.iterdir()) == [named(done), "CURRENT", "LOCK"]


def test_nothing_is_published_when_nothing_changed(index: Path) -> None:
    first = publish(FIRST, index)
    again = publish(FIRST, index)
    assert (again.published, named(again)) == (False, named(first))
    assert not again.changes
    assert generations(index) == [named(first)]


def test_changes_are_reported_and_the_generation_before_is_kept(index: Path) -> None:
    first = publish(FIRST, index)
    second = publish(SECOND, index)
    assert second.changes == Changes(added=("2021-04-post",), changed=("2021-02-post",))
    third = publish(a_digest("Burnout"), index)
    assert third.changes.removed == ("2021-02-post", "2021-03-post", "2021-04-post")
    assert named(first) not in generations(index)
    assert generations(index) == [named(second), named(third)]
    assert named(third).startswith("000003-")


def test_a_change_of_topics_is_published(index: Path) -> None:
    publish(FIRST, index)
    done = publish(replace(FIRST, topics=(Topic("alliance", "Alliance", ("Bond",)),)), index)
    assert done.published
    assert not done.changes


@pytest.mark.skipif(not installed(), reason="needs the semantic extra")
def test_a_change_of_the_semantic_setting_is_published(index: Path) -> None:
    publish(FIRST, index)
    assert publish(FIRST, index, semantic=True).semantic
    assert not publish(FIRST, index, semantic=True).published
    assert publish(FIRST, index, semantic=False).published


def test_progress_is_reported(index: Path) -> None:
    told: list[tuple[str, int, int]] = []
    publish(FIRST, index, progress=lambda *step: told.append(step))
    assert told
    assert all(0 <= done <= total for _, done, total in told)


def test_an_empty_digest_replaces_nothing(index: Path) -> None:
    publish(FIRST, index)
    with pytest.raises(DigestEmpty):
        publish(Digest(name="Wrong folder"), index)
    assert serves(index, FIRST)


def test_orphans_of_killed_runs_are_removed(index: Path) -> None:
    first = publish(FIRST, index)
    shutil.copytree(index / named(first), index / "000002-cccccc")
    (index / "000003-dddddd.partial").mkdir()
    done = publish(SECOND, index)
    assert done.removed == ("000003-dddddd.partial", "000002-cccccc")
    assert named(done).startswith("000004-")
    assert generations(index) == [named(first), named(done)]


def test_an_orphan_is_removed_even_if_nothing_changed(index: Path) -> None:
    first = publish(FIRST, index)
    (index / "000002-dddddd.partial").mkdir()
    assert publish(FIRST, index).removed == ("000002-dddddd.partial",)
    assert generations(index) == [named(first)]


@pytest.mark.parametrize(
    ("error", "raised", "told"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), DiskFull, "no room"),
        (OSError("12970 requested and 8160 written"), DiskFull, "no room"),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), DiskFull, "quota"),
        (OSError(errno.EROFS, "Read-only file system", "/x"), FolderReadOnly, "/x can't be"),
        (OSError(errno.EIO, "Input/output error"), DiskFault, "Input/output"),
        (ModelUnavailable("no model"), ModelUnavailable, "no model"),
        (KeyboardInterrupt(), KeyboardInterrupt, None),
    ],
)
def test_a_failure_leaves_the_old_generation_live_and_no_files(
    index: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    raised: type[BaseException],
    told: str | None,
) -> None:
    first = publish(FIRST, index)
    with monkeypatch.context() as patched, pytest.raises(raised, match=told):
        patched.setattr(on_disk, "write_generation", failing(error))
        publish(SECOND, index)
    assert serves(index, FIRST)
    assert generations(index) == [named(first)]
    assert publish(SECOND, index).published


def test_a_folder_that_cant_be_created_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DiskFault, match="file"):
        publish(FIRST, tmp_path / "file" / "index")


def test_a_folder_writable_by_others_is_refused(index: Path) -> None:
    publish(FIRST, index)
    index.chmod(0o777)
    with pytest.raises(FolderNotPrivate):
        publish(SECOND, index)


def test_a_damaged_generation_is_not_built_upon(index: Path) -> None:
    first = publish(FIRST, index)
    manifest = index / named(first) / "manifest.json"
    manifest.write_bytes(manifest.read_bytes()[:-9])
    done = publish(FIRST, index)
    assert done.published
    assert named(first) in done.notes[0]
    assert "Every post was analysed again." in done.notes
    assert serves(index, FIRST)


def test_if_the_live_generation_is_damaged_the_one_before_is_built_upon(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = publish(FIRST, index), publish(SECOND, index)
    for path in (index / named(second)).rglob("*"):
        if path.is_file() and path.stat().st_nlink == 1 and path.name != "manifest.json":
            path.write_bytes(path.read_bytes()[:-1])
    used: list[object] = []

    def write(target: Path, digest: Digest, *, previous: Path | None, **rest: object) -> None:
        used.append(previous)
        write_generation(target, digest, previous=previous)

    monkeypatch.setattr(on_disk, "write_generation", write)
    done = publish(SECOND, index)
    assert used == [index / named(first)]
    assert len(done.notes) == 1
    assert serves(index, SECOND)


@pytest.mark.parametrize("content", [None, b"", b"000009-ffffff\n", b"\xff\xfe\x00"])
def test_a_corrupted_current_is_replaced(index: Path, content: bytes | None) -> None:
    first = publish(FIRST, index)
    (index / "CURRENT").unlink()
    if content is not None:
        (index / "CURRENT").write_bytes(content)
    done = publish(FIRST, index)
    assert done.published
    assert not done.changes
    assert "CURRENT" in done.notes[0]
    assert serves(index, FIRST)
    assert generations(index) == [named(first), named(done)]


def test_a_generation_of_another_format_is_built_anew(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(FIRST, index)

    def outdated(generation: Path) -> None:
        raise IndexOutdated("generation 000001-abcdef was made by another version")

    with monkeypatch.context() as patched:
        patched.setattr(on_disk, "check_generation", outdated)
        done = publish(FIRST, index)
    assert done.published
    assert done.notes[0] == "Generation 000001-abcdef was made by another version."


def test_a_second_indexer_waits_and_then_reports_the_lock(index: Path) -> None:
    publish(FIRST, index)
    with writer_lock(index, 0), pytest.raises(IndexLocked, match=f"by process {os.getpid()}"):
        publish(SECOND, index, timeout=0.1)
    assert publish(SECOND, index).published


def test_everything_is_synced_before_the_generation_is_named(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def recorded(step: str) -> Callable[..., None]:
        real: Callable[..., None] = getattr(on_disk, step)

        def call(*arguments: object, **named: object) -> None:
            real(*arguments, **named)
            done.append(step)

        return call

    for step in ("write_generation", "sync_tree", "sync", "replace_file"):
        monkeypatch.setattr(on_disk, step, recorded(step))
    publish(FIRST, index)
    begun = done.index("write_generation")
    assert done[begun:] == ["write_generation", "sync_tree", "sync", "replace_file", "sync"]


def test_a_clock_set_back_changes_nothing(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = publish(FIRST, index)
    monkeypatch.setattr("time.time", lambda: 0.0)
    second: Publication = publish(SECOND, index)
    assert named(second) > named(first)
    assert live_name(index) == named(second)


def in_a_file(digest: Digest) -> Digest:
    """The digest with its posts in a file, as a large one is read."""
    gathering = Gathering()
    for post in digest.posts:
        gathering.add(post)
    assert gathering.filed
    return replace(digest, posts=gathering.posts())


def test_a_digest_in_a_file_is_published_and_updated_as_one_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filed, "LARGE", 1)
    titles = ("Alliance", "Burnout", "Dropout", "Grief")
    renamed = a_digest(*titles)
    text = "Therapists of forty clinics were asked, and those with more clients were more tired."
    moved = replace(renamed.posts[1], id="2021-02-renamed", summary=text, doi="10.1000/a.1")
    before = replace(renamed, posts=(renamed.posts[0], replace(moved, id="2021-02-old")))
    after = replace(renamed, posts=(renamed.posts[0], moved, *renamed.posts[2:]))
    done = {}
    for name, held in (("memory", True), ("file", False)):
        place = tmp_path / name
        first = publish(before if held else in_a_file(before), place)
        second = publish(after if held else in_a_file(after), place)
        again = publish(after if held else in_a_file(after), place)
        assert (first.published, second.published, again.published) == (True, True, False)
        manifest = read_manifest(place / named(second))
        plain = {n: c for n, c in manifest.files.items() if not n.startswith("fulltext/")}
        done[name] = named(first), named(second), second.changes, second.notes, plain
        assert second.changes.added == ("2021-02-renamed", "2021-03-post", "2021-04-post")
        assert "2021-02-old was renamed by hand" in second.notes[0]
        assert sorted(file.name for file in place.iterdir()) == sorted(
            ["CURRENT", "LOCK", named(first), named(second)]
        )
    assert done["memory"] == done["file"]
