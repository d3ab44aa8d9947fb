"""The reference of a post: its study's citation with what the post says of the study."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

from corpus.citations.citation import Citation, Form
from corpus.citations.identifiers import doi_url
from corpus.citations.names import Person
from corpus.citations.numbers import first_page, last_page
from corpus.citations.parse import parse_citation
from corpus.evidence.notice import Notice, is_retracted
from corpus.evidence.study import Study
from corpus.json_values import to_json
from corpus.post import Post
from corpus.slug import slug
from corpus.text.plain_line import plain_text

_SMALL = frozenset(
    {"a", "an", "the", "do", "does", "is", "are", "can", "what", "when", "how", "on"}
)


@dataclass(frozen=True, slots=True)
class Reference:
    """What a post cites, with notes from the post.

    ``form`` is ``post`` where the post has no citation: then the post itself is what is cited.
    ``id`` is the post's, ``key`` a name of the study such as ``jong2024progress``. ``page`` is the
    address of the post, which an export does not know, ``headline`` its title, ``digest`` the
    digest's name. ``abstract`` and ``implications`` are the post's two parts as plain text,
    ``keywords`` its topics. ``study`` and ``notices`` are the evidence that it holds as data.
    """

    id: str
    key: str
    form: Form | Literal["post"]
    citation: Citation
    page: str
    digest: str
    headline: str = ""
    abstract: str = ""
    implications: str = ""
    keywords: tuple[str, ...] = ()
    pmid: str = ""
    study: Study | None = None
    notices: tuple[Notice, ...] = ()

    @property
    def title(self) -> str:
        """The title of the cited work; the whole line if the title can't be told."""
        return self.citation.title or self.citation.text

    @property
    def container(self) -> str:
        """The journal, book or site; for a post itself, the digest."""
        return self.digest if self.form == "post" else self.citation.container or ""

    @property
    def first_page(self) -> str:
        """The first page, or the article's number if it has no pages."""
        return self.citation.article_number or first_page(self.citation.pages or "")

    @property
    def last_page(self) -> str:
        """The last page, if there are several."""
        return "" if self.citation.article_number else last_page(self.citation.pages or "")

    @property
    def link(self) -> str:
        """The address of the cited work: its DOI's, else another printed one."""
        return doi_url(self.citation.doi) if self.citation.doi else self.citation.url or ""

    @property
    def retracted(self) -> bool:
        """Whether the study is retracted."""
        return is_retracted(self.notices)

    @property
    def extra(self) -> dict[str, Any]:
        """Facts without a field in any format, which CSL keeps as ``custom``: study and notices."""
        told = {
            "study": to_json(self.study) if self.study else None,
            "notices": [to_json(notice) for notice in self.notices],
        }
        return {name: value for name, value in told.items() if value}

    @property
    def notes(self) -> tuple[str, ...]:
        """Notes for a reference manager; the post's address comes last."""
        told = [notice.told for notice in self.notices]
        if self.citation.gap is not None:
            told.append("Not all authors are named.")
        if self.implications:
            told.append(f"Practice implications: {self.implications}")
        if self.form != "post":
            told.append(f"Summarised in {self.digest}: {self.page or self.headline}")
        return tuple(told)


def reference(post: Post, page: str, digest: str) -> Reference:
    """The reference of a post with the address ``page``, in a digest of that name."""
    if post.citation:
        parts = parse_citation(post.citation)
        parts = replace(parts, doi=_line(post.doi or "") or parts.doi)
        key = _key(parts.creators, parts.year, parts.title or parts.text) or post.id
    else:
        doi = _line(post.doi or "") or None
        title = _line(post.title)
        parts = Citation(text=title, title=title, year=post.year, doi=doi, url=page or None)
        key = post.id
    return Reference(
        id=post.id,
        key=key,
        form=parts.form if post.citation else "post",
        citation=parts,
        page=page,
        digest=_line(digest),
        headline=_line(post.title),
        abstract=plain_text(post.summary),
        implications=plain_text(post.implications),
        keywords=tuple(map(_line, post.topics)),
        pmid=post.pmid or "",
        study=post.study,
        notices=post.notices,
    )


def told_apart(references: Iterable[Reference]) -> dict[str, Reference]:
    """The references with unique keys: the second ``jong2024progress`` gets a ``b``."""
    listed = list(references)
    return dict(zip(keys_apart(one.key for one in listed), listed, strict=True))


def keys_apart(keys: Iterable[str]) -> list[str]:
    """The keys made unique, with letters at the end of repeated ones."""
    found: dict[str, None] = {}
    numbers: dict[str, int] = {}
    for first in keys:
        key, number = first, numbers.get(first, 1)
        while key in found:
            number += 1
            key = f"{first}{_letters(number)}"
        numbers[first] = number
        found[key] = None
    return list(found)


def _letters(number: int) -> str:
    """``b`` for 2, ``z`` for 26, ``aa`` for 27."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def _key(creators: tuple[Person, ...], year: int | None, title: str) -> str:
    words = [word for word in slug(title).split("-") if word not in _SMALL]
    first = slug(creators[0].family).replace("-", "") if creators else ""
    return f"{first}{year or ''}{words[0] if words else ''}" if first or year else ""


def _line(text: str) -> str:
    """The text on one line, as all citation formats need it."""
    return " ".join(text.split())
