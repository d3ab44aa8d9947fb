"""Crossref's JSON: works with ``update-to`` (they are notices) and ``updated-by`` (they have them).

https://www.crossref.org/documentation/schema-library/markup-guide-metadata-segments/updates/
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator
from json.decoder import JSONObject  # type: ignore[attr-defined]  # not in its stubs
from json.scanner import py_make_scanner  # type: ignore[attr-defined]  # not in its stubs
from typing import Any

from corpus.importing.notices.rows import is_row, stated_row
from corpus.importing.notices.stated import Stated, Unstated, date_of_parts, stated
from corpus.problem import Problems

# The key under which an object of a file keeps its line; no key of JSON is a number.
_LINE: Any = 0
# Without any of these an object is no work of Crossref.
_NAMES = frozenset(("DOI", "update-to", "updated-by"))


def read_json(text: str, problems: Problems) -> list[Stated]:
    """The notices in a JSON file: an answer of Crossref, a list of works, or a work a line.

    Retraction Watch's rows as JSON are read as well. What can't be read is a warning with its
    line; a file that is no JSON is an error.
    """
    found: list[Stated] = []
    count = 0
    own = Problems(problems.file)
    for work in _works(_values(text, own)):
        if not isinstance(work, dict):
            own.warning(1, "a work in the file is not a JSON object", "export the file again")
        elif not (is_row(work) or _NAMES.intersection(work)):
            what = "the object has neither a DOI nor a notice"
            own.warning(work.get(_LINE, 1), what, "export the file again")
        else:
            count += 1
            found += _stated(work, own)
    if not count and not own.faulty:
        problems.error(1, "the file holds no works", "export it from Crossref or Retraction Watch")
    else:
        problems.found += own.found
    return found


def _values(text: str, problems: Problems) -> Iterator[Any]:
    """The JSON values in a file: one, or one a line."""
    try:
        yield _Lined(text).decode(text)
        return
    except (ValueError, RecursionError) as error:
        whole = error
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(lines) < 2 or not lines[0][1].lstrip().startswith("{") or not _is_json(lines[0][1]):
        line = whole.lineno if isinstance(whole, json.JSONDecodeError) else 1
        problems.error(line, f"the file is not JSON ({whole})", "export it again, as JSON or CSV")
        return
    for number, line_text in lines:
        try:
            yield _Lined(line_text, number).decode(line_text)
        except (ValueError, RecursionError) as error:
            problems.warning(number, f"the line is not JSON ({error})", "export the file again")


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _works(values: Iterator[Any]) -> Iterator[Any]:
    for value in values:
        inner = value
        if isinstance(inner, dict) and "message" in inner:
            inner = inner["message"]
        if isinstance(inner, dict) and isinstance(inner.get("items"), list):
            inner = inner["items"]
        if isinstance(inner, list):
            for one in inner:
                work = one.get("message", one) if isinstance(one, dict) else one
                yield work
        else:
            yield inner


def _stated(work: dict[Any, Any], problems: Problems) -> Iterator[Stated]:
    line = work.get(_LINE, 1)
    if is_row(work):
        try:
            yield from stated_row({str(k): _text(v) for k, v in work.items() if k != _LINE}, line)
        except Unstated as error:
            problems.warning(line, str(error), error.cure)
        return
    own = _text(work.get("DOI"))
    for key in ("update-to", "updated-by"):
        updates = work.get(key) or []
        for update in updates if isinstance(updates, list) else [updates]:
            if not isinstance(update, dict):
                problems.warning(
                    line, f'"{key}" holds something that is not an update', "export the file again"
                )
                continue
            at = update.get(_LINE, line)
            other = _text(update.get("DOI"))
            notice, study = (own, other) if key == "update-to" else (other, own)
            kind = _text(update.get("type") or update.get("label"))
            when = date_of_parts(update.get("updated"))
            try:
                yield stated(kind, when, notice, study, "", at)
            except Unstated as error:
                problems.warning(at, str(error), error.cure)


def _text(value: Any) -> str:
    return "" if value is None else str(value)


class _Lined(json.JSONDecoder):
    """Reads JSON and keeps the line of each object."""

    def __init__(self, text: str, first: int = 1) -> None:
        super().__init__()
        self._first = first
        self._ends = [at for at, sign in enumerate(text) if sign == "\n"]
        self.parse_object = self._object
        # The scanner in C would not ask ``parse_object``.
        self.scan_once = py_make_scanner(self)

    def _object(self, start: tuple[str, int], *rest: Any) -> tuple[Any, int]:
        found, end = JSONObject(start, *rest)
        found[_LINE] = self._first + bisect_right(self._ends, start[1] - 1)
        return found, end
