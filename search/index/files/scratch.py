"""Scratch arrays while a generation is made: large ones in files without a name, not in memory.

What is known of posts grows with them. In a file it takes memory only as long as there is some to
spare: the system writes to the disk what it needs the memory of.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from tempfile import SpooledTemporaryFile, TemporaryFile
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Kind = TypeVar("Kind", np.int8, np.uint8, np.int32, np.int64, np.float32)

# Arrays of fewer bytes are in memory: to write them takes longer than they are worth.
LARGE = 32 * 2**20
# The number of bytes written at a time.
_PIECE = 2**23

_folder: ContextVar[Path | None] = ContextVar("_folder", default=None)


@contextmanager
def scratch_in(folder: Path) -> Iterator[None]:
    """Has large arrays that are asked for in the block lie in files in a folder."""
    before = _folder.set(folder)
    try:
        yield
    finally:
        _folder.reset(before)


def scratch(shape: int | tuple[int, ...], kind: type[Kind]) -> NDArray[Kind]:
    """An array to be filled; it may have any values."""
    size = int(np.prod(shape, dtype=np.int64)) * np.dtype(kind).itemsize
    folder = _folder.get()
    if folder is None or size < LARGE:
        return np.empty(shape, kind)
    with TemporaryFile(dir=folder) as file:
        # Written, for a process is ended that fills a mapped file when the disk is full.
        nothing = bytes(_PIECE)
        for start in range(0, size, _PIECE):
            file.write(nothing[: size - start])
        file.flush()
        return np.frombuffer(mmap.mmap(file.fileno(), size), kind).reshape(shape)


class Growing(Generic[Kind]):
    """Numbers of one kind, to which more are added."""

    def __init__(self, kind: type[Kind]) -> None:
        self._kind: type[Kind] = kind
        folder = _folder.get()
        most, where = (LARGE, str(folder)) if folder else (0, None)
        # Closed once all is there.
        self._file = SpooledTemporaryFile(most, dir=where)  # noqa: SIM115
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, numbers: NDArray[Kind]) -> None:
        """Add numbers, row after row, at the end."""
        if numbers.size:
            self._file.write(np.ascontiguousarray(numbers, self._kind).data.cast("B"))
        self._count += numbers.size

    def close(self) -> None:
        """Give up what was added, if nobody needs it."""
        self._file.close()

    def array(self) -> NDArray[Kind]:
        """All of them, to be changed as one likes; nothing can be added any more."""
        with self._file as file:
            size = self._count * np.dtype(self._kind).itemsize
            if _folder.get() is None or size < LARGE:
                file.seek(0)
                return np.frombuffer(bytearray(file.read()), self._kind)
            file.flush()
            return np.frombuffer(mmap.mmap(file.fileno(), size), self._kind)
