"""References written as BibTeX."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.citations.names import Person
from corpus.citations.reference import Reference, told_apart

_TYPES = {
    "article": "article",
    "chapter": "incollection",
    "book": "book",
    "report": "techreport",
    "thesis": "phdthesis",
    "website": "misc",
    "other": "misc",
    "post": "misc",
}
_CONTAINERS = {"article": "journal", "chapter": "booktitle"}
_PUBLISHERS = {"report": "institution", "thesis": "school"}
# BibTeX counts braces even behind a backslash, so they too are written as commands.
_COMMANDS = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
        **{character: "\\" + character for character in "&%$#_"},
    }
)
# Where an address is read as it stands, only what would end its field is coded.
_CODES = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})
# What BibTeX would take a name apart at.
_PARTS_NAMES = re.compile(r",|\band\b", re.IGNORECASE)


def bibtex(references: Iterable[Reference]) -> str:
    """The references in BibTeX, in UTF-8; names of groups and titles keep their capitals."""
    # Imported here since it takes a while to load, and a page that links to the form needs none.
    from bibtexparser.library import Library
    from bibtexparser.model import Block, Entry, Field
    from bibtexparser.writer import BibtexFormat, write

    layout: BibtexFormat = BibtexFormat()  # type: ignore[no-untyped-call]
    layout.indent, layout.block_separator, layout.trailing_comma = "  ", "\n", True
    entries: list[Block] = []
    for key, one in told_apart(references).items():
        fields = [Field(name, f"{{{text}}}") for name, text in _fields(one).items() if text]
        entries.append(Entry(_type(one), key, fields))
    return write(Library(entries), layout)


def escaped(text: str | None) -> str:
    """A text escaped for BibTeX; empty for none."""
    return (text or "").translate(_COMMANDS)


def _type(one: Reference) -> str:
    description = one.citation.description or ""
    masters = one.form == "thesis" and "master" in description.casefold()
    return "mastersthesis" if masters else _TYPES[one.form]


def _fields(one: Reference) -> dict[str, str]:
    cited = one.citation
    return {
        "author": " and ".join(map(_name, cited.authors)),
        "editor": " and ".join(map(_name, cited.editors)),
        "year": str(cited.year or ""),
        "title": f"{{{escaped(one.title)}}}",
        _CONTAINERS.get(one.form, "howpublished"): escaped(one.container),
        "volume": escaped(cited.volume),
        "number": escaped(cited.whole_issue),
        "pages": escaped("--".join(page for page in (one.first_page, one.last_page) if page)),
        "edition": escaped(cited.edition),
        "chapter": escaped(cited.chapter),
        _PUBLISHERS.get(one.form, "publisher"): escaped(cited.publisher),
        "doi": (cited.doi or "").translate(_CODES),
        "url": one.link.translate(_CODES),
        "pmid": one.pmid,
        "abstract": escaped(one.abstract),
        "keywords": escaped(", ".join(one.keywords)),
        # A note is printed in lists of references, an annotation is kept with the reference.
        "annote": escaped(" ".join(one.notes)),
    }


def _name(person: Person) -> str:
    parts = (person.family, person.suffix, person.given)
    if person.group or not (person.given or person.suffix):
        return f"{{{escaped(person.family)}}}"
    return ", ".join(_whole(part) for part in parts if part)


def _whole(part: str) -> str:
    """A part of a name, in braces where BibTeX would split it."""
    return f"{{{escaped(part)}}}" if _PARTS_NAMES.search(part) else escaped(part)
