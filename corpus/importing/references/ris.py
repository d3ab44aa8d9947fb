"""Imports RIS references as posts to complete."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from corpus.citations.citation import Citation, Form
from corpus.citations.identifiers import find_doi, find_pmid, pmid_of
from corpus.digest import Digest
from corpus.importer import Imported
from corpus.importing.references.field_text import (
    UNPUBLISHED,
    edition,
    full_name,
    named,
    pages_of,
    pages_of_book,
    volume_of,
)
from corpus.importing.references.study import Study, posts_of_studies, unread
from corpus.importing.references.tagged import Record, read_records
from corpus.problem import Problems
from corpus.text.encoding import decoded

_TAG = re.compile(r"(?P<name>[A-Z][A-Z0-9])  -(?: (?P<text>.*))?$")
# As some programs write it, where none is written as it should be.
_LOOSE_TAG = re.compile(r"(?i:(?P<name>[A-Z][A-Z0-9])) {1,2}- ?(?P<text>.*)$")
_FORMS: dict[str, Form] = {
    **dict.fromkeys(("CHAP", "ECHAP", "CONF", "CPAPER", "ENCYC", "DICT"), "chapter"),
    **dict.fromkeys(("BOOK", "EBOOK", "EDBOOK"), "book"),
    **dict.fromkeys(("RPRT", "GOVDOC", "STAND"), "report"),
    **dict.fromkeys(("ELEC", "WEB", "BLOG"), "website"),
    **dict.fromkeys(("DATA", "DBASE", "COMP", "SLIDE", "MANSCPT", "UNPB", "UNPD"), "other"),
    "THES": "thesis",
}
# What APA has in brackets after the titles of works that are no texts, or not published.
_DESCRIPTIONS = {
    "DATA": "Data set",
    "COMP": "Computer software",
    "SLIDE": "Conference presentation",
    "THES": "Doctoral dissertation",
}
# Names of PubMed, as databases and publishers give them under DB and DP.
_PUBMED = re.compile(r"pubmed|medline|\bNLM\b", re.IGNORECASE)
# Numbers of books and journals.
_ISBN = re.compile(r"(?:ISBN |ISSN )?(?:(?:97[89][- ]?)?(?:\d[- ]?){9}[\dXx]|\d{4}-\d{3}[\dXx])")
# Where programs put a number of PubMed that RIS has no tag for.
_NOTED = ("PM", "AN", "N1", "M1", "M2", "U1", "U2", "U3", "U4", "U5", "C1", "C2", "C8", "UR", "L1")
# What has an address of its own to be read at; that of an article is often a database's.
_AT_ADDRESS = ("report", "thesis", "website", "other")


class RisImporter:
    """Imports references in RIS as posts of one month."""

    name = "ris"

    def __init__(self, month: str | None = None) -> None:
        self.month = month

    def read(self, data: bytes, source: Path, digest: Digest) -> Imported:
        """Read references; one that is cut off is read as far as it goes, with a warning."""
        problems = Problems(source)
        text = decoded(data, problems)
        tag = _TAG if re.search(r"^TY  -", text or "", re.MULTILINE) else _LOOSE_TAG
        records, stray = read_records(text or "", tag, "TY", "ER")
        if stray and text is not None:
            problems.warning(
                stray[0],
                f"lines outside a reference were left out ({len(stray)})",
                'begin each reference with "TY  - JOUR" and end it with "ER  - "',
            )
        for record in records:
            if not record.ended:
                problems.warning(record.line, "the reference has no end", 'add a line "ER  - "')
        return posts_of_records(records, self.month, digest, problems)


def posts_of_records(
    records: Iterable[Record], month: str | None, digest: Digest, problems: Problems
) -> Imported:
    """Posts to complete, of fields by RIS tags, from whatever format they come."""
    studies = [_study(record) for record in records]
    return posts_of_studies(studies, month, digest, problems)


def _study(record: Record) -> Study:
    """The study in the fields of a record."""
    kind = record.first("TY")
    form = _form(record, kind)
    date = record.first("PY", "Y1", "DA")
    year = re.search(r"(?<!\d)\d{4}(?!\d)", date)
    doi = find_doi(record.first("DO")) or find_doi(record.first("M3", "UR"))
    title = record.first("TI", "T1", "CT") or (record.first("BT") if form == "book" else "")
    authors, gap = named(record.all("AU", "A1"))
    editors, _ = named(record.all("ED", *(("A3", "A2") if form == "book" else ("A2", "A3"))))
    if kind == "EDBOOK" and not editors:
        authors, editors = (), authors
    volume, with_volume = volume_of(record.first("VL"))
    issue, supplement = volume_of(record.first("IS"))
    pages, article = pages_of(record.first("SP"), record.first("EP"))
    if form in ("book", "report", "thesis"):
        pages = pages_of_book(pages)
    own_number = record.first("C7")
    link = record.first("UR")
    citation = Citation(
        text="",
        authors=authors,
        gap=gap,
        year=int(year[0]) if year else None,
        date="in press" if kind == "INPR" or date.lower() == "in press" else None,
        title=title or None,
        description=_description(record, kind),
        container=_container(record, form),
        volume=volume,
        issue=_report_number(record) if form == "report" else issue,
        supplement=supplement or with_volume,
        pages=None if own_number else pages,
        article_number=own_number or article,
        editors=editors,
        edition=edition(record.first("ET")) if form in ("book", "chapter") else None,
        chapter=record.first("SE") or None if form == "chapter" else None,
        publisher=record.first("PB") or None,
        doi=doi,
        url=link if form in _AT_ADDRESS and link.startswith("http") else None,
        form=form,
    )
    key = record.first("ID", "AN") or doi or title
    return Study(
        key,
        record.line,
        citation,
        record.first("AB", "N2"),
        _pmid(record),
        unread=unread(
            ("DOI", record.first("DO"), doi), ("year", date, citation.year or citation.date)
        ),
    )


def _form(record: Record, kind: str) -> Form:
    """The type of work; without a known type, an article if it has a journal."""
    form = _FORMS.get(kind, "article")
    alone = kind == "GEN" and not _container(record, "article")
    return "other" if alone else form


def _report_number(record: Record) -> str | None:
    """The number of a report, which uses the field of a book's or journal's."""
    number = record.first("SN")
    return None if not number or _ISBN.fullmatch(number) else number.removeprefix("No. ")


def _description(record: Record, kind: str) -> str | None:
    """The description in brackets after the title: kind of thesis or work."""
    unpublished = kind in ("MANSCPT", "UNPB", "UNPD")
    told = record.first("M3") if kind in ("THES", "RPRT") or unpublished else ""
    if unpublished and not record.first("DO", "UR", "PB"):
        return told or UNPUBLISHED
    return told or _DESCRIPTIONS.get(kind)


def _pmid(record: Record) -> str | None:
    """The PMID: the record's own number in PubMed exports, else one in a field."""
    if _PUBMED.search(" ".join(record.all("DB", "DP"))) and (own := pmid_of(record.first("AN"))):
        return own
    return find_pmid(*(text for tag in _NOTED for text in record.fields.get(tag, ())))


def _container(record: Record, form: Form) -> str | None:
    """The journal, or the book of a chapter; T2 of a book or report is a series."""
    if form == "article":
        return full_name(*(record.first(tag) for tag in ("JF", "T2", "JO", "BT", "JA", "J2")))
    if form in ("chapter", "website"):
        return record.first("T2", "BT") or None
    return None
