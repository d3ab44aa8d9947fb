"""The lock of an index folder, which only one writer can hold."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.durable import replace_file
from indexer.errors import IndexLocked

LOCK = "LOCK"
# The lock file itself stays empty, because some versions of filelock truncate it before locking.
HOLDER = "LOCK.holder"


@contextmanager
def writer_lock(index: Path, timeout: float) -> Iterator[None]:
    """Hold the index folder's lock; the kernel releases it when the process ends.

    Waits at most ``timeout`` seconds, then raises ``IndexLocked`` with who holds it since when.
    """
    lock = FileLock(index / LOCK, timeout=timeout, mode=0o600)
    try:
        lock.acquire()
    except Timeout:
        raise IndexLocked(f"the index {index} is being written {_holder(index)}") from None
    try:
        since = datetime.now().astimezone().isoformat(timespec="seconds")
        note = json.dumps({"pid": os.getpid(), "since": since})
        replace_file(index / HOLDER, note, mode=0o600)
        yield
    finally:
        try:
            (index / HOLDER).unlink(missing_ok=True)
        finally:
            lock.release()


def _holder(index: Path) -> str:
    """Who holds the lock, as a phrase; this may have changed a moment ago."""
    try:
        note = json.loads((index / HOLDER).read_text(encoding="utf-8"))
        return f"by process {note['pid']:d} since {note['since']:.40}"
    except (OSError, ValueError, KeyError, TypeError):
        return "by another process"
