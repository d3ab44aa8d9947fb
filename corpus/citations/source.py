"""Parses what follows the year in a citation: title, and journal, book or site."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.citations.citation import Citation
from corpus.citations.groups import names_group
from corpus.citations.name_list import read_names
from corpus.citations.numbers import Numbers, journal_name, split_numbers
from corpus.citations.segments import segments

_EDITORS = re.compile(
    r"(?:\(\s?Eds?\.?(?: ?& ?Trans\.?)?\s?\)|,? \(?editors?\)?)[.,]{0,2} ?", re.IGNORECASE
)
_EDITION = re.compile(
    r"\b(?:(?P<number>\d{1,3})(?:st|nd|rd|th)"
    r"|(?P<word>rev|revised|new|updated|expanded|enlarged|int|international)\.?) ed(?:ition|\b)",
    re.IGNORECASE,
)
_CHAPTER = re.compile(r"\bchapter (\w{1,8})\b", re.IGNORECASE)
_PAGES = re.compile(
    r"\bpp?\. ?([A-Za-z]?\d+(?: ?[-–—] ?[A-Za-z]?\d+)?|[ivxlc]{1,8}(?: ?[-–—] ?[ivxlc]{1,8})?\b)",
    re.IGNORECASE,
)
_VOLUME = re.compile(r"\bvol(?:ume)?s?\.? ?(\d+(?:[-–]\d+)?)\b", re.IGNORECASE)
_OF_BOOK = re.compile(
    r" ?\((?P<inside>[^()]*\b(?:ed|edition|vols?|pp?|chapter)\b[^()]*)\)", re.IGNORECASE
)
_REPORT_NUMBER = re.compile(r" \((?P<of>[^()]*)\bNo\. ?(?P<number>[\w./–-]{1,30})\)$")
_BOOK_END = re.compile(
    r" ?\((?=\d|vols?\b|pp?\.|chapter\b|[^()]*\bed)|, (?:pp?\.|chapter\b|vol\b)", re.IGNORECASE
)
# A book without editors, pages or brackets: "In Handbook of tests".
_IN_BOOK = re.compile(r"In:? [^\W\d_a-zß-öø-ÿ]")
# Sentences on the book itself, and the year at the end in Vancouver style.
_OF_BOOK_ALONE = re.compile(
    r"(?:chapter \w+|pp?\. ?[\w–-]+|[\w.]+ ed(?:ition)?\.?)$", re.IGNORECASE
)
_YEAR_LAST = re.compile(r"; ?(?:18|19|20)\d\d$")
_PUBLISHER = re.compile(
    r"\b(?:Press|Publish(?:ers|ing)|Publications|Books|Verlag|Wiley|Springer|Guilford|Routledge"
    r"|Elsevier|Sage|SAGE|Norton|Association|Blackwell|Macmillan|McGraw-Hill|Hogrefe|Karnac"
    r"|Jossey-Bass|Erlbaum|Pearson|Penguin|Harcourt)\b|, [A-Z]{2}: "
    r"|^(?:London|New York|Oxford|Cambridge|Washington|Boston|Chicago|Berlin|Paris|Amsterdam"
    r"|Toronto|Philadelphia|Geneva|Hove|Chichester|Hoboken|San Francisco|Los Angeles): "
)
_JOURNAL = re.compile(
    r"\b(?:Journal|Review|Archives|Annals|Bulletin|Quarterly|Proceedings|Letters|Reports|Advances"
    r"|Frontiers)\b"
)
_ADVANCE = re.compile(r"^(?:advance online|online first|epub ahead|in press)\b", re.IGNORECASE)
_NOTICE = re.compile(
    r"^\(?(?:online|retrieved|available|accessed|epub|doi|pmid|pmcid|isbn|issn|original work)\b",
    re.IGNORECASE,
)
_DESCRIPTION = re.compile(r"\s?\[(?P<inside>[^\[\]]*)\]$")
_THESIS = re.compile(r"\b(?:dissertation|thesis)\b", re.IGNORECASE)
_QUOTES = frozenset('"“”')
_QUOTED = re.compile(
    r"^(?:‘(?P<a>(?:[^’]|’(?=\w))+)’|“(?P<b>[^”]+)”|'(?P<c>(?:[^']|'(?=\w))+)'"
    r"|\"(?P<d>[^\"]+)\"), ?"
)


def with_source(citation: Citation, rest: str, title: str = "") -> Citation:
    """The citation with its title and source, parsed from the ``rest`` of its line.

    ``title`` is set only where the title comes before the year.
    """
    quoted = _QUOTED.match(rest)
    if quoted and not title:
        title, rest = str(quoted[quoted.lastgroup or 0]), rest[quoted.end() :]
    found = segments(rest, begun=bool(title))
    status = next((s.strip(" .") for s in found if _ADVANCE.match(s)), None)
    citation = replace(citation, status=status)
    found = [s for s in found if not (_ADVANCE.match(s) or _NOTICE.match(s))]
    first = 0 if title else 1
    if not found and not title:
        return citation
    at = next((i for i in range(first, len(found)) if _is_book(found[i:], rest)), None)
    if at is not None:
        titled = _titled(citation, title, found[:at])
        return _with_book(titled, found[at], [s.strip(" .,") for s in found[at + 1 :]])
    at, place, numbers = _place(found, first)
    titled = _titled(citation, title, found[:at])
    if numbers:
        return replace(
            titled,
            form="article",
            container=place or None,
            volume=numbers.volume,
            issue=numbers.issue,
            supplement=numbers.supplement,
            pages=numbers.pages,
            article_number=numbers.article_number,
        )
    return _with_publisher(titled, place)


def _place(found: list[str], first: int) -> tuple[int, str, Numbers | None]:
    """The segment with the source, its name, and its numbers.

    It is the last one that ends in numbers, else the last one that is not the title. A figure
    without a comma counts at the very end alone.
    """
    for at in range(len(found) - 1, first - 1, -1):
        name, numbers = split_numbers(found[at])
        plain = not re.search(r"[,;:(]", found[at][len(name) :])
        if numbers is None or (plain and at < len(found) - 1):
            continue
        if not name and at > first:
            return at - 1, journal_name(found[at - 1]), numbers
        return at, name, numbers
    if len(found) <= first or (_asks(found[-2:-1]) and not has_capitals(found[-1])):
        # A question is followed by the rest of its title, unless that is written as names are.
        return len(found), "", None
    return len(found) - 1, journal_name(found[-1]), None


def _asks(segments: list[str]) -> bool:
    return bool(segments) and segments[0].rstrip('"”’').endswith(("?", "!"))


def has_capitals(name: str) -> bool:
    """Whether a name is capitalised like a journal's: all words but short ones."""
    words = [word for word in name.split() if len(word) > 3]
    return bool(words) and all(word[0].isupper() for word in words)


def _titled(citation: Citation, title: str, segments: list[str]) -> Citation:
    """The citation with its title, and what brackets after the title say."""
    title = _unquoted(title or " ".join(segments)).removesuffix(".").strip()
    description = _DESCRIPTION.search(title)
    told = description["inside"].strip() if description else None
    title = title[: description.start()] if description else title
    of_book = _OF_BOOK.search(title)
    if of_book and of_book.end() == len(title):
        citation = _with_edition(citation, of_book["inside"])
        title = title[: of_book.start()]
    return replace(citation, title=_unquoted(title) or None, description=told or None)


def _unquoted(title: str) -> str:
    """A title without quotation marks around all of it."""
    bare = title.strip()
    inside = bare[1:-1]
    if bare[:1] in _QUOTES and bare[-1:] in _QUOTES and not _QUOTES.intersection(inside):
        return inside.strip()
    odd = bare.count('"') % 2 or bare.count("“") != bare.count("”")
    return bare.strip(' "“”') if odd else bare


def _with_edition(citation: Citation, told: str) -> Citation:
    """The citation with edition, volume, chapter and pages from brackets after a book."""
    edition, chapter, pages, volume = (
        p.search(told) for p in (_EDITION, _CHAPTER, _PAGES, _VOLUME)
    )
    return replace(
        citation,
        edition=(edition["number"] or edition["word"]) if edition else citation.edition,
        chapter=chapter[1] if chapter else citation.chapter,
        pages=pages[1] if pages else citation.pages,
        volume=volume[1] if volume else citation.volume,
    )


def _with_publisher(citation: Citation, place: str) -> Citation:
    """The citation as a book, report, thesis or page, or as an article without numbers."""
    description = citation.description or ""
    if _THESIS.search(description):
        kind, _, university = description.partition(", ")
        publisher = university or place or None
        container = place if university and place else None
        return replace(
            citation, form="thesis", description=kind, publisher=publisher, container=container
        )
    if not place:
        book = citation.edition or (citation.editors and not citation.authors)
        alone = citation.url and not citation.doi
        return replace(citation, form="book" if book else "website" if alone else "other")
    if _PUBLISHER.search(place) or citation.edition or (citation.editors and not citation.authors):
        return replace(citation, form="book", publisher=place)
    if names_group(place) and not _JOURNAL.search(place):
        return _numbered(replace(citation, form="report", publisher=place))
    return replace(citation, form="article", container=place)


def _numbered(report: Citation) -> Citation:
    """A report with the number in its title's brackets: "(Technical Report No. 5)"."""
    title = report.title or ""
    found = _REPORT_NUMBER.search(title)
    if found is None:
        return report
    of = found["of"].strip() or report.description
    return replace(report, title=title[: found.start()], issue=found["number"], description=of)


def _is_book(segments: list[str], rest: str) -> bool:
    """Whether the first of the last segments names the book of a chapter."""
    segment, *others = segments
    if _IN_BOOK.match(segment) and len(others) == 1 and _PUBLISHER.search(others[0]):
        return split_numbers(others[0])[1] is None
    return segment.startswith(("In ", "In: ")) and bool(
        _EDITORS.search(segment) or _PAGES.search(segment) or _CHAPTER.search(rest)
    )


def _with_book(citation: Citation, segment: str, others: list[str]) -> Citation:
    """The citation as a chapter: "In A. Editor (Ed.), Book (2nd ed., pp. 1-9). Publisher"."""
    book = segment.removeprefix("In").lstrip(": ")
    mark = _EDITORS.search(book)
    editors = read_names(book[: mark.start()]) if mark else None
    after = book[mark.end() :] if mark else book
    container = _BOOK_END.split(after, maxsplit=1)[0]
    # A bracket that tells of the book ends its title; any other belongs to it.
    if of_book := _OF_BOOK.search(after):
        container = after[: of_book.start()]
    whole = " ".join((after, *others))
    others = [_YEAR_LAST.sub("", s) for s in others if not _OF_BOOK_ALONE.match(s)]
    publishers = [s.split(". ", 1)[-1] if _EDITION.match(s) else s for s in others]
    return replace(
        _with_edition(citation, whole),
        form="chapter",
        container=container.strip(" .,") or None,
        editors=editors.names if editors else (),
        publisher=publishers[0] if publishers else None,
    )
