"""Durable files: replaced as a whole, and on disk before anything refers to them."""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

_AT_ONCE = 8
# The temporary name of a file that replaces another.
_ASIDE = re.compile(r"\.(.+)\.[0-9a-f]{8}")
# renameat2 of Linux: paths are relative to the working folder, and the two change places.
_HERE = -100
_EXCHANGE = 2


def replace_file(path: Path, text: str | bytes, *, mode: int = 0o666) -> None:
    """Replace the file at ``path`` by ``text`` in UTF-8, in one atomic step.

    A reader sees the old text or the new one, and so does one after a crash; for which of them it
    is to be certain, ``sync`` the folder afterwards. Folders that are missing are made. ``mode`` is
    that of the file, less what the user's mask forbids. Raises ``OSError`` that names the file;
    nothing is left behind then. What a killed process left is removed by ``clear_leftovers``.
    """
    replace_files({path: text}, mode=mode)


def replace_files(
    texts: Mapping[Path, str | bytes | Path], *, mode: int = 0o666, journal: Path | None = None
) -> None:
    """Replace several files, each in one atomic step, in this order.

    A text that is a path is what that file holds.

    All are on the disk before the first takes its place: where that fails, as on a full disk, none
    is changed. With a ``journal``, a file in a folder above them all, what is cut short after that
    can be brought to its end by ``finish``. Otherwise as ``replace_file``.
    """
    aside: dict[Path, Path] = {}
    decided = False
    folders = list(dict.fromkeys(path.parent for path in texts))
    path = next(iter(texts), Path())
    with contextlib.ExitStack() as writing:
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
            writing.enter_context(_holding(folder, fcntl.LOCK_SH))
        try:
            for path, text in texts.items():
                # Hidden from editors and watchers, and unique, so that two writers do not write
                # into the same file.
                aside[path] = path.with_name(f".{path.name}.{os.urandom(4).hex()}")
                _write(aside[path], text, mode)
            if journal and texts:
                names = (str(file.relative_to(journal.parent)) for file in aside.values())
                replace_file(journal, "\n".join(names), mode=0o600)
                decided = True
                sync(journal.parent)
            for path in texts:
                aside[path].replace(path)
                del aside[path]
            if journal and texts:
                for folder in folders:
                    sync(folder)
                journal.unlink()
        except OSError as error:
            # An error in writing has no name of a file, or only the temporary one.
            error.filename, error.filename2 = str(path), None
            raise
        finally:
            for left in () if decided else aside.values():
                left.unlink(missing_ok=True)


def finish(journal: Path) -> None:
    """Complete an interrupted ``replace_files`` with this journal, if there is one."""
    if not journal.is_file():
        return
    with _holding(journal.parent, fcntl.LOCK_EX | fcntl.LOCK_NB) as alone:
        for name in journal.read_text("utf-8").splitlines() if alone else ():
            aside = journal.parent / name
            found = _ASIDE.fullmatch(aside.name)
            inside = ".." not in aside.parts and aside.is_relative_to(journal.parent)
            if found and inside and aside.is_file():
                aside.replace(aside.with_name(found[1]))
        if alone:
            journal.unlink()


def _write(path: Path, text: str | bytes | Path, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode)
    with open(descriptor, "wb") as file:
        if isinstance(text, Path):
            with open(text, "rb") as source:
                shutil.copyfileobj(source, file)
        else:
            file.write(text.encode() if isinstance(text, str) else text)
        file.flush()
        os.fsync(file.fileno())


@contextlib.contextmanager
def _holding(folder: Path, how: int) -> Iterator[bool]:
    """Lock a folder while its files are replaced, or to keep them from being replaced.

    The kernel lets go of it with the process, however that ends. Yields whether it is held: some
    network file systems know no such thing.
    """
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, how)
    except OSError:
        held = False
    else:
        held = True
    try:
        yield held
    finally:
        os.close(descriptor)


def clear_leftovers(folder: Path, of: re.Pattern[str]) -> None:
    """Remove temporary files of killed processes from a folder.

    ``of`` matches the names of the files that were to be replaced. While another process replaces
    any file there, all is left as it is.
    """
    if not folder.is_dir():
        return
    with _holding(folder, fcntl.LOCK_EX | fcntl.LOCK_NB) as alone:
        for file in folder.iterdir() if alone else ():
            found = _ASIDE.fullmatch(file.name)
            if found and of.fullmatch(found[1]):
                file.unlink(missing_ok=True)


def sync_tree(folder: Path) -> None:
    """Flush a folder and everything below it to disk."""
    parts = [(Path(parent), files) for parent, _, files in os.walk(folder, topdown=False)]
    # All files at once, since the disk then writes its journal once for many.
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for _ in pool.map(sync, [parent / name for parent, files in parts for name in files]):
            pass
    for parent, _ in parts:
        sync(parent)


def sync(path: Path) -> None:
    """Flush a file, or the names in a folder, to disk."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one atomic step; returns False where the system can't."""
    try:
        rename = ctypes.CDLL(None).renameat2
    except (AttributeError, OSError):
        return False
    return not rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE)
