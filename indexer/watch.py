"""Waits for changes to a digest's files; a burst of saves counts once."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from threading import Event
from types import FrameType

import watchfiles

from corpus.folder.collection import COLLECTION
from corpus.folder.read import POSTS

# An editor's save is several changes of the disk, and a person may save several files at once:
# in milliseconds, how long it must be quiet, and how long a burst may last.
_QUIET = 100
_BURST = 2000


def saves(
    digest_dir: Path, stop: Event | None = None, today: Callable[[], date] = date.today
) -> Iterator[None]:
    """Yield once at the start, then once after each time that files of the digest were saved.

    And once on each new day, as ``today`` tells it: posts may have waited for it. What is saved
    while the caller is busy is not missed. Ends when ``stop`` is set. Raises
    ``OSError`` when there is nothing to watch, and ``KeyboardInterrupt`` when the user interrupts.
    """
    folder = digest_dir if digest_dir.is_dir() else digest_dir.parent
    collection = COLLECTION if digest_dir.is_dir() else digest_dir.name

    def counts(change: watchfiles.Change, path: str) -> bool:
        return is_of_digest(Path(path), folder.resolve(), collection)

    day = None
    for changes in watchfiles.watch(
        folder.resolve(strict=True),
        watch_filter=counts,
        debounce=_BURST,
        step=_QUIET,
        # The watch is on only once the iteration has begun: it begins with the first time-out.
        rust_timeout=_QUIET,
        yield_on_timeout=True,
        stop_event=stop,
    ):
        now = today()
        if changes or now != day:
            day = now
            yield


def interruptions() -> Event:
    """An event that is set when the user interrupts; ``KeyboardInterrupt`` follows.

    Python drops what is raised while it lets go of an object, and would go on watching.
    """
    interrupted = Event()

    def interrupt(number: int, frame: FrameType | None) -> None:
        interrupted.set()
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, interrupt)
    return interrupted


def is_of_digest(path: Path, root: Path, collection: str = COLLECTION) -> bool:
    """Whether the file at ``path`` is one that a digest in the folder ``root`` is read from.

    Hidden files and the copies that editors leave behind are not.
    """
    if path.name.startswith(".") or not path.is_relative_to(root):
        return False
    parts = path.relative_to(root).parts
    if len(parts) == 1:
        return path.suffix == ".toml" or path.name == collection
    return len(parts) == 2 and parts[0] == POSTS and path.suffix == ".md"
