"""A cache of values read of posts, limited in size."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Remembered(Generic[Value]):
    """Values by the places of posts; the ``most`` used last are kept.

    Safe to use from several threads.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[int, Value] = OrderedDict()
        self._lock = Lock()

    def of(self, at: Iterable[int]) -> dict[int, Value]:
        """The values of some posts, as far as they are remembered."""
        with self._lock:
            known = {place: self._values[place] for place in at if place in self._values}
            for place in known:
                self._values.move_to_end(place)
        return known

    def without(self, at: Iterable[int]) -> list[int]:
        """Those of some posts that are not in the cache."""
        asked = list(at)
        known = self.of(asked)
        return [place for place in asked if place not in known]

    def keep(self, values: Mapping[int, Value]) -> None:
        """Remember more values, and drop those not used for the longest time."""
        with self._lock:
            self._values.update(values)
            while len(self._values) > self._most:
                self._values.popitem(last=False)
