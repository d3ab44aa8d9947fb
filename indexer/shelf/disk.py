"""What the operating system refuses, told as faults of the disk with a hint for their cure."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer.errors import DiskFault, DiskFull, FolderReadOnly, told_with_hint
from search.index.files.folder import live_name

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_DENIED = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


@contextmanager
def disk_faults(folder: Path) -> Iterator[None]:
    """Turns what the operating system refuses inside into a ``DiskFault`` that names the folder."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        where = f"{error.filename or folder}"
        # numpy tells of a short write in words alone: "12970 requested and 8160 written".
        short = error.errno is None and "requested and" in reason
        kind, what = DiskFault, f"{where}: {reason}"
        if short or error.errno in _FULL:
            kind, what = DiskFull, f"no room on the disk of {folder}: {reason}"
        elif error.errno in _DENIED:
            kind, what = FolderReadOnly, f"{where} can't be written: {reason}"
        serves = live_name(folder) is not None
        raise kind(what, told_with_hint(kind.hint, serves)) from error
