"""Parses front matter of other programs: YAML, TOML between lines of +++, or JSON."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any

from corpus.folder.front_matter import (
    FENCE,
    MAX_CHARACTERS,
    Fields,
    Items,
    Matter,
    MatterError,
    Text,
    Value,
    read_matter,
)

_TOML_FENCE = "+++"
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")
_JSON_START = re.compile(r"\s*\{\s*(?:\"|\})")


def read_any_matter(text: str) -> Matter:
    """A file's text, split into front matter and body. Raises ``MatterError``.

    A text that begins with none of the three has no fields, and is all body.
    """
    first = text.split("\n", 1)[0].rstrip()
    if first == FENCE:
        return read_matter(text)
    if first == _TOML_FENCE:
        return _toml(text)
    if _JSON_START.match(text):
        return _json(text)
    return Matter(Fields(1, {}, {}), text, 1)


def _toml(text: str) -> Matter:
    lines = text.split("\n")
    end = next((i for i, ln in enumerate(lines[1:], 1) if ln.rstrip() == _TOML_FENCE), None)
    if end is None:
        cure = f"close it with a line {_TOML_FENCE} above the text"
        raise MatterError(1, "the front matter has no end", cure)
    source = "\n".join(lines[1:end])
    _check_length(source)
    try:
        values = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        found = _AT_LINE.search(str(error))
        what = _AT_LINE.sub("", str(error)).strip()
        raise MatterError(
            int(found[1]) + 1 if found else 2,
            f"the front matter is not valid TOML ({what})",
            'write lines such as title = "..."',
        ) from error
    except RecursionError as error:
        raise _too_deep() from error
    return Matter(_fields(values, lines[:end]), "\n".join(lines[end + 1 :]), end + 2)


def _json(text: str) -> Matter:
    start = len(text) - len(text.lstrip())
    try:
        values, end = json.JSONDecoder().raw_decode(text, start)
    except json.JSONDecodeError as error:
        raise MatterError(
            error.lineno,
            f"the front matter is not valid JSON ({error.msg})",
            'write it as {"title": "..."}, or begin the file with its text',
        ) from error
    except RecursionError as error:
        raise _too_deep() from error
    _check_length(text[start:end])
    line = text.count("\n", 0, end) + 1
    return Matter(_fields(values, text[:end].split("\n")), text[end:], line)


def _check_length(source: str) -> None:
    if len(source) > MAX_CHARACTERS:
        what = f"the front matter is longer than {MAX_CHARACTERS:,} characters"
        raise MatterError(1, what, "keep the text of the post below it")


def _too_deep() -> MatterError:
    return MatterError(1, "the front matter is nested too deep", "write lines such as title: ...")


def _fields(values: Mapping[str, Any], lines: list[str]) -> Fields:
    """A table as fields, each with the line where its name first occurs."""
    places = {}
    for name in values:
        begins = re.compile(rf"\s*[\[{{,]*\s*[\"']?{re.escape(name)}[\"']?\s*[=:\]]")
        places[name] = next((i for i, line in enumerate(lines, 1) if begins.match(line)), 1)
    return Fields(1, {name: _value(v, places[name], lines) for name, v in values.items()}, places)


def _value(value: object, line: int, lines: list[str]) -> Value:
    if isinstance(value, dict):
        return _fields(value, lines)
    if isinstance(value, list):
        return Items(line, tuple(_value(item, line, lines) for item in value))
    if value is None:
        return Text(line, None)
    if isinstance(value, bool):
        return Text(line, "true" if value else "false")
    # A date of TOML tells itself as ISO 8601 does.
    return Text(line, str(value))
