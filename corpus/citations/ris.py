"""References written as RIS, with the tags that Zotero, EndNote and Mendeley all read.

The tags are those that each program documents or has in its source: the RIS translator of Zotero,
which also holds the exports of EndNote for every type of reference, and the table of Mendeley's
import. Editors are A2 of a chapter and A3 of a book, since A2 of a book names a series' editors.
An article's number is SP, for Zotero and Mendeley read no other tag for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rispy.config import TAG_KEY_MAPPING
from rispy.writer import RisWriter

from corpus.citations.reference import Reference

_TYPES = {
    "article": "JOUR",
    "chapter": "CHAP",
    "book": "BOOK",
    "report": "RPRT",
    "thesis": "THES",
    "website": "ELEC",
    "other": "GEN",
    "post": "ELEC",
}


class _Writer(RisWriter):  # type: ignore[misc]
    """A RIS writer without numbers between references, with the format's line ends."""

    NEWLINE = "\r\n"

    def set_header(self, count: int) -> str:
        return ""


def ris(references: Iterable[Reference]) -> str:
    """The references in RIS, in UTF-8."""
    written: str = _Writer().formats([_record(one) for one in references])
    return written


def _record(one: Reference) -> dict[str, Any]:
    """A reference as a record of rispy, by its names for RIS tags."""
    cited = one.citation
    editors = tuple(map(str, cited.editors))
    tags = {
        "TY": _TYPES[one.form],
        "ID": one.id,
        "AU": tuple(map(str, cited.authors)),
        "A2": editors if one.form == "chapter" else (),
        "A3": () if one.form == "chapter" else editors,
        "PY": str(cited.year or ""),
        "TI": one.title,
        "T2": one.container,
        "VL": cited.volume,
        "IS": "" if one.form == "report" else cited.whole_issue,
        "SN": cited.issue if one.form == "report" else "",
        "SP": one.first_page,
        "EP": one.last_page,
        "ET": cited.edition,
        "SE": cited.chapter,
        "PB": cited.publisher,
        "M3": cited.description if one.form in ("thesis", "report") else "",
        "DO": cited.doi,
        "AN": one.pmid,
        "UR": (one.link,) if one.link else (),
        "AB": one.abstract,
        "KW": one.keywords,
        "N1": one.notes,
    }
    return {TAG_KEY_MAPPING[tag]: value for tag, value in tags.items() if value}
