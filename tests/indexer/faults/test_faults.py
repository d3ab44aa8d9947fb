"""With each fault of disk, rights or processes the good index is served, and the cure is named.

The tests use real disks, processes and permissions if possible; see also ``test_crash.py``.
"""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from unittest import mock

import pytest

from indexer.errors import FolderNotPrivate, IndexLocked
from indexer.publish import publish
from indexer.shelf.folder import FolderShelf
from indexer.status import status
from search.engine.open import open_engine
from search.errors import IndexNotPrivate
from search.index.files.folder import live_name
from search.text.language import FILES
from tests.digests.indexing import make_digest, pprsearch
from tests.indexer.two_editions import NEW, OLD, posts_of, served
from tests.patience import PATIENCE, eventually

NOBODY = 65534

processes = get_context("forkserver")
processes.set_forkserver_preload([__name__, "scipy.sparse.linalg"])


def run(target: Callable[..., None], *arguments: object) -> int | None:
    """Run in a separate process; returns its exit status."""
    process = processes.Process(target=target, args=arguments)
    process.start()
    process.join(PATIENCE)
    return process.exitcode


# Disk full


def index_with_little_room(index: str, report: str, size: int = resource.RLIM_INFINITY) -> None:
    """For a process that ends soon, since Whoosh leaves files open when it fails."""
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        publish(NEW, Path(index))
    except Exception as error:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        Path(report).write_text(f"{type(error).__name__}: {error} {getattr(error, 'hint', '')}")


@pytest.mark.slow
@pytest.mark.parametrize("size", [0, 60, 500, 4_000])
def test_a_full_disk_leaves_the_old_index(index: Path, tmp_path: Path, size: int) -> None:
    """The kernel refuses to write files beyond a size; each size fails at another file."""
    report = tmp_path / "report"
    before = FolderShelf(index).contents()
    assert run(index_with_little_room, str(index), str(report), size) == 0
    assert re.match(
        r"DiskFull: no room on the disk of .*index: .*Free some space", report.read_text()
    )
    assert FolderShelf(index).contents() == before
    assert served(index) == posts_of(OLD)
    assert publish(NEW, index).published


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MB, if the system allows to mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m,mode=700", "tmpfs", str(disk)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("needs the right to mount a small disk")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def test_a_full_small_disk_leaves_the_old_index(tiny_disk: Path, tmp_path: Path) -> None:
    index = tiny_disk / "index"
    publish(OLD, index)
    filler = tiny_disk / "filler"
    free = os.statvfs(tiny_disk)
    filler.write_bytes(b"x" * (free.f_bavail * free.f_frsize - 20_000))
    report = tmp_path / "report"
    assert run(index_with_little_room, str(index), str(report)) == 0
    assert report.read_text().startswith("DiskFull: no room on the disk of")
    assert served(index) == posts_of(OLD)
    assert FolderShelf(index).contents().unfinished == ()
    filler.unlink()
    assert publish(NEW, index).published


# Permissions and read-only folders


@pytest.fixture
def anyones() -> Iterator[Path]:
    """A folder that a process without rights can reach and own."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)  # noqa: S103 - others pass through it
        yield Path(folder)


def without_rights(target: Callable[[Path], None], folder: Path) -> int | None:
    """Run as a user without rights, who owns the folder's content."""
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, NOBODY, NOBODY)
    return run(dropped, target, str(folder))


def dropped(target: Callable[[Path], None], folder: str) -> None:
    if os.geteuid() != 0:
        return target(Path(folder))
    # A user without rights may not be able to read Python's own modules or the project's folder. So
    # all modules are used once before, and files that are read each time are copied.
    with tempfile.TemporaryDirectory() as used:
        publish(OLD, Path(used, "index"))
        served(Path(used, "index"))
    words = shutil.copy(FILES["en"], folder)
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)
    with mock.patch.dict(FILES, en=Path(words)):
        target(Path(folder))


def index_in_a_folder_that_is_read_only(folder: Path) -> None:
    folder.chmod(0o555)
    missing = folder / "other"
    try:
        publish(NEW, missing)
    except Exception as error:
        assert type(error).__name__ == "FolderReadOnly", error
        assert "can't be written" in str(error)
        assert "--index" in getattr(error, "hint", "")
    else:
        raise AssertionError("it was written")
    finally:
        folder.chmod(0o755)
    assert served(folder / "index") == posts_of(OLD)


@pytest.mark.slow
def test_an_unwritable_folder_is_reported(anyones: Path) -> None:
    publish(OLD, anyones / "index")
    assert without_rights(index_in_a_folder_that_is_read_only, anyones) == 0


def serve_with_a_file_that_cant_be_read(folder: Path) -> None:
    index = folder / "index"
    live = index / str(live_name(index))
    (live / "posts.jsonl").chmod(0)
    engine = open_engine(index, semantic=False)
    assert {post.id for post in engine.now().archive()} == posts_of(OLD)
    assert "posts.jsonl is missing or unreadable" in engine.health[0]
    assert "pprsearch index" in engine.health[0]
    done = publish(NEW, index)
    assert done.published
    assert "posts.jsonl" in done.notes[0]
    assert served(index) == posts_of(NEW)


@pytest.mark.slow
def test_an_unreadable_file_leaves_the_generation_before(anyones: Path) -> None:
    publish(OLD, anyones / "index")
    publish(NEW, anyones / "index")
    assert without_rights(serve_with_a_file_that_cant_be_read, anyones) == 0


@pytest.fixture
def read_only_disk(index: Path) -> Iterator[Path]:
    """The index on a disk mounted read-only, if the system allows it."""
    bind = ["mount", "--bind", str(index), str(index)]
    if shutil.which("mount") is None or subprocess.run(bind, capture_output=True).returncode:
        pytest.skip("needs the right to mount a folder")
    subprocess.run(["mount", "-o", "remount,ro,bind", str(index)], check=True)
    yield index
    subprocess.run(["umount", "-l", str(index)], check=True)


def test_a_read_only_disk_is_reported_and_still_served(
    read_only_disk: Path, tmp_path: Path, own_cache: Path
) -> None:
    folder = make_digest(tmp_path / "digest")
    for command in ("index", "rollback"):
        options = ["--no-semantic"] if command == "index" else []
        result = pprsearch(command, folder.root, "--index", read_only_disk, *options)
        assert result.exit_code == 1
        assert "can't be written: Read-only file system" in result.stderr
        assert "--index" in result.stderr
    assert served(read_only_disk) == posts_of(OLD)
    assert status(read_only_disk).health == ()
    plan = pprsearch("index", folder.root, "--index", read_only_disk, "--no-semantic", "--dry-run")
    assert plan.exit_code == 0


def test_a_folder_writable_by_others_is_refused(index: Path) -> None:
    engine = open_engine(index, semantic=False)
    index.chmod(0o777)
    with pytest.raises(FolderNotPrivate, match="can be written by others"):
        publish(NEW, index)
    with pytest.raises(IndexNotPrivate):
        open_engine(index, semantic=False)
    # A reader with the index open has read the files from before.
    assert {post.id for post in engine.now().archive()} == posts_of(OLD)


# Two at once


def index_and_report(index: str, version: int, report: str) -> None:
    done = publish(replace(NEW, name=f"Version {version}"), Path(index), timeout=PATIENCE)
    Path(report).write_text(json.dumps([done.generation, done.published]))


@pytest.mark.slow
def test_indexers_at_once_take_turns(index: Path, tmp_path: Path) -> None:
    running = []
    for version in range(4):
        arguments = (str(index), version, str(tmp_path / f"report{version}"))
        running.append(processes.Process(target=index_and_report, args=arguments))
    for process in running:
        process.start()
    while any(process.is_alive() for process in running):
        assert served(index) in (posts_of(OLD), posts_of(NEW))
    assert [process.exitcode for process in running] == [0] * 4
    reports = [json.loads((tmp_path / f"report{version}").read_text()) for version in range(4)]
    names = sorted(name for name, _ in reports)
    assert [name[:6] for name in names] == ["000002", "000003", "000004", "000005"]
    assert live_name(index) == names[-1]
    assert served(index) == posts_of(NEW)


def hold_the_lock(index: str, held: str) -> None:
    from indexer.shelf.lock import writer_lock

    with writer_lock(Path(index), 0):
        Path(held).write_text("held")
        time.sleep(PATIENCE)


def test_a_hanging_indexer_is_named_and_its_end_releases_the_index(
    index: Path, tmp_path: Path
) -> None:
    held = tmp_path / "held"
    process = processes.Process(target=hold_the_lock, args=(str(index), str(held)))
    process.start()
    eventually(held.exists)
    with pytest.raises(IndexLocked, match=f"by process {process.pid}") as raised:
        publish(NEW, index, timeout=0.1)
    assert "end it" in raised.value.hint
    assert served(index) == posts_of(OLD)
    process.kill()
    process.join()
    assert publish(NEW, index).published
