"""Made-up studies, and functions that write them in each import format."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from importlib import import_module

from corpus.importing.formats import Format

# Formats whose files hold one post each.
SINGLE = frozenset(("page", "markdown"))


@dataclass(frozen=True)
class Made:
    """A made-up study; ``number`` is its id in the source."""

    title: str
    family: str = "Marsh"
    year: int = 2020
    doi: str = ""
    abstract: str = ""
    number: str = "7"
    pubmed: int = 0

    @property
    def citation(self) -> str:
        """The study in APA style."""
        place = f"{self.title}. Journal of Tests, 12(3), 45–67."
        address = f" https://doi.org/{self.doi}" if self.doi else ""
        return f"{self.family}, A. ({self.year}). {place}{address}"

    @property
    def text(self) -> str:
        """What an article says about the study."""
        return self.abstract or f"A post on {self.title}."


def html(study: Made) -> str:
    """The text of a post as HTML."""
    return (
        f"<p>{escape(study.text)}</p><h3>Practice Implications</h3><p>Think of {study.title}.</p>"
        f"<p>{study.citation}</p>"
    )


def writer(form: Format) -> Callable[[Sequence[Made]], str]:
    """``write_NAME`` in the test of a format's importer: studies as a file of that format."""
    room, _, module = form.importer.partition(":")[0].rpartition(".")
    tests = import_module(f"tests.{room}.test_{module}")
    write: Callable[[Sequence[Made]], str] = getattr(tests, f"write_{form.name}")
    return write
