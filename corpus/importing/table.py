"""Tables in CSV imported as posts, a row each."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from io import StringIO
from pathlib import Path

from corpus.digest import Digest
from corpus.importer import Imported
from corpus.importing.article import Article, posts_of_articles
from corpus.importing.references.row import PARTS, citation_of_row
from corpus.problem import Problems
from corpus.text.encoding import decoded
from corpus.text.folding import did_you_mean, folded

COLUMNS = (
    *("title", "month", "summary", "implications", "topics", "research", "citation", "doi", "id"),
    *PARTS,
)
_SEPARATORS = ",;\t|"


class TableImporter:
    """Imports a table in CSV, a row a post.

    ``headers`` maps a post's fields to the headers of their columns, where these are not the
    fields' own names. ``month`` is for rows without one.
    """

    name = "csv"

    def __init__(self, month: str | None = None, headers: Mapping[str, str] | None = None) -> None:
        self.month = month
        self.headers = headers or {}

    def read(self, data: bytes, source: Path, digest: Digest) -> Imported:
        """Read the rows; columns that are none of a post's fields are named and left out."""
        problems = Problems(source)
        text = decoded(data, problems)
        articles = list(self._articles(text, problems)) if text is not None else []
        return posts_of_articles(articles, self.month, digest, problems)

    def _articles(self, text: str, problems: Problems) -> Iterator[Article]:
        first = text.split("\n", 1)[0]
        separator = max(_SEPARATORS, key=first.count)
        rows = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
        columns: dict[str, int] | None = None
        line = 1
        try:
            for row in rows:
                if columns is None:
                    columns = self._columns(row, problems)
                    if columns is None:
                        return
                elif any(cell.strip() for cell in row):
                    yield _article(row, columns, line)
                line = rows.line_num + 1
        except csv.Error as error:
            problems.error(
                line,
                f"the row can't be read ({error})",
                "put a cell that holds quotes or line ends in double quotes, inner ones doubled",
            )

    def _columns(self, header: list[str], problems: Problems) -> dict[str, int] | None:
        """The number of each field's column, or ``None`` and an error when one is missing."""
        places = {folded(name): at for at, name in reversed([*enumerate(header)])}
        columns = {name: places[name] for name in COLUMNS if name in places}
        for name, wanted in self.headers.items():
            at = places.get(folded(wanted))
            if at is None:
                headers = ", ".join(name.strip() for name in header)
                cure = did_you_mean(wanted, header, f"the columns are: {headers}")
                problems.error(1, f'there is no column "{wanted}"', cure)
                return None
            columns[name] = at
        for needed in ("title", "summary"):
            if needed not in columns:
                problems.error(
                    1, f"there is no column {needed}", f'name it: --map {needed}="Its Header"'
                )
                return None
        others = [name for at, name in enumerate(header) if at not in columns.values() and name]
        if others:
            what = f"these columns were left out: {', '.join(others)}"
            problems.warning(1, what, 'if one is of a post, name it: --map doi="Its Header"')
        return columns


def _article(row: list[str], columns: Mapping[str, int], line: int) -> Article:
    def cell(name: str) -> str:
        at = columns.get(name, len(row))
        return row[at].strip() if at < len(row) else ""

    return Article(
        key=cell("id"),
        line=line,
        title=cell("title"),
        text=cell("summary"),
        date=cell("month"),
        labels=tuple(part.strip() for part in re.split(r"[;|\n]", cell("topics")) if part.strip()),
        research=cell("research"),
        citation=" ".join(cell("citation").split()) or citation_of_row(cell, cell("title")),
        doi=cell("doi"),
        implications=cell("implications"),
    )
