"""The engine over an index in a cluster."""

from __future__ import annotations

import logging
import time
from threading import Lock

from search.engine.distributed.address import Address, Settings
from search.engine.distributed.connection import Connection
from search.engine.distributed.generation import Generations
from search.engine.distributed.holding.stock import Stock
from search.engine.distributed.snapshot import ClusterSnapshot
from search.engine.location import Location, held_folder
from search.errors import ClusterUnreachable, HomeMissing, IndexMissing, SearchError
from search.index import embedding

_log = logging.getLogger(__name__)

# A new generation is looked for no more often than this, in seconds.
LOOK_EVERY = 1.0

_HEADLESS = (
    "Too many nodes of the cluster are away for it to have a manager: the index is read, but none "
    "can be published. Start them again."
)


class ClusterEngine:
    """An ``Engine`` over an index in a cluster. Safe to use from several threads."""

    def __init__(self, location: Location, semantic: bool) -> None:
        address, settings = Address.of(location), Settings.read()
        self._connection = Connection(address, settings)
        self._generations = Generations(self._connection, address.name)
        self._stock = _stock(self._generations, location, settings)
        self._models, self._model_note = embedding.found() if semantic else (None, None)
        self._lock = Lock()
        self._fault: str | None = None
        try:
            live = self._generations.live()
            if live is None:
                raise IndexMissing(f"the cluster has no index {address.name}")
            self._snapshot = self._opened(live)
        except SearchError:
            self._connection.close()
            raise
        self._looked = time.monotonic()

    @classmethod
    def open(cls, location: Location, semantic: bool = True) -> ClusterEngine:
        """Open the index at an address.

        Raises ``LocationUnknown``, ``ClusterSettingsWrong``, ``ClusterUnreachable``,
        ``ClusterRefused``, ``IndexMissing``, ``IndexDamaged`` and ``IndexOutdated``.
        """
        return cls(location, semantic)

    @staticmethod
    def open_generation(location: Location, semantic: bool = True) -> OwnSnapshot:
        """Open the generation at an address, live or not. Raises as ``open`` does."""
        address = Address.of(location)
        if address.generation is None:
            raise IndexMissing("the address names no generation")
        settings = Settings.read()
        connection = Connection(address, settings)
        try:
            generations = Generations(connection, address.name)
            meant = semantic and generations.facts(address.generation)["semantic"]
            models = embedding.found()[0] if meant else None
            stock = _stock(generations, location, settings)
            return OwnSnapshot(generations, address.generation, models, stock)
        except SearchError:
            connection.close()
            raise

    def now(self) -> ClusterSnapshot:
        """The live generation. The thread that finds a new one opens it.

        As long as the cluster does not say which, it is the one that was known last.
        """
        if time.monotonic() - self._looked >= LOOK_EVERY and self._lock.acquire(blocking=False):
            try:
                live = self._generations.live()
                self._connection.lost = False
                if live is not None and live != self._snapshot.generation:
                    self._snapshot = self._opened(live, self._snapshot)
                gone = f"No generation is live; {self._snapshot.generation} is served."
                self._tell(
                    gone if live is None else None if self._connection.is_led() else _HEADLESS
                )
            except SearchError as error:
                self._connection.lost = isinstance(error, ClusterUnreachable)
                self._tell(f"The cluster does not say which generation is live: {error}.")
            finally:
                self._looked = time.monotonic()
                self._lock.release()
        return self._snapshot

    @property
    def health(self) -> tuple[str, ...]:
        """Notes for the maintainer, in sentences."""
        self.now()
        return tuple(note for note in (self._fault, self._model_note, self._stock.note) if note)

    def close(self) -> None:
        """Close the connections."""
        self._stock.close()
        self._connection.close()

    def _opened(self, live: str, before: ClusterSnapshot | None = None) -> ClusterSnapshot:
        """The snapshot of the live generation."""
        self._stock.live = live
        return ClusterSnapshot(self._generations, live, self._models, self._stock, before)

    def _tell(self, fault: str | None) -> None:
        if fault is not None and fault != self._fault:
            _log.error("%s", fault)
        self._fault = fault


class OwnSnapshot(ClusterSnapshot):
    """A snapshot with a connection of its own."""

    def __init__(
        self,
        generations: Generations,
        generation: str,
        embedders: embedding.Embedders | None,
        stock: Stock,
    ) -> None:
        super().__init__(generations, generation, embedders, stock)
        self._own = generations.connection

    def close(self) -> None:
        """Close the connection."""
        self._stock.close()
        self._own.close()


def _stock(generations: Generations, location: Location, settings: Settings) -> Stock:
    """What is held of an index at an address; nothing in files for a user without a home."""
    try:
        return Stock(generations, held_folder(location), settings.held)
    except HomeMissing:
        return Stock(generations, None, 0)
