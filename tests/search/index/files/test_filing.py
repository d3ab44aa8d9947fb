"""Files are written by other threads, each with its checksum."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path

import pytest

from search.index.files.filing import Filing, checksum


def test_written_files_are_in_the_folder_with_their_checksums(tmp_path: Path) -> None:
    def two(folder: Path) -> None:
        (folder / "one").write_bytes(b"beans")
        (folder / "two").write_bytes(b"")

    def many(folder: Path) -> None:
        (folder / "three").write_bytes(b"b" * 3_000_000)

    def deep(folder: Path) -> None:
        (folder / "deep").mkdir()
        (folder / "deep" / "four").write_bytes(b"moss")

    with Filing(tmp_path) as filing:
        filing.put("few", two)
        filing.put("many", many)
        filing.put_here("deep", deep)
        found = filing.checksums()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["deep", "one", "three", "two"]
    for name, told in found.items():
        assert told == hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()
    assert sorted(found) == ["deep/four", "one", "three", "two"]


def test_a_copy_has_the_checksum_of_its_original(tmp_path: Path) -> None:
    """With the checksum of the copy itself an error in copying would not be detected."""

    def miscopied(folder: Path) -> tuple[str, ...]:
        (folder / "copy").write_bytes(b"beens")
        (folder / "new").write_bytes(b"moss")
        return ("copy",)

    with Filing(tmp_path, {"copy": checksum_of(b"beans"), "new": "an older one"}) as filing:
        filing.put("some", miscopied)
        found = filing.checksums()
    assert found == {"copy": checksum_of(b"beans"), "new": checksum_of(b"moss")}


def checksum_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_files_are_written_while_others_are_made(tmp_path: Path) -> None:
    made = threading.Event()
    threads: list[threading.Thread] = []

    def waits(folder: Path) -> None:
        assert made.wait(60)
        threads.append(threading.current_thread())
        (folder / "late").write_text("beans", "utf-8")

    with Filing(tmp_path) as filing:
        filing.put("late", waits)
        made.set()
    filing.put_here("here", lambda folder: threads.append(threading.current_thread()))
    assert [thread is threading.main_thread() for thread in threads] == [False, True]
    assert (tmp_path / "late").read_text("utf-8") == "beans"


def test_an_error_in_writing_is_raised(tmp_path: Path) -> None:
    def fails(folder: Path) -> None:
        raise OSError("no room")

    with Filing(tmp_path) as filing:
        filing.put("fails", fails)
        with pytest.raises(OSError, match="no room"):
            filing.checksums()
        with pytest.raises(OSError, match="no room"):
            filing.put_here("fails here", fails)


def test_after_an_error_nothing_more_is_written(tmp_path: Path) -> None:
    ends = threading.Event()
    written: list[Path] = []

    def held(folder: Path) -> None:
        ends.wait(60)

    with pytest.raises(ValueError, match="spade"), Filing(tmp_path) as filing:
        for name in ("one", "two"):
            filing.put(name, held)
        filing.put("three", written.append)
        # Both threads are held until leaving has begun, or at the latest until a timer ends.
        threading.Timer(0.2, ends.set).start()
        raise ValueError("spade")
    assert not written


def test_the_checksum_is_that_of_the_whole_file(tmp_path: Path) -> None:
    for size in (0, 1, 1 << 23, (1 << 23) + 1):
        file = tmp_path / str(size)
        file.write_bytes(bytes(range(256)) * (size // 256) + b"x" * (size % 256))
        assert checksum(file) == hashlib.sha256(file.read_bytes()).hexdigest()
