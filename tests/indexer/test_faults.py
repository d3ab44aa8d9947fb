"""Each fault that an index may meet leaves what was good serving, and says what to do.

Real disks, processes and permissions where they can be had; see also ``test_indexer_crash``.
"""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from unittest import mock

import pytest

from corpus.digest import Digest
from corpus.folder import read as reading
from corpus.folder import text_file
from corpus.problem import Problems
from indexer.errors import FolderNotPrivate, IndexLocked
from indexer.publish import publish
from indexer.shelf.folder import FolderShelf
from indexer.status import status
from search.engine.open import open_engine
from search.errors import IndexDamaged, IndexNotPrivate
from search.index.files.folder import live_name
from search.index.files.manifest import MANIFEST, read_manifest
from search.question import Question
from search.text.language import FILES
from tests import garden
from tests.digest_folder import DigestFolder
from tests.indexing import delete, make_digest, pprsearch, write
from tests.patience import PATIENCE, eventually

OLD = garden.digest(*garden.POSTS[:8])
NEW = garden.digest(*garden.POSTS)
NOBODY = 65534

processes = get_context("forkserver")
processes.set_forkserver_preload([__name__, "scipy.sparse.linalg"])


@pytest.fixture
def index(tmp_path: Path) -> Path:
    publish(OLD, tmp_path / "index")
    return tmp_path / "index"


def posts_of(digest: Digest) -> set[str]:
    return {post.id for post in digest.posts}


def served(index: Path) -> set[str]:
    """What a reader who comes now is shown; a question is answered as well."""
    engine = open_engine(index, semantic=False)
    assert engine.now().search(Question.parse('"raised beds" compost')).hits
    return {post.id for post in engine.now().archive()}


def run(target: Callable[..., None], *arguments: object) -> int | None:
    """Run in a process of its own; its exit status."""
    process = processes.Process(target=target, args=arguments)
    process.start()
    process.join(PATIENCE)
    return process.exitcode


# Disk full


def index_with_little_room(index: str, report: str, size: int = resource.RLIM_INFINITY) -> None:
    """Whoosh leaves files open when it fails, so this is for a process that ends soon."""
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        publish(NEW, Path(index))
    except Exception as error:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        Path(report).write_text(f"{type(error).__name__}: {error} {getattr(error, 'hint', '')}")


@pytest.mark.parametrize("size", [0, 60, 500, 4_000])
def test_a_disk_that_is_full(index: Path, tmp_path: Path, size: int) -> None:
    """The kernel refuses to write beyond a size, at different files of the generation."""
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
    """A disk of 2 MB, where the system lets us make one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m,mode=700", "tmpfs", str(disk)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("needs the right to mount a small disk")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def test_a_small_disk_that_is_full(tiny_disk: Path, tmp_path: Path) -> None:
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
    """Run as a user whom permissions bind, with the folder's content theirs."""
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, NOBODY, NOBODY)
    return run(dropped, target, str(folder))


def dropped(target: Callable[[Path], None], folder: str) -> None:
    if os.geteuid() != 0:
        return target(Path(folder))
    # Whoever has no rights may not be able to reach Python's own modules or the project's folder:
    # all are used once, and what is read there anew each time is laid where it can be.
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


def test_a_folder_that_cant_be_written(anyones: Path) -> None:
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


def test_a_file_that_cant_be_read(anyones: Path) -> None:
    publish(OLD, anyones / "index")
    publish(NEW, anyones / "index")
    assert without_rights(serve_with_a_file_that_cant_be_read, anyones) == 0


@pytest.fixture
def read_only_disk(index: Path) -> Iterator[Path]:
    """The index on a disk that is mounted read-only, where the system lets us."""
    bind = ["mount", "--bind", str(index), str(index)]
    if shutil.which("mount") is None or subprocess.run(bind, capture_output=True).returncode:
        pytest.skip("needs the right to mount a folder")
    subprocess.run(["mount", "-o", "remount,ro,bind", str(index)], check=True)
    yield index
    subprocess.run(["umount", "-l", str(index)], check=True)


def test_a_read_only_disk(read_only_disk: Path, tmp_path: Path, own_cache: Path) -> None:
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


def test_a_folder_that_others_can_write(index: Path) -> None:
    engine = open_engine(index, semantic=False)
    index.chmod(0o777)
    with pytest.raises(FolderNotPrivate, match="can be written by others"):
        publish(NEW, index)
    with pytest.raises(IndexNotPrivate):
        open_engine(index, semantic=False)
    # Who has it open already has read what was there before.
    assert {post.id for post in engine.now().archive()} == posts_of(OLD)


# Two at once


def index_and_report(index: str, version: int, report: str) -> None:
    done = publish(replace(NEW, name=f"Version {version}"), Path(index), timeout=PATIENCE)
    Path(report).write_text(json.dumps([done.generation, done.published]))


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


def test_one_that_hangs_is_named_and_its_end_frees_the_index(index: Path, tmp_path: Path) -> None:
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


# Time and posts


@pytest.mark.usefixtures("eager")
def test_a_clock_that_was_set_back(index: Path) -> None:
    """Ten years back, for every file and all that the indexer reads of the time."""
    for path in (index, *index.rglob("*")):
        os.utime(path, (2_000_000_000, 2_000_000_000))
    code = (
        "import time, datetime, sys\n"
        "past = time.time() - 10 * 365 * 86400\n"
        "time.time = lambda: past\n"
        "class Past(datetime.datetime):\n"
        "    @classmethod\n"
        "    def now(cls, tz=None):\n"
        "        return cls.fromtimestamp(past, tz)\n"
        "datetime.datetime = Past\n"
        "from pathlib import Path\n"
        "from tests.indexer.test_faults import NEW, publish\n"
        "publish(NEW, Path(sys.argv[1]))\n"
    )
    engine = open_engine(index, semantic=False)
    subprocess.run([sys.executable, "-W", "ignore", "-c", code, str(index)], check=True)
    assert str(live_name(index)).startswith("000002-")
    written = read_manifest(index / str(live_name(index))).written
    assert int(written[:4]) <= time.gmtime().tm_year - 9
    assert engine.now().generation == live_name(index)
    assert served(index) == posts_of(NEW)
    assert status(index).health == ()
    assert not publish(NEW, index).published


def test_a_post_deleted_while_the_digest_is_read(
    tmp_path: Path, own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its name was seen and its file is gone: nothing is published, and the next run is right."""
    folder = make_digest(tmp_path / "digest")
    index = tmp_path / "index"
    arguments = ("index", folder.root, "--index", index, "--no-semantic")
    assert pprsearch(*arguments).exit_code == 0
    live = live_name(index)
    really = text_file.read_text

    def read_text(path: Path, root: Path, problems: Problems) -> str | None:
        if path.stem == "2021-03-ladybirds":
            path.unlink()
        return really(path, root, problems)

    with monkeypatch.context() as patched:
        patched.setattr(reading, "read_text", read_text)
        result = pprsearch(*arguments)
    assert result.exit_code == 1
    assert "posts/2021-03-ladybirds.md:1: there is no such file" in result.stderr
    assert live_name(index) == live
    again = pprsearch(*arguments)
    assert again.stdout.startswith("3 posts: 0 added, 0 changed, 1 removed.")


def test_a_post_deleted_while_it_is_indexed(folder: DigestFolder, tmp_path: Path) -> None:
    """What was read is published whole; the deletion comes with the next run."""
    digest = folder.read().digest
    deleted = threading.Event()

    def progress(step: str, done: int, total: int) -> None:
        if not deleted.is_set():
            delete(folder, "2021-03-ladybirds")
            deleted.set()

    index = tmp_path / "index"
    publish(digest, index, progress=progress)
    assert deleted.is_set()
    engine = open_engine(index, semantic=False)
    assert engine.health == ()
    assert engine.now().post("2021-03-ladybirds").title == "On ladybirds"
    write(folder, "2021-05-hedges", "Hedges kept the wind out.")
    assert publish(folder.read().digest, index).changes.removed == ("2021-03-ladybirds",)


@pytest.fixture
def folder(tmp_path: Path) -> DigestFolder:
    return make_digest(tmp_path / "digest")


# Damage


def files_of(generation: Path) -> list[str]:
    files = (path for path in generation.rglob("*") if path.is_file())
    return sorted(str(path.relative_to(generation)) for path in files)


def test_any_file_of_the_live_generation_cut_short(index: Path) -> None:
    """Whichever it is, the one before serves and says so; the next run builds it anew."""
    publish(NEW, index)
    live = index / str(live_name(index))
    before = str(FolderShelf(index).contents().before)
    for name in files_of(live):
        whole = (live / name).read_bytes()
        (live / name).write_bytes(whole[: len(whole) // 2])
        if whole[: len(whole) // 2] != whole:
            engine = open_engine(index, semantic=False)
            assert engine.now().generation == before, name
            assert live.name in engine.health[0]
            assert "pprsearch index" in engine.health[0]
            assert {post.id for post in engine.now().archive()} == posts_of(OLD)
            damage = status(index)
            assert damage.serving is not None
            assert damage.serving.name == before
            assert damage.health
        (live / name).write_bytes(whole)
    assert served(index) == posts_of(NEW)
    (live / MANIFEST).write_text("{}")
    done = publish(NEW, index)
    assert "manifest" in done.notes[0]
    # What is kept to go back to is whole.
    assert FolderShelf(index).contents().generations == (before, done.generation)
    assert status(index).health == ()


def test_every_generation_cut_short(index: Path) -> None:
    """Whoever has it open goes on answering; who comes anew is told to build it again."""
    publish(NEW, index)
    engine = open_engine(index, semantic=False)
    for name in FolderShelf(index).contents().generations:
        (index / name / MANIFEST).write_text("")
    assert {post.id for post in engine.now().archive()} == posts_of(NEW)
    with pytest.raises(IndexDamaged) as raised:
        open_engine(index, semantic=False)
    assert "pprsearch index" in raised.value.hint
    assert "Every post was analysed again." in publish(NEW, index).notes
    assert served(index) == posts_of(NEW)
    assert status(index).health == ()


@pytest.mark.parametrize(
    "content",
    [
        None,
        b"",
        b"\n",
        b"999999999999-abcdef",
        b"000002",
        b"000002-",
        b"nonsense\n",
        b"../../etc",
        b"\xff\xfe\x00\x00",
    ],
)
@pytest.mark.usefixtures("eager")
def test_a_corrupted_current(index: Path, content: bytes | None) -> None:
    publish(NEW, index)
    live = live_name(index)
    running = open_engine(index, semantic=False)
    (index / "CURRENT").unlink()
    if content is not None:
        (index / "CURRENT").write_bytes(content)
    for engine in (running, open_engine(index, semantic=False)):
        assert engine.now().generation == live
        assert engine.health[0].startswith("CURRENT is missing or unreadable")
        assert "pprsearch index" in engine.health[0]
    assert any("CURRENT" in note for note in status(index).health)
    done = publish(NEW, index)
    assert done.published
    assert "CURRENT" in done.notes[0]
    assert served(index) == posts_of(NEW)
    assert running.now().generation == live_name(index)
    assert running.health == ()


def test_a_current_that_names_what_is_not_there(index: Path) -> None:
    live = live_name(index)
    (index / "CURRENT").write_text("000009-abcdef\n")
    engine = open_engine(index, semantic=False)
    assert engine.now().generation == live
    assert "000009-abcdef" in engine.health[0]
    assert publish(OLD, index).published
    assert status(index).health == ()
