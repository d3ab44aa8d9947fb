"""The index folder: private to its owner, and holding generations, the lock and nothing else."""

from __future__ import annotations

import os
import re
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

from corpus.durable import leftovers, sync
from indexer.errors import FolderForeign, FolderNotPrivate
from indexer.lock import HOLDER, LOCK
from search.index.files.folder import (
    CURRENT,
    NAME,
    WITHDRAWN,
    finished,
    live_name,
    number,
    withdrawn_name,
)

UNFINISHED = ".partial"
_OURS = re.compile(rf"{NAME.pattern}(?:{re.escape(UNFINISHED)})?")
_NOTES = (CURRENT, WITHDRAWN, HOLDER)
# A note that is being replaced has a name of its own beside it; see ``replace_file``.
_NOTE = re.compile(rf"\.?(?:{'|'.join(map(re.escape, _NOTES))})(?:\.\w+)?")


@dataclass(frozen=True, slots=True)
class Shelf:
    """What lies in an index folder.

    ``generations`` are the finished ones, oldest first; ``live`` is the one that CURRENT names, if
    it is there; ``unfinished`` is what a killed indexer left half written or half removed.
    ``last`` is the highest sequence number that anything in the folder has, 0 for none.
    ``withdrawn`` is the finished one that a rollback took back, which is not among the others.
    """

    live: str | None
    generations: tuple[str, ...]
    unfinished: tuple[str, ...]
    last: int
    withdrawn: str | None = None

    @property
    def kept(self) -> tuple[str, ...]:
        """The live generation and the one before it, newest first.

        Without a live one every finished generation is kept, since any may be what serves.
        """
        if self.live is None:
            return self.generations[::-1]
        return self.generations[: self.generations.index(self.live) + 1][:-3:-1]

    @property
    def before(self) -> str | None:
        """The generation before the live one, if it is kept."""
        return self.kept[1] if self.live is not None and len(self.kept) > 1 else None

    @property
    def orphans(self) -> tuple[str, ...]:
        """What no reader may be using, so that it can be removed."""
        kept = self.kept
        return self.unfinished + tuple(name for name in self.generations if name not in kept)

    def next_name(self, mark: str) -> str:
        """The name of the next generation; its number follows the last one, not the clock.

        ``mark`` is a hash in hexadecimal, of which six digits tell two builds apart.
        """
        return f"{self.last + 1:06d}-{mark[:6]}"


def make_private(index: Path) -> None:
    """The folder exists and only its owner, who is this user, can write or read it (mode 0700).

    Raises ``FolderNotPrivate`` when it is a link, another user's, or writable by others, and
    ``FolderForeign`` when it holds something else than an index.
    """
    try:
        found = index.lstat()
    except FileNotFoundError:
        index.parent.mkdir(parents=True, exist_ok=True)
        index.mkdir(mode=0o700, exist_ok=True)
        found = index.lstat()
        sync(index.parent)
    if stat.S_ISLNK(found.st_mode):
        raise FolderNotPrivate(
            f"{index} is a symbolic link", "Give the folder it leads to instead."
        )
    if not stat.S_ISDIR(found.st_mode):
        raise FolderForeign(f"{index} is not a folder")
    if found.st_uid != os.geteuid():
        raise FolderNotPrivate(f"{index} belongs to another user (uid {found.st_uid})")
    if found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise FolderNotPrivate(
            f"{index} can be written by others (mode {stat.S_IMODE(found.st_mode):04o})"
        )
    names = os.listdir(index)
    if names and not any(map(_is_ours, names)):
        raise FolderForeign(f"{index} holds other files, such as {min(names)}")
    if stat.S_IMODE(found.st_mode) != 0o700:
        index.chmod(0o700)


def _is_ours(name: str) -> bool:
    return name == LOCK or bool(_NOTE.fullmatch(name) or _OURS.fullmatch(name))


def clear_notes(index: Path) -> None:
    """Remove what killed writers left of the notes in a folder that nobody else writes now."""
    for name in _NOTES:
        for file in leftovers(index / name):
            file.unlink()


def survey(index: Path) -> Shelf:
    """Look at what lies in the index folder; names that are not the indexer's are passed over."""
    names = [entry.name for entry in os.scandir(index) if entry.is_dir(follow_symlinks=False)]
    ours = [name for name in names if _OURS.fullmatch(name)]
    live, withdrawn = live_name(index), withdrawn_name(index)
    whole = finished(index)
    if withdrawn == live or withdrawn not in whole:
        # A rollback that was killed between its two steps took nothing back.
        withdrawn = None
    numbers = [number(name) for name in ours]
    if live:
        numbers.append(number(live))
    return Shelf(
        live=live if live in whole else None,
        generations=tuple(name for name in whole if name != withdrawn),
        unfinished=tuple(sorted(name for name in ours if name not in whole)),
        last=max(numbers, default=0),
        withdrawn=withdrawn,
    )


def discard(index: Path, names: tuple[str, ...]) -> None:
    """Remove generations, finished or not.

    Each becomes an unfinished one first, so that a crash midway leaves no half of a generation
    under a finished one's name. Readers that have its files open keep them.
    """
    for name in names:
        folder = index / name
        if NAME.fullmatch(name):
            folder = folder.rename(index / (name + UNFINISHED))
        shutil.rmtree(folder)
    if names:
        sync(index)
