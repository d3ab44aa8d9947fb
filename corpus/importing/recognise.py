"""Recognises the format of a file by its beginning, for files given to a wrong importer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from corpus.problem import Problems
from corpus.text.encoding import decoded

# The number of bytes by which a file is recognised.
_BEGINNING = 4096
_RIS = "export the references as RIS or BibTeX"


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of file: its beginning, its name, and the formats that read it.

    Where none does, ``cure`` says what to do instead.
    """

    begins: re.Pattern[str]
    what: str
    formats: tuple[str, ...] = ()
    cure: str = ""


def _sort(begins: str, what: str, *formats: str, cure: str = "") -> Sort:
    return Sort(re.compile(begins, re.IGNORECASE | re.DOTALL), what, formats, cure)


_XML = r"\s*(?:<\?xml[^>]*>)?\s*(?:<!--.*?-->\s*)*(?:<!DOCTYPE[^>]*>\s*)?"
SORTS = (
    _sort(r"\s*TY  ?- ?[A-Z]{3,8}\s", "RIS", "ris"),
    _sort(r"\s*PMID- ?\d", "PubMed's text format", "nbib"),
    _sort(r"(?:\s*%[^\n]*\n)*\s*@[a-z]{3,20}\s*[{(]", "BibTeX", "bibtex"),
    _sort(_XML + "<PubmedArticleSet", "PubMed's XML", "pubmed"),
    _sort(_XML + "<rss[^>]*wordpress\\.org/export", "a WordPress export", "wordpress"),
    _sort(_XML + "<(?:rss|feed)[\\s>]", "a feed", "feed", "wordpress"),
    _sort(r"\s*<!doctype html|\s*<html[\s>]", "a page in HTML", "page", "listing"),
    _sort(_XML + "<rdf:RDF[^>]*(?:zotero\\.org|biblio#)", "Zotero's RDF", "zotero"),
    _sort(_XML + "<xml>\\s*<records>", "EndNote's XML", "endnote"),
    _sort(_XML + "<(?:modsCollection|mods)[\\s>]", "MODS", cure=_RIS),
    _sort(
        r"\s*%0 (?:Journal|Book|Generic|Report|Thesis|Electronic|Conference|Web)",
        "EndNote's tagged format",
        cure=_RIS,
    ),
    _sort(
        r"\s*(?:FN (?:Clarivate|Thomson|ISI)|PT [A-Z]\s)",
        "Web of Science's tagged format",
        cure=_RIS,
    ),
    _sort(
        r"\s*\[?\s*\{[^\[\]]*\"itemType\"",
        "Zotero's own JSON",
        cure="export the references as CSL-JSON",
    ),
    _sort(r"\s*\[\s*\{[^\[\]]*\"(?:type|issued|container-title)\"", "CSL-JSON", "csl"),
)


def recognised(data: bytes) -> Sort | None:
    """The sort of file that some bytes begin; ``None`` if it is not clear."""
    text = decoded(data[:_BEGINNING], Problems(Path())) or ""
    return next((sort for sort in SORTS if sort.begins.match(text)), None)


def told_apart(data: bytes, name: str) -> tuple[str, str] | None:
    """The problem and cure for a file that is not of the format with this ``name``."""
    sort = recognised(data)
    if sort is None or name in sort.formats:
        return None
    return f"this is {sort.what}", sort.cure or (
        f"import it so: pprsearch import {sort.formats[0]}"
    )
