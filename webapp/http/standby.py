"""A stand-in for an engine whose index can't be opened, which keeps trying."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from threading import Lock

from search.engine.seam import Engine, Snapshot
from search.errors import IndexDamaged, SearchError

# Seconds between two attempts to open it.
AGAIN_AFTER = 2.0

log = logging.getLogger(__name__)


class Standby:
    """Stands in for an engine until it can be opened, then passes everything on to it.

    What is asked of it before raises the ``SearchError`` for which it could not be opened. Safe to
    use from several threads.
    """

    def __init__(
        self, opened: Callable[[], Engine], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._opened = opened
        self._clock = clock
        self._lock = Lock()
        self._engine: Engine | None = None
        self._error: SearchError | None = None
        self._tried = float("-inf")
        self._try()

    def now(self) -> Snapshot:
        """A snapshot of the live generation."""
        return self._ready().now()

    @property
    def health(self) -> tuple[str, ...]:
        """Notes for the maintainer, in sentences."""
        return self._ready().health

    def close(self) -> None:
        """Close the engine, if it was opened."""
        if self._engine:
            self._engine.close()

    def _ready(self) -> Engine:
        """The engine, if it can be opened now."""
        if self._engine is None and self._clock() - self._tried >= AGAIN_AFTER:
            self._try()
        if self._engine is None:
            assert self._error  # noqa: S101 (there is one of the two)
            raise self._error.with_traceback(None)
        return self._engine

    def _try(self) -> None:
        """Open the engine, unless another thread is doing so."""
        if not self._lock.acquire(blocking=False):
            return
        try:
            self._engine = self._opened()
        except (SearchError, OSError) as error:
            known = str(self._error)
            self._error = error if isinstance(error, SearchError) else IndexDamaged(str(error))
            if str(error) != known:
                told = f"{str(error).rstrip('.')}. {self._error.hint}"
                log.error("The index can't be opened, and is tried again: %s", told)
        finally:
            self._tried = self._clock()
            self._lock.release()
