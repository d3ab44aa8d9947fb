"""Bytes of a file from elsewhere as text, whatever their encoding."""

from __future__ import annotations

import codecs
import re

from corpus.problem import Problems

# Only encodings of text that browsers know; Python has others, such as "unicode_escape".
_KNOWN_CHARSET = re.compile(
    r"utf-?8|utf-?16|iso-?8859|latin|windows-|cp\d|mac|koi8|gb|big5|shift|euc|ascii", re.IGNORECASE
)
# How files begin that people take for text; what to do about each.
_KINDS = (
    (b"%PDF-", "a PDF", "open it, copy its text and save that as plain text"),
    (b"PK\x03\x04", "a zip archive or an office document", "unpack it, or save it as plain text"),
    (b"\x1f\x8b", "a compressed file", "unpack it first"),
    (b"\xd0\xcf\x11\xe0", "an old office document", "save it as plain text"),
)


def decoded(data: bytes, problems: Problems, declared: str | None = None) -> str | None:
    """The text of a file, or ``None`` and an error when it is none.

    Read as UTF-8 or, with a byte order mark, UTF-16; else as the ``declared`` charset or, with a
    warning either way, as Windows-1252.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    for beginning, kind, cure in _KINDS:
        if data.startswith(beginning):
            problems.error(1, f"the file is not text but {kind}", cure)
            return None
    if b"\x00" in data:
        line = data.count(b"\n", 0, data.index(b"\x00")) + 1
        problems.error(
            line, "the file is not text (it holds a NUL byte)", "save it as plain text or as HTML"
        )
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    charset = _usable(declared or "") or "windows-1252"
    problems.warning(
        line,
        f"the file is not UTF-8 and was read as {charset}",
        "look for odd letters in the posts",
    )
    return data.decode(charset, errors="replace")


def _usable(name: str) -> str | None:
    """The charset of that name, if it is one that can be relied upon."""
    if not _KNOWN_CHARSET.match(name):
        return None
    try:
        found = codecs.lookup(name).name
    except LookupError:
        return None
    # UTF-8 has just failed; what calls itself Latin-1 or ASCII is Windows-1252, as in browsers.
    return None if found in ("utf-8", "iso8859-1", "ascii") else found
