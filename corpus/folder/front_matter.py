"""Parses front matter with line numbers: the subset of YAML that a post's file may use.

It reads PyYAML's events, not its finished values, for three reasons: every value keeps its line, a
repeated key is noticed, and input made to exhaust a parser (multiplying aliases, brackets nested a
thousand deep) is refused as it streams past.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

MAX_CHARACTERS = 64 * 1024
# A post has fields, its study has fields, and each effect in the study's list has fields.
MAX_DEPTH = 4
MAX_GROUPS = 3
FENCE = "---"

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NO_YAML = "the front matter is not valid YAML"
_ENDLESS = ("while scanning a quoted scalar", "while scanning a simple key")
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
# The events around those of a document.
_AROUND = frozenset(
    (yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentStartEvent, yaml.DocumentEndEvent)
)


class MatterError(ValueError):
    """The front matter can't be read; ``line`` counts from 1 in the whole file.

    ``reached`` is how many lines of the front matter YAML read before it met what it can't read;
    ``None`` if another rule was broken. ``first`` is the line of a field that comes again.
    """

    def __init__(
        self,
        line: int,
        what: str,
        cure: str,
        reached: int | None = None,
        first: int | None = None,
    ) -> None:
        super().__init__(what)
        self.reached = reached
        self.line = line
        self.cure = cure
        self._what = what
        self._first = first

    @property
    def what(self) -> str:
        """What is wrong, with the line of the first of two fields."""
        return self._what if self._first is None else f"{self._what} (first on line {self._first})"

    def below(self, lines: int, last: int) -> MatterError:
        """The error of a part that begins so many ``lines`` lower; none is below ``last``."""
        first = None if self._first is None else self._first + lines
        line = min(self.line + lines, last)
        return MatterError(line, self._what, self.cure, self.reached, first)


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar as it was written; ``value`` is ``None`` for an empty one.

    ``comment`` is what YAML reads as one behind a scalar without quotes, from its ``#``.
    """

    line: int
    value: str | None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    line: int
    items: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Fields:
    """Keys with their values; ``lines`` holds the line of each key."""

    line: int
    values: dict[str, Value]
    lines: dict[str, int]


Value = Text | Items | Fields


@dataclass(frozen=True, slots=True)
class Matter:
    """A file's text, split: front matter, and the body from ``body_line`` on."""

    fields: Fields
    body: str
    body_line: int


def read_matter(text: str) -> Matter:
    """Split and parse a file's text (lines ending in a newline only). Raises ``MatterError``."""
    source, body, body_line = cut(text)
    return Matter(read_fields(source), body, body_line)


def cut(text: str) -> tuple[str, str, int]:
    """The front matter of a file without its fences, the body, and the body's first line.

    The front matter begins on line 2. Raises ``MatterError`` when there is none, or too much.
    """
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        raise MatterError(
            1, "the front matter is missing", f"begin the file with a line {FENCE}, then title: ..."
        )
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), None)
    if end is None:
        raise MatterError(
            1, "the front matter has no end", f"close it with a line {FENCE} above the summary"
        )
    source = "\n".join(lines[1:end])
    if len(source) > MAX_CHARACTERS:
        raise MatterError(
            1,
            f"the front matter is longer than {MAX_CHARACTERS:,} characters",
            f"keep the text of the post below the second {FENCE}",
        )
    return source, "\n".join(lines[end + 1 :]), end + 2


def read_fields(source: str) -> Fields:
    """The fields of front matter without its fences. Raises ``MatterError``."""
    value = read_value(source)
    if isinstance(value, Fields):
        return value
    if isinstance(value, Text) and value.value is None:
        return Fields(2, {}, {})
    raise MatterError(2, "the front matter has no fields", "write lines such as title: ...")


def read_value(source: str) -> Value:
    """Any value in the YAML of front matter. Raises ``MatterError``."""
    try:
        events = _Events(source)
        first = next(events, None)
        value = _opened(first, events) if first else Text(2, None)
        # Looking for more runs to the end, so that a second document is noticed.
        next(events, None)
    except yaml.YAMLError as error:
        raise _told(error, source) from error
    return value


def _told(error: yaml.YAMLError, source: str) -> MatterError:
    """What is wrong with a source that is not YAML, in words for its writer."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    what = getattr(error, "problem", None) or "a character that YAML does not allow"
    # What has no end is noticed below where it begins.
    if getattr(error, "context", None) in _ENDLESS:
        mark = error.context_mark  # type: ignore[attr-defined]
    at = mark.line if mark else -1
    line = source.split("\n")[at] if 0 <= at <= source.count("\n") else ""
    blanks = line[: len(line) - len(line.lstrip())]
    if blanks.strip(" "):
        found = "a tab" if "\t" in blanks else "a blank that is no plain space"
        what = f"{found} stands at the beginning of the line"
        return MatterError(at + 2, f"{_NO_YAML} ({what})", "put two spaces in its place")
    return MatterError(
        at + 2,
        f"{_NO_YAML} ({what})",
        'put text that begins with a sign, or holds a colon, quote or #, in double quotes: "..."',
        at if mark else None,
    )


class _Events(Iterator[yaml.Event]):
    """The events of the single document in a source, and what stands behind them."""

    def __init__(self, source: str) -> None:
        self._events = _events(source)
        self._lines = source.split("\n")

    def __next__(self) -> yaml.Event:
        return next(self._events)

    def comment(self, scalar: yaml.ScalarEvent) -> str:
        """The comment behind a scalar without quotes; empty if there is none."""
        end = scalar.end_mark
        if scalar.style or end is None or end.line >= len(self._lines):
            return ""
        behind = self._lines[end.line][end.column :].strip()
        return behind if behind.startswith("#") else ""


def _events(source: str) -> Iterator[yaml.Event]:
    """The events of the single document in ``source``, without those around it."""
    documents = 0
    for event in yaml.parse(source, Loader=_LOADER):
        if type(event) not in _AROUND:
            yield event
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise MatterError(
                    _line(event),
                    "the front matter holds two YAML documents",
                    f"keep one, between two lines {FENCE}",
                )


def _line(event: yaml.Event) -> int:
    """The line in the whole file: one more, for the fence above the front matter."""
    return event.start_mark.line + 2 if event.start_mark else 1


def _opened(event: yaml.Event, events: _Events, depth: int = 0, groups: int = 0) -> Value:
    """The value that begins with ``event``; the rest of it is taken from ``events``.

    It lies in so many lists and groups of fields (``depth``), and in so many ``groups`` alone.
    """
    line = _line(event)
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise MatterError(line, "the front matter uses a YAML anchor or alias", "write it out")
    if getattr(event, "tag", None):
        raise MatterError(line, "the front matter uses a YAML tag", "delete the word after the !")
    if isinstance(event, yaml.ScalarEvent):
        empty = event.implicit[0] and event.value in _NULLS
        return Text(line, None if empty else event.value, events.comment(event))
    is_list = isinstance(event, yaml.SequenceStartEvent)
    if depth >= MAX_DEPTH or (groups >= MAX_GROUPS and not is_list):
        raise MatterError(
            line, "the front matter is nested too deep", "write lines such as title: ..."
        )
    if is_list:
        return Items(line, tuple(_items(events, depth + 1, groups)))
    return _mapping(line, events, depth + 1, groups + 1)


def _items(events: _Events, depth: int, groups: int) -> Iterator[Value]:
    for event in events:
        if isinstance(event, yaml.SequenceEndEvent):
            return
        yield _opened(event, events, depth, groups)


def _mapping(line: int, events: _Events, depth: int, groups: int) -> Fields:
    values: dict[str, Value] = {}
    lines: dict[str, int] = {}
    for event in events:
        if isinstance(event, yaml.MappingEndEvent):
            break
        key = _opened(event, events, depth, groups)
        if not isinstance(key, Text) or key.value is None:
            raise MatterError(key.line, "a field has no name", "write lines such as title: ...")
        if key.value in values:
            raise MatterError(
                key.line,
                f'the field "{key.value}" appears twice',
                "keep one of them",
                first=lines[key.value],
            )
        lines[key.value] = key.line
        values[key.value] = _opened(next(events), events, depth, groups)
    return Fields(line, values, lines)
