"""What a server holds of the posts of an index: in memory, or in files that its workers share.

Each layer of a generation is read once. What lies in files is complete and as it was written, or is
read again.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import logging
import os
import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Event, Lock, Thread

from search.engine.distributed.generation import COMMON, PREFIX, Generations
from search.engine.distributed.holding.columns import Columns, gathered, size
from search.engine.distributed.holding.laid import LAID, Laid
from search.engine.distributed.holding.merged import Merged
from search.engine.distributed.posts import PAYLOAD, Posts
from search.engine.distributed.summary import Summary
from search.errors import IndexDamaged
from search.index.files.folder import check_private
from search.index.files.scratch import scratch_in

_log = logging.getLogger(__name__)

_LOCK = "LOCK"
# The ending of a folder that is being written.
_ASIDE = ".new"
# While it is read and written it takes this many times the room on the disk.
_ROOM = 2.5
# Seconds until one looks whether a reader that waits for another is to end.
_PATIENCE = 0.5


class Ended(Exception):
    """The engine was closed while posts were being read."""


class Stock:
    """Reads and holds the posts of generations. Safe to use from several threads.

    Large ones lie in files in a ``folder``, if there is one and they take at most so many bytes.
    Only those of the generation that is ``live`` stay there; None where another decides that.
    """

    def __init__(self, generations: Generations, folder: Path | None, most: int) -> None:
        self.most = most
        self.live: str | None = None
        # A sentence for the maintainer if large ones can't be held.
        self.note: str | None = None
        self._generations = generations
        self._folder = folder
        self._known: dict[str, Columns] = {}
        self._lock = Lock()
        self._ended = Event()
        self._threads: list[Thread] = []

    @property
    def is_used(self) -> bool:
        """Whether posts are held, be they those of an earlier generation."""
        return bool(self._known)

    def beside(self, work: Callable[[], None]) -> Thread:
        """Do some work on another thread, which ends with the engine."""
        thread = Thread(target=work, name="holding", daemon=True)
        with self._lock:
            self._threads = [one for one in self._threads if one.is_alive()]
            self._threads.append(thread)
            if not self._ended.is_set():
                thread.start()
        return thread

    def close(self) -> None:
        """End all work, and wait for its end."""
        with self._lock:
            self._ended.set()
            threads, self._threads = self._threads, []
        for thread in threads:
            if thread.is_alive():
                thread.join()

    def go_on(self) -> None:
        """Raise ``Ended`` once the engine was closed."""
        if self._ended.is_set():
            raise Ended

    def posts(self, generation: str, summary: Summary, *, filed: bool) -> Merged:
        """All posts of a generation, in files if they are to be ``filed``.

        Raises ``Ended``, errors of the cluster, and ``OSError`` if there is no room.
        """
        facts = self._generations.facts(generation)["files"]
        common = sorted(one for one in facts.items() if one[0].startswith(COMMON))
        mark = hashlib.sha256(json.dumps(common).encode()).hexdigest()
        laid = Laid.unpacked(self._generations.pieces(generation, [LAID])[LAID])
        names = [layer.index for layer in laid.layers]
        found = [self._of(name, mark, summary, filed) for name in names]
        merged = Merged(laid, found)
        self.note = None
        if generation == self.live:
            self._keep(set(names), filed)
        return merged

    def _of(self, index: str, mark: str, summary: Summary, filed: bool) -> Columns:
        """The columns of the posts of an index."""
        with self._lock:
            known = self._known.get(index)
        if known is None:
            count = self._generations.connection.count(index)
            read = partial(self._read, index, summary, count)
            room = _ROOM * size(summary) * count / summary.terms.size
            known = self._filed(index, mark, read, int(room)) if filed else read()
            with self._lock:
                self._known[index] = known
        return known

    def _read(self, index: str, summary: Summary, count: int) -> Columns:
        """The columns of the posts of an index, so many, read from the cluster."""
        posts = Posts(self._generations.connection, index, 0)
        found = gathered(self._pages(posts), summary)
        if len(found.at) != count:
            raise IndexDamaged(f"{index} did not give all of its posts")
        return found

    def _pages(self, posts: Posts) -> Iterator[tuple[list[int], list[bytes]]]:
        for page in posts.pages(PAYLOAD):
            self.go_on()
            yield page

    def _filed(self, index: str, mark: str, read: Callable[[], Columns], room: int) -> Columns:
        """The columns of an index in files, which are written unless another worker did.

        There must be so much ``room`` on the disk.
        """
        folder = self._folder
        if folder is None:
            raise OSError(errno.ENOENT, "there is no folder")
        there = folder / index
        known = Columns.load(there, mark)
        if known is not None:
            return known
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        check_private(folder)
        with self._alone(folder):
            known = Columns.load(there, mark)
            if known is not None:
                return known
            aside = there.with_name(index + _ASIDE)
            for left in (there, aside):
                shutil.rmtree(left, ignore_errors=True)
            if shutil.disk_usage(folder).free < room:
                raise OSError(errno.ENOSPC, "there is too little room")
            aside.mkdir(mode=0o700)
            try:
                with scratch_in(aside):
                    read().save(aside, mark)
                aside.rename(there)
            finally:
                shutil.rmtree(aside, ignore_errors=True)
        known = Columns.load(there, mark)
        if known is None:
            raise IndexDamaged(f"{there} is not as it was written")
        return known

    def _keep(self, names: Collection[str], filed: bool) -> None:
        """Hold nothing of indexes other than these."""
        with self._lock:
            self._known = {name: one for name, one in self._known.items() if name in names}
        if self._folder is None or not self._folder.is_dir():
            return
        if filed:
            self._clear(self._folder, names)
        else:
            # Who waits for an answer need not wait for others who write there.
            self.beside(partial(self._clear, self._folder, names))

    def _clear(self, folder: Path, kept: Collection[str]) -> None:
        """Remove the files of indexes other than these."""
        try:
            gone = [one for one in folder.glob(f"{PREFIX}*") if one.name not in kept]
            if gone:
                with self._alone(folder):
                    for entry in gone:
                        shutil.rmtree(entry, ignore_errors=True)
        except OSError as error:
            self.tell(error)
        except Ended:
            # The next server does it.
            return

    @contextmanager
    def _alone(self, folder: Path) -> Iterator[None]:
        """Hold the only right to write into the folder; the kernel takes it from a killed one."""
        descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            while not _locked(descriptor):
                self.go_on()
                self._ended.wait(_PATIENCE)
            yield
        finally:
            os.close(descriptor)

    def tell(self, fault: Exception) -> None:
        """Tell the maintainer why posts can't be held."""
        note = f"What ranking needs of the posts can't be held in {self._folder}: {fault}."
        if note != self.note:
            _log.warning("%s", note)
        self.note = note


def _locked(descriptor: int) -> bool:
    """Whether a file could be locked."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
