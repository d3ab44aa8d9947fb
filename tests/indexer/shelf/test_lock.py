"""The lock for one writer at a time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from indexer.errors import IndexLocked
from indexer.shelf.lock import HOLDER, LOCK, writer_lock

HOLD = """
import sys, time
from pathlib import Path
from indexer.shelf.lock import writer_lock
with writer_lock(Path(sys.argv[1]), 0):
    print("held", flush=True)
    time.sleep(120)
"""


def test_the_holder_of_the_lock_is_named_and_a_kill_releases_it(
    tmp_path: Path,
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with (
            pytest.raises(IndexLocked, match=rf"by process {holder.pid} since \d{{4}}-") as caught,
            writer_lock(tmp_path, 0.1),
        ):
            pass
        assert "Readers" in caught.value.hint
        holder.send_signal(signal.SIGKILL)
    with writer_lock(tmp_path, 0.1):
        assert f'"pid": {os.getpid()}' in (tmp_path / HOLDER).read_text()
    assert [p.name for p in tmp_path.iterdir()] == [LOCK]


@pytest.mark.parametrize("note", [None, "", "{}", '{"pid": "x", "since": 3}', "[1]", "\udcff"])
def test_an_unreadable_note_of_the_holder_is_ignored(tmp_path: Path, note: str | None) -> None:
    with writer_lock(tmp_path, 0.1):
        (tmp_path / HOLDER).unlink()
        if note is not None:
            (tmp_path / HOLDER).write_bytes(note.encode(errors="surrogateescape"))
        with (
            pytest.raises(IndexLocked, match="by another process"),
            writer_lock(tmp_path, 0),
        ):
            pass


def test_the_lock_is_released_when_the_work_fails(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="fell over"), writer_lock(tmp_path, 0):
        raise RuntimeError("fell over")
    with writer_lock(tmp_path, 0):
        pass
