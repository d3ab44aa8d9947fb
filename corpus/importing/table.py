"""Imports tables in CSV, a post for each row."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

from corpus.citations.identifiers import pmid_of
from corpus.digest import Digest
from corpus.importer import Imported
from corpus.importing.article import Article, posts_of_articles
from corpus.importing.references.row import PARTS, citation_of_row, year_of_row
from corpus.importing.references.study import tell_unread, unread
from corpus.importing.text.markdown_text import clean_markdown
from corpus.importing.text.unpublished import why_unpublished
from corpus.problem import Problems
from corpus.text.dates import month_in
from corpus.text.encoding import decoded
from corpus.text.folding import did_you_mean, folded
from corpus.text.markup import shown

COLUMNS = (
    *(
        "title",
        "month",
        "summary",
        "implications",
        "topics",
        "research",
        "citation",
        "doi",
        "pmid",
        "id",
    ),
    *PARTS,
)
# Columns that say whether a post is public, in the words of programs that write such tables.
_STATES = (
    *("date", "post_date", "published_at", "status", "post_status", "draft", "published"),
    *("is_published", "private", "visibility", "audience", "password", "post_password"),
)
_SEPARATORS = ",;\t|"
_SEPARATOR_LINE = re.compile(r"sep=([,;|\t]?)", re.IGNORECASE)
_SHORT = re.compile(r"([^\W\d_]{3,10})[-. /']{1,3}(\d\d)")
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?: .*)?")
# Of the days from 1990 to 2099.
_DAYS = re.compile(r"(?:3[3-9]|[4-6]\d|7[0-2])\d{3}(?:\.\d+)?")
_EXCEL = (
    "write it as 2024-05; Excel rewrites dates: give the column the format Text, or yyyy-mm, "
    "before you save"
)


class TableImporter:
    """Imports a CSV table, a post for each row.

    ``headers`` maps a post's fields to the headers of their columns, where these are not the
    fields' own names. ``month`` is for rows without one.
    """

    name = "csv"

    def __init__(self, month: str | None = None, headers: Mapping[str, str] | None = None) -> None:
        self.month = month
        self.headers = headers or {}

    def read(self, data: bytes, source: Path, digest: Digest) -> Imported:
        """Read the rows; columns that are no field of a post are reported and ignored."""
        problems = Problems(source)
        text = decoded(data, problems)
        names = digest.imports.implications
        articles = list(self._articles(text, names, problems)) if text is not None else []
        return posts_of_articles(articles, self.month, digest, problems)

    def _articles(
        self, text: str, implications: Sequence[str], problems: Problems
    ) -> Iterator[Article]:
        start, separator = _beginning(text)
        rows = csv.reader(StringIO(text[start:], newline=""), delimiter=separator, strict=True)
        # Lines are counted from the file's beginning, whatever stands above the headers.
        above = len(text[:start].splitlines())
        columns: dict[str, int] | None = None
        width = 0
        line = above + 1
        try:
            for row in rows:
                if columns is None:
                    columns = self._columns(row, line, implications, problems)
                    if columns is None:
                        return
                    width = len(row)
                elif any(cell.strip() for cell in row[width:]):
                    # A comma inside a cell moves all behind it into other columns.
                    what = f"the row has {len(row)} cells, the table {width} columns"
                    sign = "a tab" if separator == "\t" else f"a {separator}"
                    problems.error(line, what, f"put a cell that holds {sign} in double quotes")
                elif any(cell.strip() for cell in row):
                    cells = _Cells(row, columns)
                    told = cells["month"] or cells["date"] or cells["post_date"]
                    month = month_of_cell(told) if told else ""
                    if month is None:
                        problems.error(line, f'the month of "{cells["title"]}" is "{told}"', _EXCEL)
                    else:
                        yield _article(cells, month, line, problems)
                line = above + rows.line_num + 1
        except csv.Error as error:
            problems.error(
                line,
                f"the row can't be read ({error})",
                "put a cell that holds quotes or line ends in double quotes, inner ones doubled",
            )

    def _columns(
        self, header: list[str], line: int, implications: Sequence[str], problems: Problems
    ) -> dict[str, int] | None:
        """The column number of each field; ``None`` and an error if one is missing.

        That of the practice implications may have any of the names that their heading has.
        """
        places = {folded(name): at for at, name in reversed([*enumerate(header)])}
        columns = {name: places[name] for name in (*COLUMNS, *_STATES) if name in places}
        for name in map(folded, implications):
            if name in places:
                columns.setdefault("implications", places[name])
        for name, wanted in self.headers.items():
            at = places.get(folded(wanted))
            if at is None:
                headers = ", ".join(name.strip() for name in header)
                cure = did_you_mean(wanted, header, f"the columns are: {headers}")
                problems.error(line, f'there is no column "{wanted}"', cure)
                return None
            columns[name] = at
        for needed in ("title", "summary"):
            if needed not in columns:
                problems.error(
                    line, f"there is no column {needed}", f'name it: --map {needed}="Its Header"'
                )
                return None
        others = [name for at, name in enumerate(header) if at not in columns.values() and name]
        if others:
            what = f"these columns were left out: {', '.join(others)}"
            problems.warning(line, what, 'to import one, name it: --map doi="Its Header"')
        return columns


class _Cells(dict[str, str]):
    """The cells of a row by field; missing ones are empty."""

    def __init__(self, row: list[str], columns: Mapping[str, int]) -> None:
        super().__init__(
            {name: row[at].strip() if at < len(row) else "" for name, at in columns.items()}
        )

    def __missing__(self, name: str) -> str:
        return ""


def _article(cells: _Cells, month: str, line: int, problems: Problems) -> Article:
    pmid, year = pmid_of(cells["pmid"]), cells["year"] if cells["authors"] else ""
    lost = unread(("PMID", cells["pmid"], pmid), ("year", year, year_of_row(year)))
    tell_unread(lost, cells["title"], line, problems)
    why = why_unpublished({name: cells[name] for name in _STATES})
    return Article(
        key=cells["id"],
        line=line,
        title=cells["title"],
        text=clean_markdown(cells["summary"], line, problems),
        date=month,
        labels=tuple(part.strip() for part in re.split(r"[;|\n]", cells["topics"])),
        research=cells["research"],
        citation=" ".join(cells["citation"].split()) or _citation_of_parts(cells),
        doi=cells["doi"],
        implications=clean_markdown(cells["implications"], line, problems),
        fields={"pmid": pmid} if pmid else {},
        unpublished=f"post ({why})" if why else "",
    )


def _citation_of_parts(cells: _Cells) -> str:
    """The citation of a row with its parts in several columns."""
    return citation_of_row(lambda name: shown(cells[name]), shown(cells["title"]))


def _beginning(text: str) -> tuple[int, str]:
    """The line of the header row, and the separator of its cells.

    Excel writes ``sep=;`` above it, and people leave lines blank.
    """
    separator = ""
    at = 0
    for line in text.splitlines(keepends=True):
        said = _SEPARATOR_LINE.fullmatch(line.strip('\r\n"'))
        if said:
            separator = said[1] or "\t"
        elif line.strip(f'{_SEPARATORS} \t\r\n"'):
            break
        at += len(line)
    first = text[at:].split("\n", 1)[0]
    return at, separator or max(_SEPARATORS, key=first.count)


def month_of_cell(text: str) -> str | None:
    """The month (``YYYY-MM``) in a date as spreadsheets write it; ``None`` if ambiguous.

    Beside what ``month_in`` reads: ``May-24``, ``5/17/2024`` and ``17/5/2024`` (never
    ``5/6/2024``, which is two dates), and the number of days that Excel keeps for a date.
    """
    if month := month_in(text):
        return month
    if found := _SHORT.fullmatch(text):
        return month_in(f"{found[1]} 20{found[2]}")
    if found := _SLASHED.fullmatch(text):
        one, other = int(found[1]), int(found[2])
        if min(one, other) > 12 or (max(one, other) <= 12 and one != other):
            return None
        return month_in(f"{found[3]}-{min(one, other):02}")
    if _DAYS.fullmatch(text):
        # Excel counts from 1899-12-30, as if 1900 had been a leap year.
        return f"{date(1899, 12, 30) + timedelta(days=int(float(text))):%Y-%m}"
    return None
