"""Reads tables of notices: Retraction Watch's, and Crossref's with updates in columns."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from io import StringIO
from typing import Any

from corpus.importing.notices.stated import Stated, Unstated, stated
from corpus.problem import Problems

# The columns by the letters of their names: a table may write "update-to.DOI" or "Update to DOI".
_NATURE, _STUDY, _STUDY_PMID = "retractionnature", "originalpaperdoi", "originalpaperpubmedid"
_NOTICE, _NOTICE_DATE = "retractiondoi", "retractiondate"
_OWN = ("doi", "workdoi")
_DIRECTIONS = ("updateto", "updatedby")
_KINDS = ("type", "updatetype", "label", "kind")
_DATES = ("updated", "date", "updatedate", "updateddate")
_SEPARATORS = ",;\t|"


def read_table(text: str, problems: Problems) -> list[Stated]:
    """The notices in a table whose first row has the names of the columns.

    A row that can't be read is a warning with its line; a table without the columns is an error.
    """
    first = text.split("\n", 1)[0]
    separator = max(_SEPARATORS, key=first.count)
    rows = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    found: list[Stated] = []
    names: list[str] = []
    line, count = 1, 0
    try:
        for row in rows:
            if not names:
                names = [_letters(cell) for cell in row]
                if not _is_known(names):
                    problems.error(
                        line,
                        "the table has neither the columns of Retraction Watch nor of Crossref",
                        "it needs OriginalPaperDOI and RetractionNature, or DOI and update-to or "
                        "updated-by, type and updated",
                    )
                    return []
            elif any(cell.strip() for cell in row):
                count += 1
                found += _row(names, row, line, problems)
            line = rows.line_num + 1
    except csv.Error as error:
        cure = "put a cell that holds quotes or line ends in double quotes, inner ones doubled"
        problems.error(line, f"the row can't be read ({error})", cure)
    if not count and not problems.faulty:
        problems.error(line, "the table holds no rows", "export it again")
    return found


def _row(names: list[str], row: list[str], line: int, problems: Problems) -> Iterator[Stated]:
    if len(row) > len(names):
        told = f"the row has {len(row)} cells, the table {len(names)} columns"
        problems.warning(line, told, "put a cell that holds a comma in double quotes")
        return
    try:
        yield from stated_row(dict(zip(names, row, strict=False)), line)
    except Unstated as error:
        problems.warning(line, str(error), error.cure)


def is_row(values: Mapping[Any, Any]) -> bool:
    """Whether an object has Retraction Watch's column names."""
    return _NATURE in {_letters(str(name)) for name in values}


def stated_row(values: Mapping[str, str], line: int) -> list[Stated]:
    """The notices in a row, given by column. Raises ``Unstated``."""
    cells = {_letters(name): cell.strip() for name, cell in values.items()}
    if _NATURE in cells:
        told = (cells[_NATURE], cells.get(_NOTICE_DATE, ""), cells.get(_NOTICE, ""))
        pmid = cells.get(_STUDY_PMID, "").strip("0 ") and cells[_STUDY_PMID]
        return [stated(*told, cells.get(_STUDY, ""), pmid, line)]
    own = _first(cells, _OWN)
    found = []
    for direction in _DIRECTIONS:
        other = _first(cells, (f"{direction}doi", direction))
        if other:
            kind = _first(cells, (f"{direction}type", f"{direction}label", *_KINDS))
            when = _first(cells, (f"{direction}updated", f"{direction}date", *_DATES))
            notice, study = (own, other) if direction == "updateto" else (other, own)
            found.append(stated(kind, when, notice, study, "", line))
    return found


def _first(cells: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((cells[name] for name in names if cells.get(name)), "")


def _is_known(names: list[str]) -> bool:
    if _NATURE in names:
        return _STUDY in names or _STUDY_PMID in names
    has_own = any(name in names for name in _OWN)
    return has_own and any(name.startswith(_DIRECTIONS) for name in names)


def _letters(name: str) -> str:
    return "".join(filter(str.isalpha, name.casefold()))
