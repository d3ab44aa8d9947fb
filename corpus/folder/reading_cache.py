"""What was read of each file before, so that watching a digest reads only what changed.

It goes by the text itself, never by a file's time or size, which can lie.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Value = TypeVar("Value")


class Recollection:
    """What one reading after the other made of the same texts."""

    def __init__(self) -> None:
        self._frame: object = None
        self._before: dict[Hashable, Any] = {}
        self._now: dict[Hashable, Any] = {}

    def begin(self, frame: object = None) -> None:
        """Begin a reading; what the last one did not ask for is forgotten.

        All is, if ``frame``, on which the outcome hangs as well, is not what it was.
        """
        self._before, self._now = (self._now if frame == self._frame else {}), {}
        self._frame = frame

    def of(self, text: Hashable, read: Callable[[], Value]) -> Value:
        """What ``read`` made of a text the last time, or makes of it now."""
        found: Value | None = self._before.get(text)
        value = read() if found is None else found
        self._now[text] = value
        return value
