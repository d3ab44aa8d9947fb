"""The engine over an index folder of this machine."""

from __future__ import annotations

import logging
import time
from pathlib import Path
from threading import Lock

from search.engine.location import Location, folder_of
from search.engine.snapshot import EmbeddedSnapshot
from search.errors import IndexDamaged, IndexMissing, IndexNotPrivate, IndexOutdated
from search.index import embedding
from search.index.embedding import Embedders
from search.index.files.folder import CURRENT, candidates, check_private, live_name
from search.index.files.manifest import check_generation, read_manifest

_log = logging.getLogger(__name__)

# The minimum time between two looks for a new generation, in seconds. A page and its JSON may be
# requested a moment apart.
_LOOK_EVERY = 0.1


class EmbeddedEngine:
    """An ``Engine`` over the index folder at a path. Safe to use from several threads."""

    def __init__(self, path: Path, semantic: bool) -> None:
        self._path = path
        self._semantic = semantic
        self._model_note: str | None = None
        self._lock = Lock()
        self._looked = time.monotonic()
        self._named, self._snapshot, self._damage = self._open()

    @classmethod
    def open(cls, folder: Location, semantic: bool = True) -> EmbeddedEngine:
        """Open the index in a folder.

        With ``semantic`` the meaning leg is used where the index and the installation have it;
        without them everything else works. Raises ``IndexMissing``, ``IndexNotPrivate``,
        ``IndexDamaged`` when no generation is whole, ``IndexOutdated``.
        """
        return cls(folder_of(folder), semantic)

    @staticmethod
    def open_generation(folder: Location, semantic: bool = True) -> EmbeddedSnapshot:
        """Open the generation in a folder, live or not; its checksums are not verified.

        Raises ``IndexDamaged`` when it has no manifest, ``IndexOutdated``.
        """
        path = folder_of(folder)
        meant = semantic and read_manifest(path).semantic
        return EmbeddedSnapshot(path, embedding.found()[0] if meant else None)

    def now(self) -> EmbeddedSnapshot:
        """The live generation. The thread that finds a new one opens it."""
        now = time.monotonic()
        if now - self._looked >= _LOOK_EVERY and self._lock.acquire(blocking=False):
            try:
                self._looked = now
                if live_name(self._path) not in (None, self._named):
                    # Threads that are answering keep the old snapshot until they are done.
                    self._named, self._snapshot, self._damage = self._open()
            except (IndexDamaged, IndexMissing, IndexNotPrivate, IndexOutdated, OSError) as error:
                self._damage = f"The newest generation can't be opened: {error}. {_CURE}"
                self._named = live_name(self._path) or self._named
                _log.error("%s", self._damage)
            finally:
                self._lock.release()
        return self._snapshot

    @property
    def health(self) -> tuple[str, ...]:
        """Notes for the maintainer, in sentences."""
        name = self.now().generation
        lost = None
        if live_name(self._path) is None:
            lost = f"{CURRENT} is missing or unreadable; generation {name} is served. {_REBUILD}"
        return tuple(note for note in (lost, self._damage, self._model_note) if note)

    def close(self) -> None:
        """Close the files of the open generation."""
        self._snapshot.close()

    def _models(self, generation: Path) -> Embedders | None:
        """The models for questions, if they are wanted and a generation is searched by meaning.

        They take half a second to load.
        """
        if not self._semantic or not read_manifest(generation).semantic:
            self._model_note = None
            return None
        models, self._model_note = embedding.found()
        return models

    def _open(self) -> tuple[str, EmbeddedSnapshot, str | None]:
        """Open the live generation, or the newest intact one before it, with a note on that."""
        check_private(self._path)
        named = live_name(self._path)
        names = candidates(self._path, named)
        if not names:
            raise IndexMissing(f"there is no index in {self._path}")
        error: IndexDamaged | IndexOutdated | None = None
        for name in names:
            try:
                check_generation(self._path / name)
                snapshot = EmbeddedSnapshot(self._path / name, self._models(self._path / name))
            except (IndexDamaged, IndexOutdated, OSError) as found:
                if live_name(self._path) != named:
                    # Newer ones have gone live meanwhile, and this one may have been removed.
                    return self._open()
                if isinstance(found, OSError):
                    raise
                error = error or found
                continue
            if error is None:
                return named or name, snapshot, None
            damage = f"The newest generation can't be used: {error}. {_CURE}"
            _log.error("%s", damage)
            return named or name, snapshot, damage
        raise error or IndexDamaged(f"no generation in {self._path} is intact")


_REBUILD = "Build the index again with: pprsearch index"
_CURE = f"An older one is served. {_REBUILD}"
