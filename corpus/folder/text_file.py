"""Reads text files of a digest safely: size, encoding, links that lead outside."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from corpus.problem import Problems

MAX_BYTES = 1024 * 1024

# What is not text: control characters, and the two code points that Unicode keeps unused.
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


def read_text(path: Path, root: Path, problems: Problems, limit: int = MAX_BYTES) -> str | None:
    """The text of a file inside ``root``, with newlines as the only line ends.

    ``None`` and an error among ``problems`` when it is a symbolic link out of ``root``, not a
    file, longer than ``limit`` bytes, or not UTF-8 text. A missing file is an error as well.
    """
    if not _is_inside(path, root, problems):
        return None
    data = read_bytes(path, limit, problems)
    if data is None:
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # A byte order mark is left out of the positions that the decoder counts.
        line = error.object.count(b"\n", 0, error.start) + 1
        if b"\x00" in data:
            problems.error(data.count(b"\n", 0, data.index(b"\x00")) + 1, *_BINARY)
        else:
            problems.error(line, *_NOT_UTF8)
        return None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    found = _NOT_TEXT.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        if found[0] == "\x00":
            problems.error(line, *_BINARY)
        else:
            problems.error(
                line,
                f"the control character U+{ord(found[0]):04X} is in the text",
                "delete it, or the word it stands in, and type it again",
            )
        return None
    return text


_BINARY = ("the file is not text (it holds a NUL byte)", "save it as plain text in UTF-8")
_NOT_UTF8 = ("the file is not UTF-8", "save it in UTF-8 (in most editors: Save as, encoding UTF-8)")


def read_bytes(path: Path, limit: int, problems: Problems) -> bytes | None:
    """The bytes of a file; ``None`` and an error if there are more than ``limit``.

    The size is looked at before anything is read, and a pipe never makes the reader wait.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            problems.error(1, "this is not a file", "put a text file here, or rename it")
            return None
        if status.st_size > limit:
            problems.error(
                1,
                f"the file has {status.st_size:,} bytes, more than the {limit:,} allowed",
                "split it, or move what is not text out of it",
            )
            return None
        # The file may have become another since: it is opened without waiting, read to the limit.
        with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:
            # Reading to the limit at once would take room for it.
            data = file.read(min(status.st_size + 1, limit))
            return data + file.read(limit - len(data)) if len(data) > status.st_size else data
    except FileNotFoundError:
        problems.error(1, "there is no such file", "create it, or correct its name")
    except OSError as error:
        problems.error(1, f"the file can't be read ({error.strerror})", "mend its permissions")
    return None


def as_text(text: str) -> str:
    """The text with a space for each character that no file of a digest may hold."""
    encodable = text.encode("utf-8", "replace").decode()
    return _NOT_TEXT.sub(" ", encodable.replace("\r\n", "\n").replace("\r", "\n"))


def _is_inside(path: Path, root: Path, problems: Problems) -> bool:
    """Whether the file is inside ``root`` once symbolic links are resolved."""
    if not path.is_symlink():
        return True
    try:
        inside = path.resolve(strict=True).is_relative_to(root.resolve())
    except FileNotFoundError:
        problems.error(1, "the file is a symbolic link that leads nowhere", "delete it")
        return False
    except (OSError, RuntimeError):
        problems.error(1, "the file is a symbolic link to itself", "delete it")
        return False
    if not inside:
        problems.error(
            1,
            "the file is a symbolic link to somewhere outside the digest",
            "put the file itself here",
        )
    return inside
