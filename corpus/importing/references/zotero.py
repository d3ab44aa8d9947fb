"""Imports Zotero's RDF as posts to complete."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from corpus.citations.identifiers import find_doi
from corpus.digest import Digest
from corpus.importer import Imported
from corpus.importing.references.ris import posts_of_records
from corpus.importing.references.tagged import Record
from corpus.problem import Problems
from corpus.text.xmltree import line_of, read_xml, text_of

_SPACES = {
    "bib": "http://purl.org/net/biblio#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "prism": "http://prismstandard.org/namespaces/1.2/basic/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "z": "http://www.zotero.org/namespaces/export#",
}
_ABOUT, _RESOURCE = (f"{{{_SPACES['rdf']}}}{name}" for name in ("about", "resource"))
# The types of Zotero with those that RIS has for them.
_TYPES = {
    **dict.fromkeys(("journalArticle", "magazineArticle", "newspaperArticle"), "JOUR"),
    **dict.fromkeys(("bookSection", "encyclopediaArticle", "dictionaryEntry"), "CHAP"),
    **dict.fromkeys(("webpage", "blogPost", "forumPost"), "ELEC"),
    **dict.fromkeys(("document", "preprint"), "GEN"),
    **dict.fromkeys(("report", "standard"), "RPRT"),
    "conferencePaper": "CPAPER",
    "book": "BOOK",
    "thesis": "THES",
    "dataset": "DATA",
    "computerProgram": "COMP",
    "presentation": "SLIDE",
    "manuscript": "UNPB",
}
# The tag of RIS for what stands in each place of an item, or of the journal or book it is in.
_PLACES = {
    "AU": "bib:authors/rdf:Seq/rdf:li/*",
    "ED": "bib:editors/rdf:Seq/rdf:li/*",
    "TI": "dc:title",
    "PY": "dc:date",
    "SP": "bib:pages",
    "ET": "prism:edition",
    "PB": "dc:publisher/foaf:Organization/foaf:name",
    "M3": "z:type",
    "N1": "dc:description",
    "UR": "dc:identifier/dcterms:URI/rdf:value",
}
_OF_CONTAINER = {"VL": "prism:volume", "IS": "prism:number"}
_NO_REFERENCES = ("attachment", "note", "annotation")


class ZoteroImporter:
    """Imports references in Zotero's RDF as posts of one month."""

    name = "zotero"

    def __init__(self, month: str | None = None) -> None:
        self.month = month

    def read(self, data: bytes, source: Path, digest: Digest) -> Imported:
        """Read items; attachments and notes are ignored."""
        problems = Problems(source)
        root = read_xml(data, problems)
        records = _records(root) if root is not None else ()
        return posts_of_records(records, self.month, digest, problems)


def _records(root: Element) -> Iterator[Record]:
    """The items of a library as records by RIS tags."""
    named = {about: one for one in root if (about := one.get(_ABOUT))}
    for item in root:
        kind = text_of(item.find("z:itemType", _SPACES))
        if kind and kind not in _NO_REFERENCES:
            yield _record(item, kind, list(_containers(item, named)))


def _containers(item: Element, named: dict[str, Element]) -> Iterator[Element]:
    """What an item is part of: nested in it, or referred to elsewhere in the file."""
    for link in item.findall("dcterms:isPartOf", _SPACES):
        inside = named.get(link.get(_RESOURCE, ""), next(iter(link), None))
        if inside is not None and inside.tag != f"{{{_SPACES['bib']}}}Series":
            yield inside


def _record(item: Element, kind: str, containers: list[Element]) -> Record:
    record = Record(line_of(item))
    for tag, place in _PLACES.items():
        record.fields[tag] = [_name(one) or text_of(one) for one in item.findall(place, _SPACES)]
    for tag, place in _OF_CONTAINER.items():
        found = [one for part in (*containers, item) for one in part.findall(place, _SPACES)]
        record.fields[tag] = [text_of(one) for one in found]
    titles = [text_of(part.find("dc:title", _SPACES)) for part in containers]
    meetings = item.findall("bib:presentedAt/bib:Conference/dc:title", _SPACES)
    record.fields["T2"] = [*filter(None, titles), *map(text_of, meetings)]
    identifiers = [
        text_of(one)
        for part in (item, *containers)
        for one in part.findall("dc:identifier", _SPACES)
    ]
    # What a type of item has no field for stands in its notes.
    noted = (text for text in record.fields["N1"] if find_doi(text))
    told = (text for text in (*identifiers, *noted) if re.search(r"\bDOI\b", text, re.I))
    record.fields["DO"] = [*told]
    record.fields["TY"] = [_TYPES.get(kind, "GEN")]
    record.fields["SN"] = record.fields["IS"]
    abstract = item.findtext("dcterms:abstract", "", _SPACES)
    record.fields["AB"] = ["\n\n".join(filter(None, map(str.strip, abstract.split("\n"))))]
    return record


def _name(person: Element) -> str:
    """A person's name in RIS order; a comma at its end marks a group."""
    names = ("surname", "givenName")
    family, given = (text_of(person.find(f"foaf:{name}", _SPACES)) for name in names)
    return f"{family}, {given}" if family else given
