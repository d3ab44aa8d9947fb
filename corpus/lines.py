"""Texts in a file without a name, which is gone when the process ends, however it ends."""

from __future__ import annotations

import os
import tempfile
from array import array
from pathlib import Path
from weakref import finalize

from corpus.errors import NoRoom

# So many bytes are written at a time.
_PIECE = 2**20
# Temporary files that may be large are here, and survive no longer than others; the folder for
# small ones is in memory on many systems.
_ROOMY = Path("/var/tmp")  # noqa: S108 - only for files without a name


class Lines:
    """Texts in a file of their own, to which more are added at the end."""

    def __init__(self) -> None:
        try:
            # Closed once nobody has the texts any more.
            self._file = tempfile.TemporaryFile(dir=_folder(), buffering=0)  # noqa: SIM115
        except OSError as error:
            raise _no_room(error) from error
        self._ends = array("q", [0])
        self._waiting = bytearray()
        finalize(self, self._file.close)

    def __len__(self) -> int:
        return len(self._ends) - 1

    def add(self, text: str) -> None:
        """Add a text at the end."""
        told = text.encode()
        self._ends.append(self._ends[-1] + len(told))
        self._waiting += told
        if len(self._waiting) > _PIECE:
            self.write()

    def write(self) -> None:
        """Write what waits to be written. Raises ``NoRoom``."""
        with memoryview(self._waiting) as told:
            done = 0
            while done < len(told):
                try:
                    done += os.write(self._file.fileno(), told[done:])
                except OSError as error:
                    raise _no_room(error) from error
        self._waiting.clear()

    def __getitem__(self, at: int) -> bytes:
        """The text at a position, as UTF-8; several threads may read once all is written."""
        if self._waiting:
            self.write()
        start = self._ends[at]
        return os.pread(self._file.fileno(), self._ends[at + 1] - start, start)


def _folder() -> Path:
    """The folder for large temporary files."""
    if "TMPDIR" not in os.environ and os.access(_ROOMY, os.W_OK):
        return _ROOMY
    return Path(tempfile.gettempdir())


def _no_room(error: OSError) -> NoRoom:
    return NoRoom(f"the posts can't be put into a file in {_folder()}: {error.strerror}")
