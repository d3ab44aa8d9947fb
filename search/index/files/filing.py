"""Writes the files of a generation and their checksums while the next are being computed.

Computing holds Python's interpreter lock. Writing, copying and hashing release it, so they run on
other threads meanwhile.

To compute what a file has is the main thread's; to write it, to copy it and to add up its checksum
Python lets other threads do meanwhile.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self

# The number of threads that write, and of those that compute checksums.
AT_ONCE = 2

# The number of bytes read at a time. Between two reads a thread waits for the computing one; with
# smaller reads it would mostly wait.
_PIECE = 1 << 23

# Writes files into the folder passed to it, and may return which are copies of earlier ones.
Save = Callable[[Path], Collection[str] | None]


class Filing:
    """Writes files into a folder on other threads; a context manager that waits for them.

    After an error inside it, what has not begun is left out. ``earlier`` has checksums by name, for
    files that are copied: were a copy read for its own, an error in copying would go unnoticed.
    """

    def __init__(self, folder: Path, earlier: Mapping[str, str] = MappingProxyType({})) -> None:
        self._folder = folder
        self._earlier = earlier
        self._threads = ThreadPoolExecutor(AT_ONCE)
        self._filed: list[Future[dict[str, str]]] = []

    def put(self, name: str, save: Save) -> None:
        """Have ``save`` write files into the folder passed to it, on another thread.

        ``name`` is that of no other.
        """
        self._filed.append(self._threads.submit(self._file, name, save))

    def put_here(self, name: str, save: Save) -> None:
        """The same on this thread, once nothing is left to compute; it can be interrupted."""
        done: Future[dict[str, str]] = Future()
        done.set_result(self._file(name, save))
        self._filed.append(done)

    def checksums(self) -> dict[str, str]:
        """The checksum of each written file by name, once all are; raises errors of ``save``."""
        return {name: told for filed in self._filed for name, told in filed.result().items()}

    def _file(self, name: str, save: Save) -> dict[str, str]:
        # Each writes into its own folder first, which shows which files are its own.
        aside = self._folder / f"{name}.new"
        aside.mkdir(mode=0o700)
        copied = save(aside) or ()
        names = [str(file.relative_to(aside)) for file in aside.rglob("*") if file.is_file()]
        found = {n: self._earlier[n] if n in copied else checksum(aside / n) for n in names}
        for entry in aside.iterdir():
            entry.rename(self._folder / entry.name)
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
