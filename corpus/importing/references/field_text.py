"""Parses texts and numbers in the fields of a reference."""

from __future__ import annotations

import re

from corpus.citations.name_list import read_names
from corpus.citations.names import Person, has_initials, read_name
from corpus.citations.numbers import read_issue, read_pages

# What APA has after the title of a text that nobody has published.
UNPUBLISHED = "Unpublished manuscript"
_DOTTED = re.compile(r"\b[A-Z][a-z]{0,11}\.(?: |$)")
_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
    *("tenth", "eleventh", "twelfth"),
)
_NUMBERED = re.compile(r"(\d{1,3})(?:st|nd|rd|th)?(?: ed(?:ition|\b)\.?)?", re.IGNORECASE)


def full_name(*names: str) -> str | None:
    """The full name of a journal among those in a reference, likeliest first."""
    given = [" ".join(name.split()) for name in names if name.strip()]
    full = [name for name in given if not _DOTTED.search(name)]
    if full and given[0] == full[0]:
        return full[0]
    return max(full or given, key=len, default=None)


def edition(text: str) -> str | None:
    """The number of an edition from "2nd ed." or "Second edition"; else its words."""
    bare = " ".join(text.split())
    if found := _NUMBERED.fullmatch(bare):
        return found[1]
    first = bare.split()[0].lower().strip(".") if bare else ""
    if first in _ORDINALS:
        return str(_ORDINALS.index(first) + 1)
    return re.sub(r"\.? ed(?:ition|\b)\.?$", "", bare, flags=re.IGNORECASE) or None


def volume_of(text: str) -> tuple[str | None, str | None]:
    """The volume, and the supplement that some sources add: "44 Suppl 2"."""
    return read_issue(" ".join(text.split()))


def pages_of(first: str, last: str = "") -> tuple[str | None, str | None]:
    """Pages or, in their place, the article's number.

    The first page may be given with the last one, which may be given again.
    """
    joined = "-".join(dict.fromkeys(part.strip() for part in (first, last) if part.strip()))
    return read_pages(re.sub(r" ?[-–—]+ ?", "-", " ".join(joined.split())))


def pages_of_book(pages: str | None) -> str | None:
    """The pages of a study in a book or report; a single number is their count."""
    return pages if pages and re.search(r"\d\D+\d", pages) else None


def named(texts: tuple[str, ...]) -> tuple[tuple[Person, ...], int | None]:
    """The persons and groups in some names, one each, and where some are left out."""
    people: list[Person] = []
    gap = None
    for text in texts:
        # Some programs write all names into one field.
        for part in text.split(";"):
            listed = read_names(part) if _is_list(part) else None
            name = read_name(part)
            if listed and len(listed.names) > 1:
                people += listed.names
            elif name:
                people.append(name)
            elif part.strip() and gap is None:
                gap = len(people)
    return tuple(people), gap


def _is_list(text: str) -> bool:
    """Whether a field seems to hold several names: "Smith J, Hill D", "Smith, J. and Hill, D."."""
    first, comma, _ = text.partition(",")
    return bool(comma) and (has_initials(first) or re.search(r" (?:and|&) ", text) is not None)
