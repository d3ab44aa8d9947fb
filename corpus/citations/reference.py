"""The reference of a post: the parts of its citation, as reference managers take them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from corpus.citations.names import family_name
from corpus.citations.parse import parse_citation
from corpus.evidence.notice import Notice, is_retracted
from corpus.evidence.study import Study
from corpus.post import Post
from corpus.slug import slug

Form = Literal["article", "chapter", "book", "other", "post"]

_RANGE = re.compile(r"[-–—]")
_SMALL = frozenset(
    {"a", "an", "the", "do", "does", "is", "are", "can", "what", "when", "how", "on"}
)


@dataclass(frozen=True, slots=True)
class Person:
    """An author or editor. A group has a ``family`` name only, and ``group`` is true."""

    family: str
    given: str = ""
    suffix: str = ""
    group: bool = False

    @classmethod
    def of(cls, name: str) -> Person:
        """Read a printed name: "Jong, K. de", "K. de Jong", "Jong KJ", or a group's."""
        family = family_name(name)
        if "," in name:
            _, *rest = (part.strip() for part in name.split(","))
            return cls(family, rest[0], ", ".join(rest[1:]))
        if family == name:
            return cls(name, group=" " in name)
        given = name.replace(family, "", 1)
        return cls(family, " ".join(given.split()))

    def __str__(self) -> str:
        return ", ".join(part for part in (self.family, self.given, self.suffix) if part)


@dataclass(frozen=True, slots=True)
class Reference:
    """What a post's citation says, each part by itself; a part that is not printed is empty.

    ``form`` is ``post`` where the post has no citation: then the post itself is what is cited.
    ``text`` is the citation as printed, without its DOI. ``page`` is the address of the post,
    ``digest`` the digest's name. ``study`` and ``notices`` are the evidence that the post holds as
    data.
    """

    key: str
    form: Form
    text: str
    title: str
    page: str
    digest: str
    authors: tuple[Person, ...] = ()
    authors_incomplete: bool = False
    editors: tuple[Person, ...] = ()
    year: int | None = None
    container: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    edition: str = ""
    chapter: str = ""
    publisher: str = ""
    doi: str = ""
    url: str = ""
    pmid: str = ""
    study: Study | None = None
    notices: tuple[Notice, ...] = ()

    @property
    def first_page(self) -> str:
        """The first page, or an article's number."""
        return _RANGE.split(self.pages)[0].strip()

    @property
    def last_page(self) -> str:
        """The last page, when there is more than one."""
        return _RANGE.split(self.pages)[-1].strip() if _RANGE.search(self.pages) else ""

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reference manager should keep beside the parts."""
        told = [notice.told for notice in self.notices]
        if self.form != "post":
            told.append(f"Summarised in {self.digest}: {self.page}")
        if self.authors_incomplete:
            told.append("Not all authors are named.")
        return tuple(told)

    @property
    def retracted(self) -> bool:
        """Whether the study's retraction stands."""
        return is_retracted(self.notices)


def reference(post: Post, page: str, digest: str) -> Reference:
    """The reference of a post whose address is ``page``, in the digest of that name."""
    if not post.citation:
        return Reference(
            key=post.id,
            form="post",
            text="",
            title=_line(post.title),
            page=page,
            digest=_line(digest),
            year=post.year,
            doi=_line(post.doi or ""),
            url=page,
            pmid=post.pmid or "",
            study=post.study,
            notices=post.notices,
        )
    parts = parse_citation(post.citation)
    title = _line(parts.title or parts.text)
    return Reference(
        key=_key(parts.families, parts.year, title) or post.id,
        form=parts.form,
        text=_line(parts.text),
        title=title,
        page=page,
        digest=_line(digest),
        authors=tuple(Person.of(_line(name)) for name in parts.authors),
        authors_incomplete=parts.authors_incomplete,
        editors=tuple(Person.of(_line(name)) for name in parts.editors),
        year=parts.year,
        container=_line(parts.container or ""),
        volume=parts.volume or "",
        issue=parts.issue or "",
        pages=parts.pages or "",
        edition=parts.edition or "",
        chapter=parts.chapter or "",
        publisher=_line(parts.publisher or ""),
        doi=_line(post.doi or parts.doi or ""),
        url=parts.url or "",
        pmid=post.pmid or "",
        study=post.study,
        notices=post.notices,
    )


def told_apart(references: Iterable[Reference]) -> dict[str, Reference]:
    """The references by a key of their own: the second ``jong2024progress`` ends in ``b``."""
    found: dict[str, Reference] = {}
    for one in references:
        key, number = one.key, 1
        while key in found:
            number += 1
            key = f"{one.key}{_letters(number)}"
        found[key] = one
    return found


def _letters(number: int) -> str:
    """``b`` for 2, ``z`` for 26, ``aa`` for 27."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def _key(families: tuple[str, ...], year: int | None, title: str) -> str:
    words = [word for word in slug(title).split("-") if word not in _SMALL]
    first = slug(families[0]).replace("-", "") if families else ""
    return f"{first}{year or ''}{words[0] if words else ''}" if first or year else ""


def _line(text: str) -> str:
    """The text on one line: formats of citations know no other."""
    return " ".join(text.split())
