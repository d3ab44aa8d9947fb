"""Imports BibTeX references as posts to complete."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpus.citations.citation import Citation, Form
from corpus.citations.groups import is_group
from corpus.citations.identifiers import find_doi, find_pmid, pmid_of
from corpus.citations.names import Person, group, person, read_name
from corpus.digest import Digest
from corpus.importer import Imported
from corpus.importing.references.bibtex_entries import read_entries
from corpus.importing.references.field_text import (
    edition,
    full_name,
    pages_of,
    volume_of,
)
from corpus.importing.references.study import Study, posts_of_studies, unread
from corpus.problem import Problems
from corpus.text.encoding import decoded
from corpus.text.markup import shown_paragraphs

_FORMS: dict[str, Form] = {
    **dict.fromkeys(("book", "mvbook", "collection", "proceedings", "booklet", "manual"), "book"),
    **dict.fromkeys(("incollection", "inbook", "inproceedings", "conference"), "chapter"),
    **dict.fromkeys(("phdthesis", "mastersthesis", "thesis"), "thesis"),
    **dict.fromkeys(("techreport", "report"), "report"),
    **dict.fromkeys(("online", "electronic", "www", "webpage"), "website"),
}
_PMIDS = ("pmid", "pubmedid", "pubmed-id", "pubmed_id")
_THESES = {"mastersthesis": "Master’s thesis", "mathesis": "Master’s thesis"}
# What has an address of its own to be read at; that of an article is often a database's.
_AT_ADDRESS = ("report", "thesis", "website", "other")
# Macros that pylatexenc has no text for, beside those that it knows.
_MACROS = {
    "url": "%s",
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textquotesingle": "'",
    "textquotedbl": '"',
}
# As long as a formula in a title may be.
_MATHEMATICS = re.compile(r"\$[^$]{1,200}\$")
_EXTENDED = re.compile(r"^(?:family|given|prefix|suffix)\s*=", re.IGNORECASE)


class BibtexImporter:
    """Imports entries of BibTeX as posts of one month."""

    name = "bibtex"

    def __init__(self, month: str | None = None) -> None:
        self.month = month

    def read(self, data: bytes, source: Path, digest: Digest) -> Imported:
        """Read entries; one that is not valid is an error with its line."""
        decoder, mathematics = _decoders()
        problems = Problems(source)
        text = decoded(data, problems)
        studies = []
        for key, kind, line, written in read_entries(text or "", decoder, problems):
            fields = {
                name: _without_mathematics(value, mathematics) for name, value in written.items()
            }
            studies.append(_study(key, kind, line, fields))
        return posts_of_studies(studies, self.month, digest, problems)


def _decoders() -> tuple[Any, Any]:
    """LaTeX decoders: one leaves braces and mathematics, the other handles mathematics."""
    from pylatexenc import latex2text

    known = latex2text.get_default_latex_context_db()
    macros = [latex2text.MacroTextSpec(name, simplify_repl=text) for name, text in _MACROS.items()]
    known.add_context_category("characters", prepend=True, macros=macros)
    return (
        latex2text.LatexNodes2Text(known, keep_braced_groups=True, math_mode="verbatim"),
        latex2text.LatexNodes2Text(known, math_mode="text"),
    )


def _without_mathematics(text: str, mathematics: Any) -> str:
    """The text with mathematics as plain text; two prices in dollars are not."""

    def shown(found: re.Match[str]) -> str:
        formula = found[0]
        if not set(formula) & set("\\^_"):
            return formula
        # A figure below or above the line is read as one on it: "H2O".
        return re.sub(r"[_^]", "", str(mathematics.latex_to_text(formula)))

    return _MATHEMATICS.sub(shown, text)


_Told = Callable[..., str | None]


def _study(key: str, kind: str, line: int, fields: dict[str, str]) -> Study:
    def told(*names: str) -> str | None:
        return next((text for name in names if (text := _text(fields.get(name, "")))), None)

    date = told("date", "year") or ""
    year = re.search(r"\b\d{4}\b", date)
    journal = full_name(*(told(n) or "" for n in ("journaltitle", "journal", "fjournal")))
    form = _FORMS.get(kind) or ("article" if journal or kind == "article" else "other")
    if form == "other" and told("url"):
        form = "website"
    authors, gap = _names(fields.get("author", ""))
    volume, with_volume = volume_of(told("volume") or "")
    issue, supplement = volume_of(told("number", "issue") or "")
    pages, article = pages_of(told("pages") or "")
    own_number = told("eid", "articleno", "article-number")
    link = told("url") or ""
    citation = Citation(
        text="",
        authors=authors,
        gap=gap,
        year=int(year[0]) if year else None,
        date="in press" if "press" in f"{date} {told('pubstate')}".lower() else None,
        title=_titled(told, "title", "subtitle"),
        container=_container(told, form, journal),
        volume=volume,
        issue=issue if form in ("article", "report") else None,
        supplement=supplement or with_volume,
        pages=None if own_number else pages,
        article_number=own_number or article,
        editors=_names(fields.get("editor", ""))[0],
        edition=edition(told("edition") or ""),
        chapter=told("chapter") if form == "chapter" else None,
        publisher=told("publisher", "institution", "school", "organization"),
        doi=find_doi(told("doi", "url") or ""),
        url=link if form in _AT_ADDRESS and link.startswith("http") else None,
        form=form,
    )
    if form == "thesis":
        told_kind = (told("type") or kind).lower()
        description = _THESES.get(told_kind, "Doctoral dissertation")
        citation = replace(citation, description=description)
    if form == "report":
        citation = replace(citation, description=told("type"))
    pmid = _pmid(told)
    return Study(
        key,
        line,
        citation,
        told("abstract") or "",
        pmid,
        unread=unread(
            ("DOI", told("doi") or "", citation.doi),
            ("year", date, citation.year or citation.date),
            ("PMID", told(*_PMIDS) or "", pmid),
        ),
    )


def _pmid(told: _Told) -> str | None:
    """The PMID, from its own field or those where programs put it."""
    if own := pmid_of(told(*_PMIDS) or ""):
        return own
    if (told("eprinttype", "archiveprefix") or "").lower() in ("pubmed", "pmid"):
        return pmid_of(told("eprint") or "")
    return find_pmid(*(told(name) or "" for name in ("note", "annote", "url", "extra", "eprint")))


def _container(told: _Told, form: Form, journal: str | None) -> str | None:
    if form == "chapter":
        return _titled(told, "booktitle", "booksubtitle") or journal
    if form == "website":
        return told("howpublished", "organization") if not told("howpublished") else None
    return journal if form == "article" else None


def _titled(told: _Told, title: str, subtitle: str) -> str | None:
    """A title with its subtitle."""
    first, second = told(title), told(subtitle)
    if first and second:
        return f"{first.rstrip(':')}{'' if first.endswith(('?', '!')) else ':'} {second}"
    return first or second


def _names(text: str) -> tuple[tuple[Person, ...], int | None]:
    """The names in a list joined by "and", and where some are left out.

    Braces keep the name of a group whole.
    """
    from bibtexparser.middlewares.names import split_multiple_persons_names

    people: list[Person] = []
    gap = None
    for part in split_multiple_persons_names(" ".join(text.split())):
        name = _name(part)
        if name is not None:
            people.append(name)
        elif part.strip(" ,{}") and part.lower() != "and" and gap is None:
            gap = len(people)
    return tuple(people), gap


def _name(text: str) -> Person | None:
    from bibtexparser.middlewares.names import parse_single_name_into_parts

    bare = _text(text)
    if text.startswith("{") and text.endswith("}") and "{" not in text[1:]:
        # "{Stone, C.}" is somebody all the same.
        whole = " " in bare if "," not in bare else is_group(bare)
        return group(bare) if whole else read_name(bare)
    if _EXTENDED.match(bare):
        # The extended form of biblatex: family=Berg, prefix=van den, given=Ida.
        parts = dict(part.split("=", 1) for part in bare.split(",") if "=" in part)
        told = {name.strip().lower(): value.strip(' "') for name, value in parts.items()}
        family = f"{told.get('prefix', '')} {told.get('family', '')}"
        return person(family, told.get("given", ""), told.get("suffix", ""))
    if "{" in text and "," not in text:
        found = parse_single_name_into_parts(text, strict=False)
        return person(_text(" ".join((*found.von, *found.last))), _text(" ".join(found.first)))
    return read_name(bare)


def _text(value: str) -> str:
    return " ".join(shown_paragraphs(value.replace("{", "").replace("}", "")).split())
