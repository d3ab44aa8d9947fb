"""The index folder as readers see it: which generation is live, and which may replace it.

Only the indexer writes it; see ``indexer.shelf``.
"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from search.errors import IndexMissing, IndexNotPrivate

# Names the generation that is live.
CURRENT = "CURRENT"
# Names the generation that a rollback withdrew.
WITHDRAWN = "WITHDRAWN"
# The name of a generation: its number, and a hash of what it was built from.
NAME = re.compile(r"[0-9]{6,9}-[0-9a-f]{6}")


def number(name: str) -> int:
    """The number of a generation, finished or not."""
    return int(name.partition("-")[0])


def age(name: str) -> tuple[int, str]:
    """The sort key of generations' names, oldest first."""
    return number(name), name


def finished(index: Path) -> tuple[str, ...]:
    """The names of the finished generations, oldest first; none where there is no folder."""
    if not index.is_dir():
        return ()
    folders = (entry.name for entry in os.scandir(index) if entry.is_dir(follow_symlinks=False))
    return tuple(sorted((name for name in folders if NAME.fullmatch(name)), key=age))


def live_name(index: Path) -> str | None:
    """The name in CURRENT, whether or not that generation exists."""
    return _named(index / CURRENT)


def withdrawn_name(index: Path) -> str | None:
    """The name in WITHDRAWN, whether or not that generation exists."""
    return _named(index / WITHDRAWN)


def candidates(index: Path, current: str | None) -> list[str]:
    """The generations to try, in order, when CURRENT names ``current``.

    That one comes first, though it may not be there, then those before it, newest first. Where
    CURRENT names none, all may serve but the one that was withdrawn.
    """
    gone = (current, withdrawn_name(index))
    others = [name for name in reversed(finished(index)) if name not in gone]
    if current is None:
        return others
    return [current, *(name for name in others if age(name) < age(current))]


def check_private(index: Path) -> None:
    """Raise ``IndexMissing``, or ``IndexNotPrivate`` if others could have written the index."""
    try:
        found = os.stat(index)
    except OSError as error:
        raise IndexMissing(f"there is no index in {index}") from error
    if found.st_uid not in (os.geteuid(), 0) or found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise IndexNotPrivate(f"the index in {index} could have been written by another user")


def _named(file: Path) -> str | None:
    """The generation's name in a file; None if it is missing, unreadable or a link."""
    try:
        if file.is_symlink() or not file.is_file():
            return None
        name = file.read_bytes()[:100].decode("ascii").strip()
    except (OSError, ValueError):
        return None
    return name if NAME.fullmatch(name) else None
