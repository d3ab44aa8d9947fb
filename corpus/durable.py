"""Files that survive a crash: replaced whole, and on the disk before anything points to them."""

from __future__ import annotations

import contextlib
import os
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

_AT_ONCE = 8
_MARK = re.compile(r"[0-9a-f]{8}")


def replace_file(path: Path, text: str | bytes, *, mode: int = 0o666) -> None:
    """The file at ``path`` holds ``text``, in UTF-8, from one moment to the next.

    A reader sees the old text or the new one, and so does one after a crash; for which of them it
    is to be certain, ``sync`` the folder afterwards. Folders that are missing are made. ``mode`` is
    that of the file, less what the user's mask forbids. Raises ``OSError``; nothing is left behind
    then. What a killed process left is found by ``leftovers``.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # Hidden, since an editor or a watch of the folder looks at what is not; and of a name of its
    # own, so that two who write the same file at once don't write into each other's.
    beside = path.with_name(f".{path.name}.{os.urandom(4).hex()}")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode)
        with open(descriptor, "wb") as file:
            file.write(text.encode() if isinstance(text, str) else text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            beside.unlink()
        raise


def leftovers(path: Path) -> list[Path]:
    """What processes that were killed in ``replace_file`` left beside the file at ``path``.

    Only who keeps all others from writing it can tell these from what is being written.
    """
    start = f".{path.name}."
    beside = (file for file in path.parent.iterdir() if file.name.startswith(start))
    return sorted(file for file in beside if _MARK.fullmatch(file.name.removeprefix(start)))


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
