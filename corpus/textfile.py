"""Reading a text file that may be anything: the one place that opens the files of a digest."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from corpus.problem import Problems

MAX_BYTES = 1024 * 1024

# What is not text: control characters, and the two code points that Unicode keeps unused.
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


def read_text(path: Path, root: Path, problems: Problems) -> str | None:
    """The text of a file inside ``root``, with lines ending in a newline alone.

    ``None`` and an error among ``problems`` when it is a symbolic link out of ``root``, not a
    file, longer than ``MAX_BYTES``, or not UTF-8 text. A missing file is an error as well.
    """
    data = _read_bytes(path, root, problems)
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


def _read_bytes(path: Path, root: Path, problems: Problems) -> bytes | None:
    try:
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode):
            if not path.resolve(strict=True).is_relative_to(root.resolve()):
                problems.error(
                    1,
                    "the file is a symbolic link to somewhere outside the digest",
                    "put the file itself here",
                )
                return None
            status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            problems.error(1, "this is not a file", "put a text file here, or rename it")
            return None
        if status.st_size > MAX_BYTES:
            problems.error(
                1,
                f"the file has {status.st_size:,} bytes, more than the {MAX_BYTES:,} allowed",
                "a post is a few kilobytes of text; move anything else out of the digest",
            )
            return None
        # The file may have changed since: no more than the limit is ever read, and a pipe put in
        # its place does not make the reader wait.
        with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:
            return file.read(MAX_BYTES)
    except FileNotFoundError:
        problems.error(1, "there is no such file", "create it, or mend the link that leads nowhere")
    except OSError as error:
        problems.error(1, f"the file can't be read ({error.strerror})", "mend its permissions")
    except RuntimeError:
        problems.error(1, "the file is a symbolic link to itself", "put the file itself here")
    return None
