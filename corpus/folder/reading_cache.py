"""Caches what was read of each file, so that watching a digest reads only changed ones.

It compares texts, not times or sizes of files, which can mislead.

It goes by the text itself, never by a file's time or size, which can lie.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Value = TypeVar("Value")


class Recollection:
    """The results of earlier readings of the same texts."""

    def __init__(self) -> None:
        self._frame: object = None
        self._before: dict[Hashable, Any] = {}
        self._now: dict[Hashable, Any] = {}

    def begin(self, frame: object = None) -> None:
        """Begin a reading; drop what the previous one did not use.

        All is, if ``frame``, on which the outcome hangs as well, is not what it was.
        """
        self._before, self._now = (self._now if frame == self._frame else {}), {}
        self._frame = frame

    def of(self, text: Hashable, read: Callable[[], Value]) -> Value:
        """The result of ``read`` for a text, cached from the last reading."""
        found: Value | None = self._before.get(text)
        value = read() if found is None else found
        self._now[text] = value
        return value
