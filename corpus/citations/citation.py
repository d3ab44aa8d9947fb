"""A citation: the parts of a printed line or of a reference manager's record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus.citations.names import Person

Form = Literal["article", "chapter", "book", "report", "thesis", "website", "other"]


@dataclass(frozen=True, slots=True)
class Citation:
    """The parts of a citation; missing ones are ``None``.

    ``text`` is the whole line, tidied. ``gap`` is the number of authors before those that the
    line leaves out ("et al.", "..."), ``None`` where it names all. ``date`` is what is printed
    for the year when that is more or else than a year ("2020a", "2019/2020", "in press").
    ``description`` is what a title has in brackets ("Preprint"). ``container`` is the journal,
    or the book of a chapter. ``pages`` are as printed; an article that has a number in place of
    pages has ``article_number``. A report's number is its ``issue``, and what it is the number of
    its ``description`` ("Technical report"). ``publisher`` is the institution of a report, the
    university of a thesis. ``status`` is such as "Advance online publication". ``doi`` is bare
    (``10.1037/a1``); ``url`` is a printed address other than the DOI's.
    """

    text: str
    authors: tuple[Person, ...] = ()
    gap: int | None = None
    year: int | None = None
    date: str | None = None
    title: str | None = None
    description: str | None = None
    container: str | None = None
    volume: str | None = None
    issue: str | None = None
    supplement: str | None = None
    pages: str | None = None
    article_number: str | None = None
    editors: tuple[Person, ...] = ()
    edition: str | None = None
    chapter: str | None = None
    publisher: str | None = None
    status: str | None = None
    doi: str | None = None
    url: str | None = None
    form: Form = "other"

    @property
    def creators(self) -> tuple[Person, ...]:
        """The authors, or the editors of an edited book."""
        return self.authors or (self.editors if self.form != "chapter" else ())

    @property
    def whole_issue(self) -> str | None:
        """Issue and supplement in brackets, as after the volume: "2, Suppl. 1"."""
        return ", ".join(part for part in (self.issue, self.supplement) if part) or None
