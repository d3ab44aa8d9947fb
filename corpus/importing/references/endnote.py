"""Imports EndNote's XML (also written by Covidence and Mendeley) as posts to complete."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from corpus.digest import Digest
from corpus.importer import Imported
from corpus.importing.references.ris import posts_of_records
from corpus.importing.references.tagged import Record
from corpus.problem import Problems
from corpus.text.xmltree import line_of, read_xml, text_of

# The types of EndNote by their names and numbers, with those that RIS has for them.
_TYPES = {
    **dict.fromkeys(("journal article", "17", "electronic article", "43"), "JOUR"),
    **dict.fromkeys(("magazine article", "19", "newspaper article", "23"), "MGZN"),
    **dict.fromkeys(("book", "6", "electronic book", "44", "catalog", "8"), "BOOK"),
    **dict.fromkeys(("edited book", "28"), "EDBOOK"),
    **dict.fromkeys(("book section", "5", "electronic book section", "60"), "CHAP"),
    **dict.fromkeys(("encyclopedia", "53", "dictionary", "52"), "ENCYC"),
    **dict.fromkeys(("conference proceedings", "10", "conference paper", "47"), "CPAPER"),
    **dict.fromkeys(("report", "27", "government document", "46", "standard", "58"), "RPRT"),
    **dict.fromkeys(("thesis", "32"), "THES"),
    **dict.fromkeys(("web page", "12", "blog", "56", "online multimedia", "48"), "ELEC"),
    **dict.fromkeys(("dataset", "59", "online database", "45"), "DATA"),
    **dict.fromkeys(("computer program", "9"), "COMP"),
    **dict.fromkeys(("manuscript", "36", "unpublished work", "34"), "UNPB"),
    **dict.fromkeys(("generic", "13"), "GEN"),
}
# The tag of RIS for what stands in each place of a record.
_PLACES = {
    "AU": "contributors/authors/author",
    "A2": "contributors/secondary-authors/author",
    "A3": "contributors/tertiary-authors/author",
    "TI": "titles/title",
    "T2": "titles/secondary-title",
    "JF": "periodical/full-title",
    "JA": "periodical/abbr-1",
    "PY": "dates/year",
    "DA": "dates/pub-dates/date",
    "VL": "volume",
    "IS": "number",
    "SP": "pages",
    "ET": "edition",
    "SE": "section",
    "PB": "publisher",
    "SN": "isbn",
    "M3": "work-type",
    "DO": "electronic-resource-num",
    "C7": "custom7",
    "AN": "accession-num",
    "DB": "remote-database-name",
    "DP": "remote-database-provider",
    "N1": "notes",
    "UR": "urls/*/url",
    "ID": "rec-number",
}


class EndNoteImporter:
    """Imports references in EndNote's XML as posts of one month."""

    name = "endnote"

    def __init__(self, month: str | None = None) -> None:
        self.month = month

    def read(self, data: bytes, source: Path, digest: Digest) -> Imported:
        """Read records; XML with entities or external files is refused."""
        problems = Problems(source)
        root = read_xml(data, problems, doctype=True)
        records = root.iter("record") if root is not None else ()
        return posts_of_records(map(_record, records), self.month, digest, problems)


def _record(one: Element) -> Record:
    """A record by RIS tags, which EndNote's fields correspond to."""
    record = Record(line_of(one))
    for tag, place in _PLACES.items():
        record.fields[tag] = list(_texts(one, place))
    kind = one.find("ref-type")
    named = (kind.get("name") or "", text_of(kind)) if kind is not None else ()
    record.fields["TY"] = [next((_TYPES[n.lower()] for n in named if n.lower() in _TYPES), "JOUR")]
    record.fields["AB"] = ["\n\n".join(_paragraphs(one.find("abstract")))]
    if record.first("C7").upper().startswith("PMC"):
        # Some databases keep their own number there, in place of the article's.
        del record.fields["C7"]
    return record


def _texts(one: Element, place: str) -> Iterator[str]:
    """The texts at a place in a record; several names in one element are one a line."""
    for found in one.findall(place):
        if place.endswith("/author"):
            yield from _paragraphs(found)
        else:
            yield text_of(found)


def _paragraphs(element: Element | None) -> Iterator[str]:
    """The paragraphs of a text, which EndNote separates by carriage returns."""
    whole = "".join(element.itertext()) if element is not None else ""
    return (" ".join(line.split()) for line in whole.split("\r") if line.strip())
