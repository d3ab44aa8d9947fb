"""Writes a citation in APA style (seventh edition) from its parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.citations.citation import Citation
from corpus.citations.identifiers import doi_url
from corpus.citations.names import Person
from corpus.citations.numbers import dashed, full_range

# The seventh edition names up to twenty authors; of more, nineteen and the last.
MOST_AUTHORS = 20

_ORDINALS = {1: "st", 2: "nd", 3: "rd"}
# A word, or a number without the ending that makes "2nd" of it.
_WORD = re.compile(r"\d+(?=(?:st|nd|rd|th)\b)|[^\W_]+")
# A full stop that belongs to the word before it: "the U.S.", "et al.", "...".
_ABBREVIATED = re.compile(r"(?:\b\w|\bal|\bvs|\.)\.$")
# What a citation may hold beside its parts: words of every style, and of addresses.
_OF_STYLE = frozenset(
    {
        *("a", "al", "and", "article", "chapter", "citation", "d", "doi", "dx", "ed", "edition"),
        *("editor", "editors", "eds", "et", "http", "https", "in", "issue", "n", "nd", "no"),
        *("org", "p", "pages", "pp", "rd", "reference", "source", "st", "th", "the", "vol"),
        *("vols", "volume", "volumes"),
    }
)


def cited(citation: Citation) -> Citation:
    """The citation with its ``text`` in APA style, made from its other parts."""
    return replace(citation, text=apa(citation))


def apa(citation: Citation) -> str:
    """A citation in APA style, from as many parts as it has."""
    date = f"({citation.date or citation.year or 'n.d.'})."
    creators = _creators(citation)
    title = ended(_title(citation))
    # Without authors the title comes first.
    opening = [creators, date, title] if creators else [title, date]
    address = doi_url(citation.doi) if citation.doi else citation.url or ""
    return " ".join(part for part in (*opening, _source(citation), address) if part)


def unread(citation: Citation) -> frozenset[str]:
    """The words of the printed line that are in none of the citation's parts."""
    people = (*citation.authors, *citation.editors)
    # Initials may stand in one word: "CD" for "C. D.".
    together = [re.sub(r"[\s.]", "", person.initials) for person in people]
    parts = [
        *(citation.title, citation.description, citation.container, citation.publisher),
        *(citation.status, citation.volume, citation.issue, citation.supplement, citation.pages),
        *(citation.article_number, citation.edition, citation.chapter, citation.date),
        *(str(citation.year or ""), citation.doi, citation.url),
    ]
    told = " ".join(part for part in (*map(str, people), *together, *parts) if part)
    known = _words(told) | _OF_STYLE
    return frozenset(_words(citation.text) - known)


def _creators(citation: Citation) -> str:
    if citation.authors:
        return ended(_inverted(citation.authors, citation.gap))
    if citation.form != "chapter" and citation.editors:
        mark = "Eds." if len(citation.editors) > 1 or citation.gap is not None else "Ed."
        return f"{_inverted(citation.editors, citation.gap)} ({mark})."
    return ""


def _title(citation: Citation) -> str:
    """The title with the additions that APA puts in brackets."""
    inside: list[str] = []
    if citation.form == "book" and citation.authors and citation.editors:
        inside.append(f"{_direct(citation.editors)}, {_mark(citation.editors)}")
    if citation.form in ("book", "report"):
        inside += _of_book(citation)
    description = citation.description or ""
    if citation.form == "report" and citation.issue:
        of = " ".join(word[:1].upper() + word[1:] for word in description.split())
        inside.append(f"{of} No. {citation.issue}".strip())
        description = ""
    if citation.form == "thesis" and citation.publisher:
        description = ", ".join(p for p in (description, citation.publisher) if p)
    brackets = [
        f"({'; '.join(inside)})" if inside else "",
        f"[{description[:1].upper()}{description[1:]}]" if description else "",
    ]
    title = citation.title or ""
    if any(brackets) and not _ABBREVIATED.search(title):
        # Some sources end every title with a full stop.
        title = title.removesuffix(".")
    return " ".join(part for part in (title, *brackets) if part)


def _source(citation: Citation) -> str:
    if citation.form == "chapter":
        return _book_of_chapter(citation)
    if citation.form == "article":
        return _journal(citation)
    named = () if citation.form == "thesis" else (citation.publisher,)
    # A publisher that is the author as well is not named again.
    authors = {str(person) for person in citation.authors}
    parts = [part for part in (citation.container, *named) if part and part not in authors]
    return " ".join(ended(part) for part in dict.fromkeys(parts))


def _journal(citation: Citation) -> str:
    issue = f"({dashed(citation.whole_issue)})" if citation.whole_issue else ""
    place = citation.pages and full_range(citation.pages)
    if citation.article_number:
        place = f"Article {citation.article_number}"
    numbers = [part for part in (f"{dashed(citation.volume or '')}{issue}", place) if part]
    line = ended(", ".join(part for part in (citation.container or "", *numbers) if part))
    status = ended(citation.status) if citation.status and not citation.volume else ""
    return " ".join(part for part in (line, status) if part)


def _book_of_chapter(citation: Citation) -> str:
    editors = ""
    if citation.editors:
        editors = f"{_direct(citation.editors)} ({_mark(citation.editors)}), "
    inside = _of_book(citation)
    brackets = f" ({', '.join(inside)})" if inside else ""
    book = f"In {editors}{citation.container}{brackets}." if citation.container else ""
    return " ".join(part for part in (book, ended(citation.publisher or "")) if part)


def _of_book(citation: Citation) -> list[str]:
    """Edition, volume, and pages or chapter, in brackets as after a book's title."""
    place = f"Chapter {citation.chapter}" if citation.chapter else ""
    if citation.pages:
        pages = full_range(citation.pages)
        place = f"pp. {pages}" if "–" in pages or "," in pages else f"p. {pages}"
    volume = dashed(citation.volume or "")
    mark = "Vols." if "–" in volume else "Vol."
    parts = [_edition(citation.edition or ""), f"{mark} {volume}" if volume else "", place]
    joined = ", ".join(part for part in parts if part)
    return [joined] if joined else []


def _edition(edition: str) -> str:
    if not edition.isdecimal():
        return f"{ended(edition)} ed." if edition and "ed" not in edition.split() else edition
    number = int(edition)
    ending = "th" if number % 100 in (11, 12, 13) else _ORDINALS.get(number % 10, "th")
    return f"{number}{ending} ed."


def _inverted(persons: Sequence[Person], gap: int | None) -> str:
    """Names as in a list of references; an ellipsis stands for those left out."""
    names = [person.inverted for person in persons]
    if gap is None and len(names) > MOST_AUTHORS:
        names, gap = [*names[: MOST_AUTHORS - 1], names[-1]], MOST_AUTHORS - 1
    if gap is None:
        return ", ".join((*names[:-2], ", & ".join(names[-2:])))
    if gap >= len(names):
        return f"{', '.join(names)}, et al."
    return f"{', '.join(names[:gap])}, … {', '.join(names[gap:])}".removeprefix(", ")


def _direct(persons: Sequence[Person]) -> str:
    """Names as inside a reference: "A. Hill, B. Vale, & C. Stone"."""
    names = [person.direct for person in persons]
    if len(names) < 3:
        return " & ".join(names)
    return f"{', '.join(names[:-1])}, & {names[-1]}"


def _mark(editors: Sequence[Person]) -> str:
    return "Eds." if len(editors) > 1 else "Ed."


def ended(text: str) -> str:
    """The text with a full stop, unless it ends a sentence already; empty stays empty."""
    bare = text.rstrip("\"”’'")
    return text if not text or bare.endswith((".", "?", "!", "…")) else f"{text}."


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))
