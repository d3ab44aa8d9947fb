"""The citation of a study from columns of a table."""

from __future__ import annotations

import re
from collections.abc import Callable

from corpus.citations.apa import apa
from corpus.citations.citation import Citation
from corpus.citations.identifiers import find_doi
from corpus.citations.name_list import read_names
from corpus.citations.names import Person, read_name
from corpus.importing.references.field_text import pages_of, volume_of

# The columns of the parts; the title of the study is that of the post where it has none.
PARTS = ("authors", "year", "study", "journal", "volume", "issue", "pages")


def citation_of_row(cell: Callable[[str], str], title: str) -> str:
    """The citation of a row in APA style; empty if the row has no authors.

    ``cell`` gives the text of a row's cell under a column's name.
    """
    people, gap = _people(cell("authors"))
    if not people:
        return ""
    volume, with_volume = volume_of(cell("volume"))
    issue, supplement = volume_of(cell("issue"))
    pages, article = pages_of(cell("pages"))
    return apa(
        Citation(
            text="",
            authors=people,
            gap=gap,
            year=year_of_row(cell("year")),
            title=cell("study") or title or None,
            container=cell("journal") or None,
            volume=volume,
            issue=issue,
            supplement=supplement or with_volume,
            pages=pages,
            article_number=article,
            doi=find_doi(cell("doi")),
            form="article" if cell("journal") else "other",
        )
    )


def year_of_row(text: str) -> int | None:
    """The year in a cell."""
    year = re.search(r"\b(?:18|19|20)\d\d\b", text)
    return int(year[0]) if year else None


def _people(text: str) -> tuple[tuple[Person, ...], int | None]:
    """The names in a cell: a printed list, or names separated by semicolons."""
    if found := read_names(text):
        return found.names, found.gap
    names = [name for part in re.split(r"[;\n|]", text) if (name := read_name(part))]
    return tuple(names), None
