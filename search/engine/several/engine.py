"""The engine over several digests, each with an index of its own."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from threading import Lock
from typing import NoReturn, cast

from search.engine.location import Location, Several
from search.engine.open import open_engine
from search.engine.seam import Engine, Member
from search.engine.several.snapshot import SeveralSnapshot
from search.errors import LocationUnknown, SearchError

_log = logging.getLogger(__name__)

# A digest that could not be opened is tried again no more often than this, in seconds.
AGAIN_AFTER = 2.0


class SeveralEngine:
    """An ``Engine`` over several digests. Safe to use from several threads.

    One that can't be opened is left out, and the others say so.
    """

    def __init__(self, locations: Mapping[str, Location], semantic: bool) -> None:
        """Open the indexes at some locations, by the slugs of their digests.

        Raises what the first raises where none can be opened.
        """
        self._locations = dict(locations)
        self._semantic = semantic
        self._lock = Lock()
        self._engines: dict[str, Engine] = {}
        self._faults: dict[str, SearchError | OSError] = {}
        self._open_missing()
        if not self._engines:
            raise next(iter(self._faults.values()))
        self._tried = time.monotonic()
        self._parts: dict[str, Member] = {}
        self._snapshot = self._joined()

    @classmethod
    def open(cls, location: Location, semantic: bool = True) -> SeveralEngine:
        """Open the indexes that a location names. Raises as those of each do."""
        if not isinstance(location, Several):
            raise LocationUnknown("one index alone is not several")
        return cls(location.named, semantic)

    @staticmethod
    def open_generation(location: Location, semantic: bool = True) -> NoReturn:
        """Raises ``LocationUnknown``: a generation belongs to one index."""
        raise LocationUnknown(f"a generation belongs to one index, but {location} names several")

    def now(self) -> SeveralSnapshot:
        """The live generations of all digests, as one snapshot."""
        if self._lock.acquire(blocking=False):
            try:
                if self._faults and time.monotonic() - self._tried >= AGAIN_AFTER:
                    self._open_missing()
                    self._tried = time.monotonic()
                self._snapshot = self._joined()
            finally:
                self._lock.release()
        return self._snapshot

    @property
    def health(self) -> tuple[str, ...]:
        """Notes for the maintainer on each digest, in sentences."""
        self.now()
        lost = [f"{slug}: {str(fault).rstrip('.')}." for slug, fault in self._faults.items()]
        told = [f"{slug}: {note}" for slug, one in self._engines.items() for note in one.health]
        return (*lost, *told)

    def close(self) -> None:
        """Close the files and connections of all."""
        for engine in self._engines.values():
            engine.close()

    def _open_missing(self) -> None:
        """Open the indexes that are not open, as far as possible."""
        for slug, location in self._locations.items():
            if slug in self._engines:
                continue
            try:
                self._engines[slug] = open_engine(location, semantic=self._semantic)
                self._faults.pop(slug, None)
            except (SearchError, OSError) as error:
                if str(error) != str(self._faults.get(slug, "")):
                    _log.error("%s can't be opened: %s", slug, error)
                self._faults[slug] = error

    def _joined(self) -> SeveralSnapshot:
        """One snapshot for all digests, the same until a digest's changes."""
        parts = {
            slug: cast(Member, self._engines[slug].now())
            for slug in self._locations
            if slug in self._engines
        }
        if self._parts == parts:
            return self._snapshot
        self._parts = parts
        return SeveralSnapshot(parts, [slug for slug in self._locations if slug not in parts])
