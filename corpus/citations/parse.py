"""Parses a printed citation: authors, year, title, journal or book, pages, DOI."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from corpus.citations.citation import Citation
from corpus.citations.identifiers import DOI_MENTION, find_doi
from corpus.citations.name_list import NameList, read_names
from corpus.citations.source import has_capitals, with_source
from corpus.text.typography import tidy

# Longer than any line of references: the longest in use names 20 authors or so.
MAX_CHARACTERS = 4000

_URL = re.compile(r"\bhttps?://[^\s\"<>“”]+", re.IGNORECASE)
_LABEL = re.compile(r"^(?:citation|reference|source)\s?:\s?", re.IGNORECASE)
_NOTE = re.compile(r"\s?\[(?P<inside>[^\[\]]*)\]\.?$")
# What a bracket at the end of a line says of the work; any other is a note of whoever wrote it.
_OF_WORK = re.compile(
    r"\b(?:preprint|dissertation|thesis|manuscript|data ?set|software|poster|presentation|abstract"
    r"|conference|review of|film|video|webinar|podcast|blog|editorial|letter|comment)\b",
    re.IGNORECASE,
)
_MOST_NOTES = 3
_YEAR = re.compile(
    r"\((?P<date>(?P<year>(?:18|19|20)\d\d)(?:[a-z]|/\d{2,4}|,[^()]{1,30})?|in press|n\. ?d\.)\)",
    re.IGNORECASE,
)
_PLAIN_YEAR = re.compile(r"(?<=[.,] )(?P<year>(?:18|19|20)\d\d)\. ")
_LATE_YEAR = re.compile(r"\b(?P<year>(?:18|19|20)\d\d)(?=;|\)|\.?$|\. |, ?\d| [A-Z][a-z]{2})")
_STOP_BEFORE_YEAR = re.compile(r"\. \((?:18|19|20)\d\d")
_EDITORS = re.compile(r",?\s?(?:\(\s?Eds?\.?\s?\)|\beditors?\b)[.,]? ?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Opening:
    """The opening of a citation: creators and year; and the rest of its line.

    ``edited`` says that the names are those of editors. ``title`` is set only where the title
    comes before the year.
    """

    names: NameList
    year: int | None
    date: str | None
    rest: str
    edited: bool = False
    title: str = ""


@lru_cache(maxsize=4096)
def parse_citation(text: str) -> Citation:
    """The parts of a citation in APA, Harvard or Vancouver style; never fails."""
    line = tidy(text[:MAX_CHARACTERS])
    addresses = (a.rstrip(".,;)") for a in _URL.findall(line) if find_doi(a) is None)
    opening = _opening(_without_addresses(line))
    names = opening.names.names
    citation = Citation(
        text=line,
        authors=() if opening.edited else names,
        editors=names if opening.edited else (),
        gap=opening.names.gap,
        year=opening.year,
        date=opening.date,
        doi=find_doi(line),
        url=next(addresses, None),
    )
    if not (names or citation.year):
        return citation
    return with_source(citation, opening.rest, opening.title)


def is_citation(line: str) -> bool:
    """Whether a line is a citation: it has creators, year, title and a source.

    A sentence that begins with names and a year is none, nor is one that ends in "(Name, 2013)".
    """
    if not 15 <= len(line) <= MAX_CHARACTERS:
        return False
    citation = parse_citation(without_label(tidy(line)))
    if citation.title is None or citation.title[0].islower():
        return False
    if not citation.creators:
        # A title, its year in brackets and a DOI: prose with all three is longer.
        return citation.doi is not None and len(line.split()) <= 60
    opening = _opening(_without_addresses(citation.text))
    if opening.names.certain:
        return citation.year is not None or citation.volume is not None or "(" in citation.text
    if citation.doi or citation.volume or citation.form in ("chapter", "book", "report", "thesis"):
        return True
    if citation.form == "website" and citation.creators[0].group:
        # A sentence on a group has no full stop before the year.
        return _STOP_BEFORE_YEAR.search(citation.text) is not None
    return len(citation.creators) > 1 and has_capitals(citation.container or "")


def without_label(line: str) -> str:
    """The line without a leading "Citation:", "Reference:" or "Source:"."""
    return _LABEL.sub("", line)


def _without_addresses(line: str) -> str:
    """The line without DOIs, addresses and square-bracketed notes at its end."""
    bare = " ".join(_URL.sub(" ", DOI_MENTION.sub(" ", without_label(line))).split())
    for _ in range(_MOST_NOTES):
        note = _NOTE.search(bare)
        if note is None or _OF_WORK.search(note["inside"]):
            break
        bare = bare[: note.start()]
    return bare


def _opening(text: str) -> _Opening:
    """The names and the year at the beginning; in Vancouver style the year comes later."""
    years = list(_YEAR.finditer(text))[:3]
    for found in [*years, *_PLAIN_YEAR.finditer(text[:1000])][:5]:
        head = text[: found.start()]
        names = read_names(_EDITORS.sub("", head))
        if names is not None:
            parts = found.groupdict()
            year, date = parts.get("year"), parts.get("date")
            return _Opening(
                names,
                int(year) if year else None,
                date if date != year and date and not date.startswith("n") else None,
                text[found.end() :].lstrip(" .,:;"),
                edited=_EDITORS.search(head) is not None,
            )
    head, _, rest = text.partition(". ")
    names = read_names(head)
    if names is not None and names.certain and not _is_inverted(head) and not years:
        late = _LATE_YEAR.search(rest)
        return _Opening(names, int(late["year"]) if late else None, None, rest)
    for found in years:
        before = text[: found.start()].rstrip()
        if found["year"] and before.endswith((".", "?", "!")):
            # "Hill, A., et al. Who leads? (2014)": the title follows names that are cut short.
            head, cut, title = before.partition("et al. ")
            names = read_names(head + cut) if cut else None
            return _Opening(
                names or NameList(),
                int(found["year"]),
                None,
                text[found.end() :].lstrip(" .,:;"),
                title=title if names else before,
            )
    return _Opening(NameList(), None, None, text)


def _is_inverted(head: str) -> bool:
    """Whether names contain commas, so that a full stop belongs to an initial."""
    return re.search(r"[^\W\d_]{2}, [^\W\d_a-z]$", head) is not None
