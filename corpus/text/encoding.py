"""Decodes the bytes of a file in any encoding, and removes control characters."""

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
_UTF16 = ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# A text with a stray NUL has few of them; what is no text has many.
_BYTES_A_NUL = 200


def _spoken() -> dict[int, str]:
    """The replacement for each control character: a blank, or the sign that Windows meant."""
    table = {}
    for code in (*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF):
        meant = bytes([code]).decode("windows-1252", "ignore") if 0x80 <= code < 0xA0 else ""
        table[code] = meant or " "
    return table


_SPOKEN = _spoken()


def decoded(data: bytes, problems: Problems, declared: str | None = None) -> str | None:
    """The text of a file; ``None`` and an error if it is not text.

    Read as UTF-8 or, with a byte order mark, UTF-16; else as the ``declared`` charset or, with a
    warning either way, as Windows-1252. Control characters become blanks, with a warning.
    """
    text = _read(data, problems, declared)
    return without_controls(text, problems) if text is not None else None


def without_controls(text: str, problems: Problems) -> str:
    """The text with blanks for control characters, reported once with the first line.

    Those from U+0080 to U+009F are what is left of a text of Windows that was read as Latin-1:
    they become the quotes and dashes that were meant.
    """
    found = _CONTROL.search(text)
    if found is None:
        return text
    problems.warning(
        text.count("\n", 0, found.start()) + 1,
        f"the control character U+{ord(found[0]):04X} is in the text, and became a blank"
        if _SPOKEN[ord(found[0])] == " "
        else f"the character U+{ord(found[0]):04X} of another encoding is in the text",
        "look whether a word near it is as it should be",
    )
    return _CONTROL.sub(lambda control: _SPOKEN[ord(control[0])], text)


def _read(data: bytes, problems: Problems, declared: str | None) -> str | None:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    for beginning, encoding in _UTF16:
        if data.startswith(beginning):
            return data.decode(encoding, errors="replace")
    for beginning, kind, cure in _KINDS:
        if data.startswith(beginning):
            problems.error(1, f"the file is not text but {kind}", cure)
            return None
    if b"\x00" in data and not _is_text(data):
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
        "check the posts for wrong letters",
    )
    return data.decode(charset, errors="replace")


def _is_text(data: bytes) -> bool:
    """Whether a file with NUL bytes is text with a few of them by mistake."""
    if data.count(b"\x00") * _BYTES_A_NUL > len(data):
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _usable(name: str) -> str | None:
    """The charset with that name, if it is reliable."""
    if not _KNOWN_CHARSET.match(name):
        return None
    try:
        found = codecs.lookup(name).name
    except LookupError:
        return None
    # UTF-8 has just failed; what calls itself Latin-1 or ASCII is Windows-1252, as in browsers.
    return None if found in ("utf-8", "iso8859-1", "ascii") else found
