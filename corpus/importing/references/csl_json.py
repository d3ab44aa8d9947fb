"""Imports CSL-JSON (Zotero, Mendeley, Pandoc, Crossref) as posts to complete."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from corpus.citations.citation import Citation, Form
from corpus.citations.identifiers import find_doi, find_pmid, pmid_of
from corpus.citations.names import Person, group, person, read_name
from corpus.digest import Digest
from corpus.folder.text_file import as_text
from corpus.importer import Imported
from corpus.importing.references.field_text import (
    UNPUBLISHED,
    edition,
    full_name,
    pages_of,
    pages_of_book,
    volume_of,
)
from corpus.importing.references.study import Study, posts_of_studies, unread
from corpus.problem import Problems
from corpus.text.encoding import decoded
from corpus.text.markup import shown_paragraphs

# The types of CSL, and those that Crossref has in their place.
_FORMS: dict[str, Form] = {
    **dict.fromkeys(("article-journal", "article-magazine", "article-newspaper"), "article"),
    **dict.fromkeys(("review", "review-book", "journal-article"), "article"),
    **dict.fromkeys(("chapter", "entry", "entry-dictionary", "entry-encyclopedia"), "chapter"),
    **dict.fromkeys(("paper-conference", "proceedings-article", "book-chapter"), "chapter"),
    **dict.fromkeys(("book-section", "book-part", "reference-entry"), "chapter"),
    **dict.fromkeys(("book", "classic", "collection", "monograph", "edited-book"), "book"),
    **dict.fromkeys(("reference-book", "book-set", "proceedings"), "book"),
    **dict.fromkeys(("report", "standard", "pamphlet"), "report"),
    **dict.fromkeys(("thesis", "dissertation"), "thesis"),
    **dict.fromkeys(("webpage", "post", "post-weblog"), "website"),
}
# Papers on a server, which publishes them in no journal.
_ON_SERVER = ("article", "posted-content")
_DESCRIPTIONS = {
    "dataset": "Data set",
    "software": "Computer software",
    "speech": "Conference presentation",
    "thesis": "Doctoral dissertation",
    "dissertation": "Doctoral dissertation",
    "posted-content": "Preprint",
}
_DATES = ("issued", "published", "published-print", "published-online")
# What has an address of its own to be read at; that of an article is often a database's.
_AT_ADDRESS = ("report", "thesis", "website", "other")
# The first sign of what is not between two references.
_BEGINNING = re.compile(r"[^\s,\[\]\ufeff]")


class CslJsonImporter:
    """Imports references in CSL-JSON as posts of one month."""

    name = "csl"

    def __init__(self, month: str | None = None) -> None:
        self.month = month

    def read(self, data: bytes, source: Path, digest: Digest) -> Imported:
        """Read references, up to a place that is not JSON, which is an error."""
        problems = Problems(source)
        text = decoded(data, problems) or ""
        studies = [_Item(item).study(line) for line, item in _items(text, problems)]
        return posts_of_studies(studies, self.month, digest, problems)


def _items(text: str, problems: Problems) -> Iterator[tuple[int, dict[str, Any]]]:
    """The references in a file with their lines: a list, a single one, or one a line."""
    decoder = json.JSONDecoder()
    at, line = 0, 1
    while begin := _BEGINNING.search(text, at):
        # Counted on from the one before: a file may have a hundred thousand.
        line += text.count("\n", at, begin.start())
        try:
            found, end = decoder.raw_decode(text, begin.start())
        except (ValueError, RecursionError) as error:
            place = getattr(error, "lineno", line)
            problems.error(place, "from here on the file is not JSON", "export it again, whole")
            return
        # Answers of Crossref, and exports that hold settings as well, have their list inside.
        inside = found.get("message", found) if isinstance(found, dict) else found
        listed = inside.get("items") if isinstance(inside, dict) else None
        for item in listed if isinstance(listed, list) else [inside]:
            if isinstance(item, dict):
                yield line, item
            else:
                problems.error(line, "a reference is not a JSON object", "export the file again")
        line += text.count("\n", begin.start(), end)
        at = end


class _Item:
    """An item of CSL, its values as texts."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def study(self, line: int) -> Study:
        """The study that the item describes."""
        kind = self.told("type")
        container = self._container()
        form = _FORMS.get(kind) or ("article" if container and kind != "dataset" else "other")
        server = kind in _ON_SERVER and not self.told("volume")
        if server:
            form = "article"
            container = self.told("publisher", "institution", "group-title") or container
        if form == "thesis":
            # The collection that a thesis can be had from.
            container = self.told("archive") or None
        authors, gap = self.names("author")
        volume, with_volume = volume_of(self.told("volume"))
        issue, supplement = volume_of(self.told("issue"))
        pages, article = self._pages(form)
        if form in ("book", "report", "thesis"):
            pages = pages_of_book(pages)
        status = self.told("status")
        in_press = status.lower() in ("in press", "forthcoming")
        link = self.told("URL")
        note = self.told("note", "annote", "extra")
        doi = find_doi(self.told("DOI", "doi")) or find_doi(link) or find_doi(note)
        citation = Citation(
            text="",
            authors=authors,
            gap=gap,
            year=self._year(),
            date="in press" if in_press else None,
            title=self._title() or None,
            description=self._description(kind),
            container=container,
            volume=volume,
            issue={"article": issue, "report": self.told("number") or None}.get(form),
            supplement=supplement or with_volume,
            pages=pages,
            article_number=article,
            editors=self.names("editor", "container-author")[0],
            edition=edition(self.told("edition")),
            chapter=self.told("chapter-number") or None if form == "chapter" else None,
            publisher=None if server else self.told("publisher", "institution") or None,
            status="Advance online publication" if "advance" in status.lower() else None,
            doi=doi,
            url=link if form in _AT_ADDRESS and link.startswith("http") else None,
            form=form,
        )
        key = self.told("id", "citation-key", "DOI") or citation.title or ""
        pmid = pmid_of(self.told("PMID", "pmid")) or find_pmid(note, link)
        dated = next((date for name in _DATES if (date := self._date(name))), "")
        return Study(
            key,
            line,
            citation,
            self.told("abstract"),
            pmid,
            unread=unread(
                ("DOI", self.told("DOI", "doi"), doi),
                ("year", dated, citation.year or in_press),
                ("PMID", self.told("PMID", "pmid"), pmid),
            ),
        )

    def told(self, *names: str) -> str:
        """The first text under the first of the names that has one; else empty."""
        return next((text for name in names if (text := _text(self._values.get(name)))), "")

    def names(self, *roles: str) -> tuple[tuple[Person, ...], int | None]:
        """The people in the first role that has any, and where names are left out."""
        people: list[Person] = []
        gap = None
        for role in roles:
            listed = self._values.get(role)
            for one in listed if isinstance(listed, list) else []:
                if name := _name(one):
                    people.append(name)
                elif gap is None and one:
                    gap = len(people)
            if people:
                break
        return tuple(people), gap

    def _title(self) -> str:
        title, subtitle = self.told("title"), self.told("subtitle")
        if not subtitle or subtitle.lower() in title.lower():
            return title
        return f"{title.rstrip(':')}{'' if title.endswith(('?', '!')) else ':'} {subtitle}"

    def _container(self) -> str | None:
        names = ("container-title", "journal", "container-title-short", "short-container-title")
        return full_name(*map(self.told, (*names, "journalAbbreviation", "event-title")))

    def _pages(self, form: Form) -> tuple[str | None, str | None]:
        """Pages, or the article's number."""
        page, number = self.told("page"), self.told("article-number")
        if form == "article":
            number = number or self.told("number")
        if number and page in ("", number):
            return None, number
        return pages_of(page)

    def _description(self, kind: str) -> str | None:
        genre = self.told("genre", "medium") if kind != "article-journal" else ""
        if kind == "manuscript" and not self.told("DOI", "URL", "publisher"):
            genre = genre or UNPUBLISHED
        return genre or _DESCRIPTIONS.get(kind)

    def _date(self, name: str) -> str:
        return _date(self._values.get(name)).strip()

    def _year(self) -> int | None:
        for name in _DATES:
            year = re.search(r"(?<!\d)\d{4}(?!\d)", self._date(name))
            if year:
                return int(year[0])
        return None


def _text(value: Any) -> str:
    """A text or number; of Crossref's lists the first item, of bodies the name."""
    if isinstance(value, list):
        return next((text for one in value if (text := _text(one))), "")
    if isinstance(value, dict):
        return _text(value.get("name"))
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    # JSON may write halves of characters, which no text holds.
    return shown_paragraphs(as_text(str(value))).strip()


def _date(value: Any) -> str:
    """A date in any of CSL's forms, as text that contains its year."""
    if not isinstance(value, dict):
        return _date(value[0]) if isinstance(value, list) and value else _text(value)
    parts = value.get("date-parts", value.get("date_parts"))
    while isinstance(parts, list):
        parts = parts[0] if parts else None
    return " ".join(_text(one) for one in (parts, *map(value.get, ("raw", "literal", "year"))))


def _name(value: Any) -> Person | None:
    """A CSL name; ``None`` for none ("et al.", "others")."""
    if not isinstance(value, dict):
        return read_name(_text(value))
    told = {name: _text(text) for name, text in value.items()}
    whole = told.get("literal") or told.get("name") or ""
    family = " ".join(p for p in (told.get("non-dropping-particle"), told.get("family")) if p)
    given = " ".join(p for p in (told.get("given"), told.get("dropping-particle")) if p)
    if family and given:
        return person(family, given, told.get("suffix", ""))
    alone = whole or family or given
    read = read_name(alone)
    if read is None or read.group or "," in alone:
        return read
    # One name alone may have a space inside, at which reading would part it.
    return group(alone) if whole else person(alone, "", told.get("suffix", ""))
