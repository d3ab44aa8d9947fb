"""An engine that publishes another generation before each question, to test for mixtures."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any, cast

from search.engine.seam import Engine, Snapshot


class PublishingEngine:
    """Gives the snapshots of an engine, and calls ``publish`` before each question to one.

    It also calls it after a snapshot was taken, so that the next snapshot is of another generation.
    """

    def __init__(self, engine: Engine, publish: Callable[[], object]) -> None:
        self._engine = engine
        self._publish = publish
        # An engine must give the same object for the same generation.
        self._watched: dict[Snapshot, Snapshot] = {}
        self.taken: list[Snapshot] = []

    def now(self) -> Snapshot:
        snapshot = self._engine.now()
        self.taken.append(snapshot)
        if snapshot not in self._watched:
            self._watched[snapshot] = cast(Snapshot, _Watched(snapshot, self._publish))
        self._publish()
        return self._watched[snapshot]

    @property
    def health(self) -> tuple[str, ...]:
        self._publish()
        return self._engine.health

    def close(self) -> None:
        self._engine.close()


class _Watched:
    """A snapshot that publishes another generation before it answers."""

    def __init__(self, snapshot: Snapshot, publish: Callable[[], object]) -> None:
        self._snapshot = snapshot
        self._publish = publish

    def __getattr__(self, name: str) -> Any:
        self._publish()
        return getattr(self._snapshot, name)


class TurningEngine:
    """Serves the first of several generations; each ``publish`` moves on to the next."""

    def __init__(self, *snapshots: Snapshot) -> None:
        self._snapshots = deque(snapshots)
        self.health: tuple[str, ...] = ()

    def now(self) -> Snapshot:
        return self._snapshots[0]

    def publish(self) -> None:
        self._snapshots.rotate(-1)

    def close(self) -> None:
        """Nothing to close: whoever opened the snapshots closes them."""
