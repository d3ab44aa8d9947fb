"""Files are put into a folder on other threads, each with the checksum of what lies there."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path

import pytest

from search.index.filing import Filing, checksum


def test_what_was_put_lies_in_the_folder_with_its_checksum(tmp_path: Path) -> None:
    def two(folder: Path) -> None:
        (folder / "one").write_bytes(b"beans")
        (folder / "two").write_bytes(b"")

    with Filing(tmp_path) as filing:
        filing.put(two)
        filing.put(lambda folder: (folder / "three").write_bytes(b"b" * 3_000_000))
        found = filing.checksums()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["one", "three", "two"]
    for name, told in found.items():
        assert told == hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()
    assert sorted(found) == ["one", "three", "two"]


def test_files_are_written_while_others_are_made(tmp_path: Path) -> None:
    made = threading.Event()

    def waits(folder: Path) -> None:
        assert made.wait(60)
        (folder / "late").write_text("beans", "utf-8")

    with Filing(tmp_path) as filing:
        filing.put(waits)
        other = filing.start(lambda: threading.current_thread() is threading.main_thread())
        assert not other.result()
        made.set()
    assert (tmp_path / "late").read_text("utf-8") == "beans"


def test_an_error_in_writing_is_raised(tmp_path: Path) -> None:
    def fails(folder: Path) -> None:
        raise OSError("no room")

    with Filing(tmp_path) as filing:
        filing.put(fails)
        with pytest.raises(OSError, match="no room"):
            filing.checksums()


def test_after_an_error_nothing_is_written_any_more(tmp_path: Path) -> None:
    ends = threading.Event()
    written: list[Path] = []
    with pytest.raises(ValueError, match="spade"), Filing(tmp_path) as filing:
        for _ in range(2):
            filing.start(lambda: ends.wait(60))
        filing.put(written.append)
        # Both threads are held until leaving has begun, which is told by a timer at the latest.
        threading.Timer(0.2, ends.set).start()
        raise ValueError("spade")
    assert not written


def test_the_checksum_is_that_of_the_whole_file(tmp_path: Path) -> None:
    for size in (0, 1, 1 << 23, (1 << 23) + 1):
        file = tmp_path / str(size)
        file.write_bytes(bytes(range(256)) * (size // 256) + b"x" * (size % 256))
        assert checksum(file) == hashlib.sha256(file.read_bytes()).hexdigest()
