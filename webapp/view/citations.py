"""Citations of posts in RIS, BibTeX, CSL-JSON and APA."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from corpus.citations.reference import Person, Reference, told_apart
from corpus.json_values import to_json
from webapp.view.filters import doi_url, without_doi

_RIS = {"article": "JOUR", "chapter": "CHAP", "book": "BOOK", "other": "GEN", "post": "ELEC"}
_BIBTEX = {
    "article": "article",
    "chapter": "incollection",
    "book": "book",
    "other": "misc",
    "post": "misc",
}
_CSL = {
    "article": "article-journal",
    "chapter": "chapter",
    "book": "book",
    "other": "document",
    "post": "webpage",
}
# BibTeX counts braces even behind a backslash, so they too are written as commands.
_COMMANDS = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    **{character: "\\" + character for character in "&%$#_"},
}
_SPECIAL = re.compile("[" + re.escape("".join(_COMMANDS)) + "]")


@dataclass(frozen=True, slots=True)
class CitationForm:
    """A way to write citations: its name for readers, its type and its files' ending."""

    label: str
    mimetype: str
    ending: str
    write: Callable[[Iterable[Reference]], str]


def apa(references: Iterable[Reference]) -> str:
    """The citations in APA style as the posts print them, one a line."""
    return "".join(f"{apa_line(one)}\n" for one in references)


def apa_line(one: Reference) -> str:
    """One citation in APA style, with the link of its DOI."""
    if one.form == "post":
        year = f" ({one.year})." if one.year else ""
        return f"{one.digest}.{year} {_ended(one.title)} {_link(one)}"
    return f"{_ended(without_doi(one.text))} {doi_url(one.doi)}" if one.doi else _ended(one.text)


def ris(references: Iterable[Reference]) -> str:
    """The citations in RIS, which every reference manager reads."""
    lines: list[str] = []
    for one in references:
        pairs = [
            ("TY", _RIS[one.form]),
            *(("AU", str(person)) for person in one.authors),
            *(("A2", str(person)) for person in one.editors),
            ("PY", str(one.year or "")),
            ("TI", one.title),
            ("T2", one.digest if one.form == "post" else one.container),
            ("VL", one.volume),
            ("IS", one.issue),
            ("SP", one.first_page),
            ("EP", one.last_page),
            ("ET", one.edition),
            ("SE", one.chapter),
            ("PB", one.publisher),
            ("DO", one.doi),
            ("AN", one.pmid),
            ("UR", _link(one)),
            *(("N1", note) for note in one.notes),
        ]
        lines += [f"{tag}  - {value}" for tag, value in pairs if value]
        lines += ["ER  - ", ""]
    return "\r\n".join(lines)


def bibtex(references: Iterable[Reference]) -> str:
    """The citations in BibTeX, in UTF-8; names and titles keep their capitals."""
    entries: list[str] = []
    for key, one in told_apart(references).items():
        authors = [_bibtex_name(person) for person in one.authors]
        if one.authors_incomplete:
            authors.append("others")
        fields = {
            "author": " and ".join(authors),
            "editor": " and ".join(_bibtex_name(person) for person in one.editors),
            "year": str(one.year or ""),
            "title": f"{{{_escaped(one.title)}}}",
            "journal": _escaped(one.container) if one.form == "article" else "",
            "booktitle": _escaped(one.container) if one.form == "chapter" else "",
            "howpublished": _escaped(one.digest) if one.form == "post" else "",
            "volume": _escaped(one.volume),
            "number": _escaped(one.issue),
            "pages": "--".join(p for p in (one.first_page, one.last_page) if p),
            "edition": one.edition,
            "chapter": one.chapter,
            "publisher": _escaped(one.publisher),
            # These two are read as they stand, so that only what would end the field is coded.
            "doi": _coded(one.doi),
            "url": _coded(_link(one)),
            "pmid": one.pmid,
            "note": _escaped(" ".join(one.notes)),
        }
        lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
        entries.append("\n".join((f"@{_BIBTEX[one.form]}{{{key},", *lines, "}\n")))
    return "\n".join(entries)


def csl_json(references: Iterable[Reference]) -> str:
    """The citations as CSL-JSON, as Zotero and pandoc read it."""
    items = [_csl(key, one) for key, one in told_apart(references).items()]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


FORMS = {
    "ris": CitationForm("RIS", "application/x-research-info-systems", "ris", ris),
    "bibtex": CitationForm("BibTeX", "application/x-bibtex", "bib", bibtex),
    "csl": CitationForm("CSL-JSON", "application/vnd.citationstyles.csl+json", "json", csl_json),
    "apa": CitationForm("APA, as text", "text/plain", "txt", apa),
}


def _csl(key: str, one: Reference) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": key,
        "type": _CSL[one.form],
        "author": [_csl_name(person) for person in one.authors],
        "editor": [_csl_name(person) for person in one.editors],
        "issued": {"date-parts": [[one.year]]} if one.year else None,
        "title": one.title,
        "container-title": one.digest if one.form == "post" else one.container,
        "volume": one.volume,
        "issue": one.issue,
        "page": one.pages,
        "edition": one.edition,
        "chapter-number": one.chapter,
        "publisher": one.publisher,
        "DOI": one.doi,
        "PMID": one.pmid,
        "URL": _link(one),
        "note": " ".join(one.notes),
        # What the standard has no name for goes where it says that programs put their own.
        "custom": {
            **({"study": to_json(one.study)} if one.study else {}),
            **({"notices": [to_json(notice) for notice in one.notices]} if one.notices else {}),
        },
    }
    return {name: value for name, value in item.items() if value}


def _csl_name(person: Person) -> dict[str, str]:
    if person.group:
        return {"literal": person.family}
    parts = {"family": person.family, "given": person.given, "suffix": person.suffix}
    return {name: value for name, value in parts.items() if value}


def _bibtex_name(person: Person) -> str:
    if person.group:
        return f"{{{_escaped(person.family)}}}"
    parts = (person.family, person.suffix, person.given)
    return ", ".join(_escaped(part) for part in parts if part)


def _link(one: Reference) -> str:
    return doi_url(one.doi) if one.doi else one.url


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", "!")) or not text else f"{text}."


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: _COMMANDS[found[0]], text)


def _coded(address: str) -> str:
    return address.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")
