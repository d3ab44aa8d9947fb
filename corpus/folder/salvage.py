"""Reads broken front matter: reports each fault, and reads the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from corpus.folder.front_matter import (
    MAX_DEPTH,
    Fields,
    Matter,
    MatterError,
    cut,
    read_fields,
    read_value,
)
from corpus.folder.slips import Slip, slip

# The most faults reported for a file; further ones show once these are mended.
MOST_FAULTS = 20

_NAME = re.compile(r"""["']?([^\s"':#-][^"':]*?)["']?\s*:""")


@dataclass(frozen=True, slots=True)
class Salvage:
    """Front matter as far as it could be read, and its faults.

    ``lost`` names the fields that stand in the file and could not be read.
    """

    matter: Matter
    faults: tuple[MatterError, ...] = ()
    lost: frozenset[str] = frozenset()


def salvage(text: str) -> Salvage:
    """Split a file's text; lines that are not YAML are reported and ignored.

    Raises ``MatterError`` when the text has no front matter, or one that is too long.
    """
    source, body, body_line = cut(text)
    try:
        return Salvage(Matter(read_fields(source), body, body_line))
    except MatterError as error:
        first = error
    lines = source.split("\n")
    slips = list(_mended(lines))
    faults = [MatterError(one.at + 2, one.what, one.cure) for one in slips]
    written = list(lines)
    for one in slips:
        if not one.sure:
            _blank(lines, one.at, one.at + 1)
    for start, end in list(_chunks(lines, 0, len(lines))):
        if len(faults) < MOST_FAULTS:
            faults += _mend(lines, start, end)
    fields = Fields(2, {}, {})
    while len(faults) < MOST_FAULTS:
        try:
            fields = read_fields("\n".join(lines))
            break
        except MatterError as error:
            # Lines that can be read one by one, but not together, as when a field comes twice.
            faults.append(error)
            chunks = _chunks(lines, 0, len(lines))
            chunk = next((c for c in chunks if c[0] <= error.line - 2 < c[1]), (0, len(lines)))
            _blank(lines, *chunk)
    lost = _names(written) - (_names(lines) if fields.values else frozenset())
    lost |= _names(_emptied(written, lines))
    return Salvage(Matter(fields, body, body_line), tuple(faults or [first]), lost)


def _mended(lines: list[str]) -> Iterator[Slip]:
    """Mend the usual slips; yields each."""
    for _ in range(MOST_FAULTS):
        found = slip(lines)
        if found is None:
            return
        lines[found.at] = found.mended
        yield found


def _mend(lines: list[str], start: int, end: int, depth: int = 0) -> list[MatterError]:
    """Blank the broken lines, as few as possible, and report them."""
    error = _fault(lines, start, end)
    if error is None:
        return []
    faults: list[MatterError] = []
    if depth < MAX_DEPTH:
        for first, last in list(_chunks(lines, start + 1, end)):
            if len(faults) < MOST_FAULTS:
                faults += _mend(lines, first, last, depth + 1)
    if not faults:
        faults = [error]
        _blank(lines, start, end)
    elif _fault(lines, start, end):
        _blank(lines, start, end)
    return faults


def _fault(lines: list[str], start: int, end: int) -> MatterError | None:
    """The fault of some lines by themselves."""
    try:
        read_value("\n".join(lines[start:end]))
    except MatterError as error:
        # An unclosed quote or bracket is noticed on the line after the last.
        return error.below(start, end + 1)
    return None


def _chunks(lines: list[str], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Runs of lines from ``start`` to before ``end``, each beginning a field or an item.

    They begin at the least indent. A list may stand as far left as the name of its field.
    """
    told = [n for n in range(start, end) if lines[n].strip() and lines[n].lstrip()[0] != "#"]
    least = min((_indent(lines[n]) for n in told), default=0)
    begins = [n for n in told if _indent(lines[n]) == least]
    fields = [n for n in begins if not (lines[n].lstrip() + " ").startswith("- ")]
    yield from pairwise((*(fields if fields[:1] == begins[:1] else begins), end))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _blank(lines: list[str], start: int, end: int) -> None:
    lines[start:end] = [""] * (end - start)


def _emptied(before: list[str], after: list[str]) -> list[str]:
    """The lines of names that had something below them, of which nothing could be read."""
    return [
        before[start]
        for start, end in _chunks(before, 0, len(before))
        if any(line.strip() for line in before[start + 1 : end])
        and not any(line.strip() for line in after[start + 1 : end])
        and before[start].rstrip().endswith(":")
    ]


def _names(lines: list[str]) -> frozenset[str]:
    """The names of the fields that begin on lines without an indent."""
    found = (_NAME.match(line) for line in lines)
    return frozenset(match[1] for match in found if match)
