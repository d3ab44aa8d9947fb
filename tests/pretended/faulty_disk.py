"""A disk that fails, or a process that is killed, at the n-th step below a folder.

Each opening, write, fsync, renaming, link, removal and change of mode is a step, as in SQLite's
tests. The same n gives the same fault each time, unless threads run in another order.
"""

from __future__ import annotations

import builtins
import contextlib
import errno
import io
import os
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from unittest import mock

ERRORS = (errno.EIO, errno.ENOSPC)
# Functions that change names and modes; each takes the path first.
_CHANGES = ("rename", "replace", "link", "symlink", "unlink", "remove", "mkdir", "rmdir", "chmod")


class Killed(BaseException):
    """The end of the process: nothing after it changes the disk."""


class FaultyDisk:
    """Fails at step ``at``, counted from 0, below ``root`` inside ``with``.

    ``fault`` is the number of the error. Without one the process counts as killed: that step and
    all later ones change nothing, not even when cleaning up. Only steps that change files count
    then, because a process killed while it reads leaves the same files as at its next change.
    ``happened`` says whether the step was reached.
    """

    def __init__(self, root: Path, at: int, fault: int | None) -> None:
        self._root = str(root)
        self._left = at
        self._fault = fault
        self._lock = threading.Lock()
        self._files: list[_Writing] = []
        self._patches = contextlib.ExitStack()
        self.dead = False
        self.happened = False
        self.over = False

    def step(self, what: str | None = None, *, changes: bool = True) -> None:
        """Count one step, and fail at step ``at``; the error names the file ``what``, if given."""
        with self._lock:
            if self.dead:
                raise Killed
            if self._fault is None and not changes:
                return
            if self.happened or not self._due():
                return
            self.happened = True
            self.dead = self._fault is None
        if self._fault is None:
            raise Killed
        raise OSError(self._fault, os.strerror(self._fault), *([what] if what else []))

    def _due(self) -> bool:
        """Whether the fault is at the step that is being taken."""
        self._left -= 1
        return self._left < 0

    def __enter__(self) -> Self:
        for name in _CHANGES:
            self._put(os, name, self._counted(getattr(os, name)))
        self._put(os, "open", self._counted(os.open, changes=os.O_WRONLY | os.O_RDWR))
        # Nothing need reach the real disk here: the test counts only that fsync was called.
        self._put(os, "fsync", lambda descriptor: self.step(changes=False))
        opening = self._opening(io.open)
        self._put(io, "open", opening)
        self._put(builtins, "open", opening)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._patches.close()
        self.over = True
        for file in self._files:
            file.close()

    def _put(self, module: Any, name: str, new: Callable[..., Any]) -> None:
        self._patches.enter_context(mock.patch.object(module, name, new))

    def _here(self, path: object, folder: int | None = None) -> bool:
        if isinstance(path, int):
            return False
        if folder is not None:
            return os.readlink(f"/proc/self/fd/{folder}").startswith(self._root)
        return os.fsdecode(path).startswith(self._root)  # type: ignore[arg-type]

    def _counted(self, really: Callable[..., Any], *, changes: int = 0) -> Callable[..., Any]:
        """A function whose calls count; ``changes`` are the flags of a call that changes a file."""

        def counted(path: Any, *rest: Any, **named: Any) -> Any:
            if self._here(path, named.get("dir_fd")):
                self.step(os.fsdecode(path), changes=not changes or bool(rest[0] & changes))
            return really(path, *rest, **named)

        return counted

    def _opening(self, really: Callable[..., Any]) -> Callable[..., Any]:
        def opened(file: Any, mode: str = "r", *rest: Any, **named: Any) -> Any:
            by_name = not isinstance(file, int)
            if by_name and not self._here(file):
                return really(file, mode, *rest, **named)
            writes = bool(set(mode) & set("wax+"))
            if by_name:
                self.step(os.fspath(file), changes=writes)
            if "+" in mode or not writes:
                return really(file, mode, *rest, **named)
            raw = _Writing(self, file, mode.replace("b", "").replace("t", ""))
            self._files.append(raw)
            if "b" in mode:
                return raw if rest[:1] == (0,) else io.BufferedWriter(raw)
            given = dict(zip(("buffering", "encoding", "errors", "newline"), rest, strict=False))
            given = {**given, **named}
            given.pop("buffering", None)
            return io.TextIOWrapper(io.BufferedWriter(raw), **given)

        return opened


# The lines of code that take a step, innermost first, and how many such steps came before.
Step = tuple[tuple[tuple[str, int], ...], int]


class DiskFaultyOnce(FaultyDisk):
    """Fails at the first step that is like none of those ``visited``, to which it is added.

    Steps are alike which the same lines of code take, in a loop or for each of many files. Of
    such steps two are visited: the first, and the second, when some of the work is done. Threads
    may take turns in any order.
    """

    def __init__(self, root: Path, visited: set[Step], fault: int | None) -> None:
        super().__init__(root, 0, fault)
        self._visited = visited
        self._before: Counter[tuple[tuple[str, int], ...]] = Counter()

    def _due(self) -> bool:
        lines, frame = [], sys._getframe()
        while (back := frame.f_back) is not None:
            frame = back
            lines.append((frame.f_code.co_filename, frame.f_lineno))
        place = tuple(lines)
        step = place, self._before[place]
        self._before[place] += 1
        if step[1] > 1 or step in self._visited:
            return False
        self._visited.add(step)
        return True


class _Writing(io.RawIOBase):
    """A file being written; opened by name it has no ``fileno``, so no write goes uncounted."""

    def __init__(self, disk: FaultyDisk, file: Any, mode: str) -> None:
        self._disk = disk
        self._by_name = not isinstance(file, int)
        self._file = io.FileIO(file, mode)
        self._failed = False

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._file.seekable()

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def fileno(self) -> int:
        if self._by_name:
            raise io.UnsupportedOperation("fileno")
        return self._file.fileno()

    def write(self, data: Any) -> int:
        # Data still buffered when the process dies or the test ends never reaches the disk.
        if self._failed or self._disk.dead or self._disk.over:
            return len(data)
        try:
            self._disk.step()
        except BaseException:
            self._failed = True
            raise
        return self._file.write(data)

    def close(self) -> None:
        try:
            super().close()
        finally:
            self._file.close()


def steps(trial: Callable[[int], bool], *, most: int = 5000) -> Iterator[int]:
    """Call ``trial`` with 0, 1, 2 … and yield each number, until step n was not reached."""
    for n in range(most):
        if not trial(n):
            return
        yield n
    raise AssertionError("it never came to an end")
