"""A citation read into its parts: authors, year, title, journal or book, pages, DOI."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal
from urllib.parse import unquote

from corpus.citations.names import Names, family_name, read_names
from corpus.text.typography import tidy

# Longer than any line of references: the longest in use names 20 authors or so.
MAX_CHARACTERS = 4000

Form = Literal["article", "chapter", "book", "other"]

_DOI = re.compile(r"\b10\.\d{4,9}(?:\.\d{1,9}){0,3}/[^\s\"<>“”]+")
_DOI_MENTION = re.compile(
    r"(?:\bdoi\s?[:=]?\s?)?(?:\bhttps?://)?(?:\b(?:dx\.)?doi\.org/)?"
    r"\b10\.\d{4,9}(?:\.\d{1,9}){0,3}(?:/|%2f)[^\s\"<>“”]+",
    re.IGNORECASE,
)
_URL = re.compile(r"\bhttps?://[^\s\"<>“”]+", re.IGNORECASE)
_OPENING_BRACKET = {")": "(", "]": "[", "}": "{"}
_LABEL = re.compile(r"^(?:citation|reference|source)\s?:\s?", re.IGNORECASE)
_NOTE = re.compile(r"\s?\[[^\[\]]*\]\.?$")
_YEAR = re.compile(
    r"\((?:(?P<year>(?:18|19|20)\d\d)(?:[a-z]|/\d{2,4}|,[^()]{1,30})?|in press|n\. ?d\.)\)",
    re.IGNORECASE,
)
_PLAIN_YEAR = re.compile(r"(?<=[.,] )(?P<year>(?:18|19|20)\d\d)\. ")
_LATE_YEAR = re.compile(r"\b(?P<year>(?:18|19|20)\d\d)(?=;|\)|\.?$|, ?\d)")
_SENTENCE_END = re.compile(
    r"(?<=[.?!])[\"”’]? (?=[\"“‘(\[]?(?:[A-Z0-9À-ÖØ-ÞŠŽ]|[a-z]{1,4}[A-Z]|pp?\.))"
)
_ABBREVIATION = re.compile(r"\b(?:vs|no|vol|eds?|dr|st|pp?|ch|rev|al)\.$", re.IGNORECASE)
_SHORT_JOURNAL = re.compile(r"^(?:[A-Z][a-z]{0,3}\. ?)+$")
_INSIDE_EDITORS = re.compile(r"(?:\b[A-Z]\.|\bEds?\.?\)\.)$")
_EDITORS = re.compile(r"\(\s?Eds?\.?\s?\)[.,]? ?", re.IGNORECASE)
_EDITION = re.compile(r"\b(\d+)(?:st|nd|rd|th) ed\b", re.IGNORECASE)
_CHAPTER = re.compile(r"\bchapter (\d+)\b", re.IGNORECASE)
_PAGES = re.compile(r"\bpp?\. ?(\d+(?: ?[-–—] ?\d+)?)", re.IGNORECASE)
_PUBLISHER = re.compile(
    r"\b(?:Press|Publish(?:ers|ing)|Publications|Books|Wiley|Springer|Guilford|Routledge|Elsevier"
    r"|Sage|Norton|Association)\b"
)
_NOTICE = re.compile(r"^(?:advance|online|in press|retrieved|available|epub)\b", re.IGNORECASE)
_TAIL = re.compile(
    r"(?:^|[ ,.])(?:vol(?:ume)?\.? ?)?(?P<numbers>[\d(](?:[\d (),:;.eESp–—-]|Suppl){0,60})$",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"^(?:18|19|20)\d\d ?; ?")
_NUMBERS = re.compile(
    r"^(?:(?P<volume>\d+)(?![\d–—-]))? ?(?:\((?P<issue>[^()]+)\))?"
    r"[ .,:;]{0,3}(?:pp?\. ?)?(?P<pages>[eES]?\d[\d eES–—-]*)?[ .,–—-]*$"
)


@dataclass(frozen=True, slots=True)
class Citation:
    """The parts of a citation as far as they are printed; a part that is not there is ``None``.

    ``text`` is the whole line, tidied. ``authors`` and ``editors`` are names as printed (initials
    spaced), in order; ``authors_incomplete`` says that the line leaves some out ("et al.", "...").
    ``container`` is the journal, or the book of a chapter. ``doi`` is bare (``10.1037/a1``);
    ``url`` is a printed address other than the DOI's. ``pages`` may be an article's number.
    """

    text: str
    authors: tuple[str, ...] = ()
    authors_incomplete: bool = False
    year: int | None = None
    title: str | None = None
    container: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    editors: tuple[str, ...] = ()
    edition: str | None = None
    chapter: str | None = None
    publisher: str | None = None
    doi: str | None = None
    url: str | None = None
    form: Form = "other"

    @property
    def families(self) -> tuple[str, ...]:
        """The authors' family names, particles included ("de Jong")."""
        return tuple(family_name(author) for author in self.authors)


@dataclass(frozen=True, slots=True)
class _Opening:
    """How a citation begins: whose it is and from when; and the rest of its line.

    ``title`` is set only where the title comes before the year.
    """

    names: Names
    year: int | None
    rest: str
    title: str = ""


@lru_cache(maxsize=4096)
def parse_citation(text: str) -> Citation:
    """The parts of a citation in APA, Harvard or Vancouver style; never fails."""
    line = tidy(text[:MAX_CHARACTERS])
    addresses = (a.rstrip(".,;)") for a in _URL.findall(line) if find_doi(a) is None)
    opening = _opening(_without_addresses(line))
    citation = Citation(
        text=line,
        authors=opening.names.names,
        authors_incomplete=opening.names.incomplete,
        year=opening.year,
        doi=find_doi(line),
        url=next(addresses, None),
    )
    if not (citation.authors or citation.year):
        return citation
    return _with_source(citation, opening)


def find_doi(text: str) -> str | None:
    """The first DOI in a text, bare and as printed, whatever stands around it.

    Brackets stay when they are paired, as in ``10.1016/S2215-0366(14)00083-2``.
    """
    mention = _DOI_MENTION.search(text)
    found = _DOI.search(unquote(mention[0])) if mention else None
    if found is None:
        return None
    doi = found[0]
    while doi[-1] in ".,;:'’…)]}":
        opening = _OPENING_BRACKET.get(doi[-1])
        if opening and doi.count(doi[-1]) <= doi.count(opening):
            break
        doi = doi[:-1]
    return None if doi.endswith("/") else doi


def is_citation(line: str) -> bool:
    """Whether a line of a page is a citation: whose, from when, its title, where it appeared.

    A sentence that begins with names and a year is none, nor is one that ends in "(Name, 2013)".
    """
    if not 15 <= len(line) <= MAX_CHARACTERS:
        return False
    citation = parse_citation(without_label(tidy(line)))
    if citation.title is None or citation.title[0].islower():
        return False
    if not citation.authors:
        # A title, its year in brackets and a DOI: prose with all three is longer.
        return citation.doi is not None and len(line.split()) <= 60
    opening = _opening(_without_addresses(citation.text))
    if opening.names.certain:
        return citation.year is not None or citation.volume is not None or "(" in citation.text
    if citation.doi or citation.volume or citation.form in ("chapter", "book"):
        return True
    return len(citation.authors) > 1 and _is_capitalised(citation.container or "")


def _is_capitalised(name: str) -> bool:
    """Whether a name has capitals as journals have: in all words but the short ones."""
    words = [word for word in name.split() if len(word) > 3]
    return bool(words) and all(word[0].isupper() for word in words)


def without_label(line: str) -> str:
    """The line without a leading "Citation:", "Reference:" or "Source:"."""
    return _LABEL.sub("", line)


def _without_addresses(line: str) -> str:
    """The line without DOIs, addresses and notes in square brackets at its end."""
    bare = " ".join(_URL.sub(" ", _DOI_MENTION.sub(" ", without_label(line))).split())
    while _NOTE.search(bare):
        bare = _NOTE.sub("", bare)
    return bare


def _opening(text: str) -> _Opening:
    """The names and the year at the front; in Vancouver style the year comes later."""
    years = list(_YEAR.finditer(text))[:3]
    for found in [*years, *_PLAIN_YEAR.finditer(text[:1000])][:5]:
        names = read_names(_EDITORS.sub("", text[: found.start()]))
        if names is not None:
            year = found.groupdict().get("year")
            rest = text[found.end() :].lstrip(" .,:;")
            return _Opening(names, int(year) if year else None, rest)
    head, _, rest = text.partition(". ")
    names = read_names(head)
    if names is not None and names.certain and "," not in "".join(names.names):
        late = _LATE_YEAR.search(rest)
        return _Opening(names, int(late["year"]) if late else None, rest)
    for found in years:
        before = text[: found.start()].rstrip()
        if found["year"] and before.endswith((".", "?", "!")):
            rest = text[found.end() :].lstrip(" .,:;")
            return _Opening(Names(), int(found["year"]), rest, title=before)
    return _Opening(Names(), None, text)


def _with_source(citation: Citation, opening: _Opening) -> Citation:
    """The citation with its title and with where it appeared."""
    rest = opening.rest
    segments = _segments(rest)
    if not segments and not opening.title:
        return citation
    count = 0 if opening.title else _title_length(segments)
    title = opening.title or " ".join(segments[:count])
    title = _NOTE.sub("", title.strip(' "“”').removesuffix(".")).strip()
    citation = replace(citation, title=title or None)
    others = [s.strip(" .,") for s in segments[count:] if not _NOTICE.match(s)]
    if (
        others
        and others[0].startswith("In ")
        and (_EDITORS.search(others[0]) or _PAGES.search(others[0]) or _CHAPTER.search(rest))
    ):
        return _with_book(citation, others[0], others[1:])
    if others and _PUBLISHER.search(others[-1]) and not _TAIL.search(others[-1]):
        edition = _EDITION.search(rest)
        return replace(
            citation,
            form="book",
            publisher=others[-1],
            edition=edition[1] if edition else None,
        )
    return _with_journal(citation, others)


def _segments(text: str) -> list[str]:
    """The sentences of a citation; initials of editors and abbreviations end none."""
    segments: list[str] = []
    start = 0
    for end in _SENTENCE_END.finditer(text):
        segment = text[start : end.start()]
        if (
            _ABBREVIATION.search(segment)
            or (segment.startswith("In ") and _INSIDE_EDITORS.search(segment))
            or (segments and _SHORT_JOURNAL.match(segment))
        ):
            continue
        segments.append(text[start : end.start()] + end[0].strip())
        start = end.end()
    return [s for s in (*segments, text[start:]) if s.strip(" .,")]


def _title_length(segments: list[str]) -> int:
    """How many segments make the title: a question may be followed by the rest of its title."""
    if len(segments) < 2 or not segments[0].rstrip('"”’').endswith(("?", "!")):
        return 1
    after = segments[1]
    if after.startswith("In ") or _TAIL.search(after.rstrip(". ")) or _NOTICE.match(after):
        return 1
    more = [s for s in segments[2:] if not _NOTICE.match(s)]
    return 2 if more else 1


def _with_book(citation: Citation, book: str, others: list[str]) -> Citation:
    """The citation as a chapter: "In A. Editor (Ed.), Book (2nd ed., pp. 1-9). Publisher"."""
    whole = " ".join((book, *others))
    editors_text, mark, after = "", _EDITORS.search(book), book.removeprefix("In ")
    if mark:
        editors_text, after = book[3 : mark.start()], book[mark.end() :]
    editors = read_names(editors_text)
    container = re.split(r" ?\(|, (?:pp?\.|chapter\b|vol)", after, maxsplit=1)[0]
    edition, chapter, pages = (p.search(whole) for p in (_EDITION, _CHAPTER, _PAGES))
    publishers = [s for s in others if not (_CHAPTER.match(s) or _PAGES.match(s))]
    return replace(
        citation,
        form="chapter",
        container=container.strip(" .,") or None,
        editors=editors.names if editors else (),
        edition=edition[1] if edition else None,
        chapter=chapter[1] if chapter else None,
        pages=pages[1] if pages else None,
        publisher=publishers[0] if publishers else None,
    )


def _with_journal(citation: Citation, others: list[str]) -> Citation:
    """The citation as an article: "Journal of Studies, 12(3), 45-67"."""
    if not others:
        return citation
    at = next((i for i, s in enumerate(others) if _TAIL.search(s)), None)
    place = others[at] if at is not None else others[0]
    tail = _TAIL.search(place)
    name = place[: tail.start()] if tail else place
    name = re.sub(r"^pp?\.?$", "", name.strip(" .,;:"), flags=re.IGNORECASE)
    if not name and at:
        name = others[at - 1]
    numbers = _NUMBERS.match(_YEAR_FIRST.sub("", tail["numbers"])) if tail else None
    pages = (numbers["pages"] or "").strip(" -–—") if numbers else ""
    return replace(
        citation,
        form="article" if name else "other",
        container=name or None,
        volume=numbers["volume"] if numbers else None,
        issue=numbers["issue"] if numbers else None,
        pages=pages or None,
    )
