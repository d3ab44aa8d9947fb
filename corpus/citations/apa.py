"""Citations in the form of APA 7, made of their parts; names as APA prints them."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.citations.parse import Citation
from corpus.text.typography import tidy

# The seventh edition names up to twenty authors; of more, nineteen and the last.
MOST_AUTHORS = 20

_INITIALS = re.compile(r"[A-Z]{1,3}")


def author(family: str, given: str = "") -> str:
    """A name as APA prints it: ``author("Webb", "Christian A")`` is ``Webb, C. A.``.

    Given names of up to three capitals, such as ``CA``, are initials. A group has no given name.
    """
    parts = []
    for name in re.split(r"[\s.]+", tidy(given)):
        if _INITIALS.fullmatch(name):
            parts += [f"{initial}." for initial in name]
        elif name:
            halves = [half for half in name.split("-") if half]
            parts.append("-".join(f"{half[0].upper()}." for half in halves))
    initials = " ".join(part for part in parts if part)
    return f"{tidy(family)}, {initials}" if initials else tidy(family)


def inverted(name: str) -> str:
    """A name written ``Family, Given`` as APA prints it; one without a comma is a group's."""
    family, _, given = name.partition(",")
    return author(family, given)


def cited(citation: Citation) -> Citation:
    """The citation with its ``text`` made of its other parts, in the form of APA."""
    return replace(citation, text=apa(citation))


def apa(citation: Citation) -> str:
    """The parts of a citation as a line in the form of APA, as far as they are there."""
    year = f"({citation.year or 'n.d.'})."
    authors = _joined(citation.authors, citation.authors_incomplete)
    title = _sentence(citation.title or "")
    # Without authors the title comes first.
    opening = [authors, year, title] if authors else [title, year]
    doi = f"https://doi.org/{citation.doi}" if citation.doi else citation.url or ""
    return " ".join(part for part in (*opening, _source(citation), doi) if part)


def _source(citation: Citation) -> str:
    if citation.form == "chapter":
        return _book_of_chapter(citation)
    if citation.form == "book":
        return _sentence(citation.publisher or "")
    if not citation.container:
        return ""
    issue = f"({citation.issue})" if citation.issue else ""
    numbers = f"{citation.volume or ''}{issue}"
    return _sentence(", ".join(x for x in (citation.container, numbers, citation.pages) if x))


def _book_of_chapter(citation: Citation) -> str:
    editors = ""
    if citation.editors:
        names = [_given_first(editor) for editor in citation.editors]
        mark = "Eds." if len(names) > 1 else "Ed."
        ending = f" & {names[-1]}" if len(names) > 1 else names[-1]
        editors = ", ".join(names[:-1]) + ("," if len(names) > 2 else "") + ending
        editors = f"{editors} ({mark}), "
    pages = f" (pp. {citation.pages})" if citation.pages else ""
    book = f"In {editors}{citation.container}{pages}." if citation.container else ""
    return " ".join(part for part in (book, _sentence(citation.publisher or "")) if part)


def _given_first(name: str) -> str:
    family, _, initials = name.partition(", ")
    return f"{initials} {family}".strip()


def _joined(authors: tuple[str, ...], incomplete: bool) -> str:
    if len(authors) > MOST_AUTHORS:
        return f"{', '.join(authors[: MOST_AUTHORS - 1])}, ... {authors[-1]}"
    if incomplete:
        return f"{', '.join(authors)}, et al."
    names = [*authors[:-2], ", & ".join(authors[-2:])]
    return _sentence(", ".join(name for name in names if name))


def _sentence(text: str) -> str:
    """The text with a full stop, unless it ends a sentence already; nothing stays nothing."""
    return text if not text or text.endswith((".", "?", "!")) else f"{text}."
