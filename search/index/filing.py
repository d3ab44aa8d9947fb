"""A generation's files written, and read again for their checksums, on other threads.

To compute what a file has is the main thread's; to write it, to copy it and to add up its checksum
Python lets other threads do meanwhile.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

# On how many threads; checksums are held by as many.
AT_ONCE = 2

# How many bytes are read at a time: between two pieces a thread waits for the one that computes,
# and with less of them it would wait more than it works.
_PIECE = 1 << 23

Made = TypeVar("Made")


class Filing:
    """Puts files into a folder on other threads; to be used with ``with``, which waits for them.

    After an error inside it, what has not begun is left out.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._threads = ThreadPoolExecutor(AT_ONCE)
        self._filed: list[Future[dict[str, str]]] = []

    def put(self, save: Callable[[Path], object]) -> None:
        """Have ``save`` write files, of names of their own, into the folder that it is given."""
        # Each has a folder to itself at first, so that it shows which files are its own.
        aside = self._folder / f"{len(self._filed)}.new"
        self._filed.append(self.start(lambda: self._file(save, aside)))

    def start(self, make: Callable[[], Made]) -> Future[Made]:
        """Have anything else done on those threads."""
        return self._threads.submit(make)

    def checksums(self) -> dict[str, str]:
        """The checksum of each file that was put, by name, once all are; raises what they did."""
        return {name: told for filed in self._filed for name, told in filed.result().items()}

    def _file(self, save: Callable[[Path], object], aside: Path) -> dict[str, str]:
        aside.mkdir(mode=0o700)
        save(aside)
        found = {}
        for file in aside.iterdir():
            found[file.name] = checksum(file)
            file.rename(self._folder / file.name)
        aside.rmdir()
        return found

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._threads.shutdown(cancel_futures=error is not None)


def checksum(file: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    told = hashlib.sha256()
    with file.open("rb", buffering=0) as stream:
        piece = memoryview(bytearray(min(max(os.fstat(stream.fileno()).st_size, 1), _PIECE)))
        while read := stream.readinto(piece):
            told.update(piece[:read])
    return told.hexdigest()
