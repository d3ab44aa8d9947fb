"""Writing that survives a crash: a file is on the disk before anything points to it."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

_AT_ONCE = 8


def sync_tree(folder: Path) -> None:
    """Every file and folder below ``folder``, and itself, is on the disk when this returns."""
    parts = [(Path(parent), files) for parent, _, files in os.walk(folder, topdown=False)]
    # Files at once, since the disk then writes its journal once for many.
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for _ in pool.map(sync, [parent / name for parent, files in parts for name in files]):
            pass
    for parent, _ in parts:
        sync(parent)


def sync(path: Path) -> None:
    """The file, or the names in the folder, at ``path`` are on the disk when this returns."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_text(path: Path, text: str) -> None:
    """The file at ``path`` holds ``text`` from one moment to the next, with mode 0600.

    A reader sees the old text or the new one, and so does one after a crash. A file that a crash
    left beside it is written over.
    """
    beside = path.with_name(path.name + ".new")
    beside.unlink(missing_ok=True)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    sync(path.parent)
