"""The shelf in a folder: private to its owner, with only generations and the lock in it."""

from __future__ import annotations

import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from corpus.digest import Digest
from corpus.durable import clear_leftovers, replace_file, sync, sync_tree
from indexer.errors import ChangesNotTold, FolderForeign, FolderNotPrivate
from indexer.shelf.disk import disk_faults
from indexer.shelf.lock import HOLDER, LOCK, writer_lock
from indexer.shelf.seam import Approve, Contents, Ground
from search.engine import parts
from search.engine.change import Change
from search.engine.generation import write_generation
from search.engine.location import Location, folder_of
from search.index.files import folder
from search.index.files.folder import CURRENT, NAME, WITHDRAWN
from search.index.files.manifest import Manifest, check_generation, read_manifest
from search.index.files.settings import read_digest
from search.index.part import Progress

UNFINISHED = ".partial"
# Such a number is a mistake or damage, and names have no room for the next; it is not counted on
# from.
_HUGE = 10**8
_GENERATION = re.compile(rf"{NAME.pattern}(?:{re.escape(UNFINISHED)})?")
_NOTES = (CURRENT, WITHDRAWN, HOLDER)
_NOTE_NAME = re.compile("|".join(map(re.escape, _NOTES)))
# The temporary names of such files while they are replaced; see ``replace_file``.
_NOTE = re.compile(rf"\.?(?:{'|'.join(map(re.escape, _NOTES))})(?:\.\w+)?")


class FolderShelf:
    """The ``Shelf`` in the folder ``index``. ``search.index.files.folder`` is its readers' view."""

    def __init__(self, index: Location) -> None:
        self._index = folder_of(index)

    @property
    def place(self) -> str:
        """The folder's path."""
        return str(self._index)

    @property
    def sign(self) -> str:
        """The file that names the live generation."""
        return CURRENT

    def contents(self) -> Contents:
        """The generations in the folder; other names are ignored."""
        # The live name is read first: if another goes live meanwhile, it is still among the
        # finished ones.
        live, withdrawn = folder.live_name(self._index), folder.withdrawn_name(self._index)
        finished = folder.finished(self._index)
        if withdrawn == live or withdrawn not in finished:
            # A rollback killed between its two steps has withdrawn nothing.
            withdrawn = None
        unfinished = tuple(sorted(name for name in self._names() if name not in finished))
        named = [*finished, *unfinished, *([live] if live else [])]
        numbers = (folder.number(name) for name in named)
        return Contents(
            live=live if live in finished else None,
            generations=tuple(name for name in finished if name != withdrawn),
            unfinished=unfinished,
            last=max((number for number in numbers if number < _HUGE), default=0),
            withdrawn=withdrawn,
        )

    def _names(self) -> list[str]:
        """The names of all folders that belong to the indexer."""
        if not self._index.is_dir():
            return []
        entries = [e.name for e in os.scandir(self._index) if e.is_dir(follow_symlinks=False)]
        return [name for name in entries if _GENERATION.fullmatch(name)]

    def check_private(self) -> str:
        """Raise ``IndexMissing``, or ``IndexNotPrivate`` if others could have written in it."""
        folder.check_private(self._index)
        return f"{self.place} is its owner's alone to write"

    def manifest(self, name: str) -> Manifest:
        """A generation's manifest."""
        return read_manifest(self.location(name))

    def check(self, name: str) -> Manifest:
        """Verify the checksum of every file of a generation."""
        return check_generation(self.location(name))

    def digest(self, name: str) -> Digest:
        """The digest that a generation was built from, without its posts."""
        return read_digest(self.location(name))

    def counts(self, name: str) -> Mapping[str, int]:
        """The number of posts in each part of a generation, by the part's name."""
        return parts.counts(self.location(name))

    def size(self, name: str | None = None) -> int:
        """The size in bytes of a generation, or of all in the folder."""
        within = self._index if name is None else self.location(name)
        found = 0
        for place, _, names in os.walk(within):
            for file in names:
                # A run that writes may remove what was listed.
                with suppress(FileNotFoundError):
                    found += os.stat(os.path.join(place, file), follow_symlinks=False).st_size
        return found

    def location(self, name: str) -> Path:
        """The folder of a generation."""
        return self._index / name

    @contextmanager
    def trial(
        self,
        digest: Digest,
        *,
        previous: str | None = None,
        semantic: bool = False,
        progress: Progress | None = None,
    ) -> Iterator[Path]:
        """A generation in a temporary folder."""
        with tempfile.TemporaryDirectory(prefix="pprsearch-") as temporary:
            generation = Path(temporary) / "generation"
            generation.mkdir(mode=0o700)
            with disk_faults(generation):
                self._write(generation, digest, previous, semantic, progress)
            yield generation

    @contextmanager
    def writing(self, timeout: float) -> Iterator[None]:
        """Hold the lock of the folder; creates the folder, and makes it private."""
        with disk_faults(self._index):
            make_private(self._index)
            with writer_lock(self._index, timeout):
                clear_leftovers(self._index, _NOTE_NAME)
                yield

    def build(
        self,
        name: str,
        digest: Digest,
        *,
        previous: str | None = None,
        semantic: bool = False,
        progress: Progress | None = None,
        approve: Approve | None = None,
        settled: bool = False,
        full_text: bool = True,
    ) -> bool:
        """Write a generation under another name, and rename it once all of it is on disk.

        ``settled`` keeps what was fitted to the posts of the previous one; without ``full_text`` it
        can't be searched here. Whatever goes wrong, or whoever interrupts it, what was half written
        is removed: after a full disk its room is needed.
        """
        aside = self.location(name + UNFINISHED)
        aside.mkdir(mode=0o700)
        try:
            self._write(aside, digest, previous, semantic, progress, settled, full_text)
            before = None if previous is None else self.location(previous)
            if approve is not None and not approve(aside, before):
                shutil.rmtree(aside)
                return False
            sync_tree(aside)
            aside.rename(self.location(name))
            sync(self._index)
            return True
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise

    def _write(
        self,
        target: Path,
        digest: Digest,
        previous: str | None,
        semantic: bool,
        progress: Progress | None,
        settled: bool = False,
        full_text: bool = True,
    ) -> None:
        before = None if previous is None else self.location(previous)
        write_generation(
            target,
            digest,
            previous=before,
            semantic=semantic,
            progress=progress,
            settled=settled,
            full_text=full_text,
        )

    def is_by_changes(self, name: str) -> bool:
        """False: a generation in a folder is made from a whole digest."""
        return False

    def ground(self, name: str) -> Ground:
        """Raise ``ChangesNotTold``."""
        raise ChangesNotTold(f"the index in {self.place} is always made from the whole digest")

    def amend(
        self, name: str, ground: Ground, change: Change, progress: Progress | None = None
    ) -> None:
        """Raise ``ChangesNotTold``."""
        self.ground(name)

    def put_live(self, name: str) -> None:
        """Write a generation's name into CURRENT."""
        self._note(CURRENT, name)

    def go_back(self, live: str, before: str) -> None:
        """Write the live generation's name into WITHDRAWN, and the one before into CURRENT.

        In this order: a crash between the two leaves a note on the live generation, which is passed
        over.
        """
        self._note(WITHDRAWN, live)
        self._note(CURRENT, before)

    def _note(self, file: str, name: str) -> None:
        """Write a generation's name into a file, so that it survives a crash."""
        replace_file(self._index / file, name + "\n", mode=0o600)
        sync(self._index)

    def forget_withdrawn(self) -> None:
        """Remove WITHDRAWN."""
        (self._index / WITHDRAWN).unlink(missing_ok=True)

    def discard(self, names: Sequence[str]) -> None:
        """Delete the folders of generations.

        Each becomes an unfinished one first, so that a crash midway leaves no half of a generation
        under a finished one's name.
        """
        for name in names:
            generation = self.location(name)
            if NAME.fullmatch(name):
                generation = generation.rename(self.location(name + UNFINISHED))
            shutil.rmtree(generation)
        if names:
            sync(self._index)


def make_private(index: Path) -> None:
    """Ensure that the folder exists and only its owner, this user, can use it (mode 0700).

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
        raise FolderNotPrivate(f"{index} is a symbolic link", "Name the folder that it points to.")
    if not stat.S_ISDIR(found.st_mode):
        raise FolderForeign(f"{index} is not a folder")
    if found.st_uid != os.geteuid():
        raise FolderNotPrivate(f"{index} belongs to another user (uid {found.st_uid})")
    if found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise FolderNotPrivate(
            f"{index} can be written by others (mode {stat.S_IMODE(found.st_mode):04o})"
        )
    names = os.listdir(index)
    if names and not any(map(_ours, names)):
        raise FolderForeign(f"{index} holds other files, such as {min(names)}")
    if stat.S_IMODE(found.st_mode) != 0o700:
        index.chmod(0o700)


def _ours(name: str) -> bool:
    """Whether a name is one that the indexer gives."""
    return name == LOCK or bool(_NOTE.fullmatch(name) or _GENERATION.fullmatch(name))
