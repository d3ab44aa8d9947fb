"""Turns errors of the operating system into errors of the disk with a hint."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer.errors import DiskFault, DiskFull, FolderReadOnly, told_with_hint
from search.index.files.folder import live_name

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_DENIED = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


@contextmanager
def disk_faults(folder: Path) -> Iterator[None]:
    """A context that turns errors of the operating system into ``DiskFault``.

    It tells which index serves: what is refused may come after the new one went live.
    """
    before = live_name(folder)
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        where = f"{error.filename or folder}"
        if os.sep not in where and where != str(folder):
            # For a file in a folder that is being removed, the system reports only the last name.
            where = f"{folder}, at {where}"
        # numpy reports a short write only in words: "12970 requested and 8160 written".
        short = error.errno is None and "requested and" in reason
        kind, what = DiskFault, f"{where}: {reason}"
        if short or error.errno in _FULL:
            kind, what = DiskFull, f"no room on the disk of {folder}: {reason}"
        elif error.errno in _DENIED:
            kind, what = FolderReadOnly, f"{where} can't be written: {reason}"
        hint = told_with_hint(kind.hint, before is not None)
        if live_name(folder) not in (None, before):
            hint = f"{kind.hint[:-1]}; what you asked for serves already."
        raise kind(what, hint) from error
