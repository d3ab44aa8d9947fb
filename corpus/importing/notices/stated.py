"""Parses a notice in an export: its kind, date, DOI, and the study it is about.

It knows Crossref's types of updates, Retraction Watch's natures of notices, and both forms of dates
and DOIs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import unquote

from corpus.citations.identifiers import doi_of, find_doi, pmid_of
from corpus.evidence.notice import Notice

# By the letters of their names alone: exports write "Expression of concern" and
# "expression_of_concern".
_KINDS = {
    "retraction": "retraction",
    "withdrawal": "retraction",
    "removal": "retraction",
    "retractionandreplacement": "retraction",
    # Part of the study no longer stands: its reader must know as if there were concern.
    "partialretraction": "concern",
    "expressionofconcern": "concern",
    "concern": "concern",
    "correction": "correction",
    "corrigendum": "correction",
    "addendum": "correction",
    "clarification": "correction",
    "erratum": "erratum",
    "newversion": "superseded",
    "newedition": "superseded",
    "superseded": "superseded",
    "update": "update",
    "reinstatement": "reinstatement",
    "preprint": "preprint",
}
_ISO = re.compile(r"(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?(?:[T ].*)?", re.ASCII)
# Retraction Watch writes the month first: 1/20/2024 0:00.
_MONTH_FIRST = re.compile(r"(\d\d?)/(\d\d?)/(\d{4})(?: .*)?", re.ASCII)
_UNKNOWN = frozenset(("", "0", "none", "na", "n/a", "unavailable", "unknown", "null"))


class Unstated(ValueError):
    """A row or work in an export that can't be used; ``cure`` says what to do."""

    def __init__(self, what: str, cure: str = "look it up, and write the notice by hand") -> None:
        super().__init__(what)
        self.cure = cure


@dataclass(frozen=True, slots=True)
class Stated:
    """A notice on the study with a DOI (in lower case) or PMID, and its line in the file."""

    notice: Notice
    doi: str | None
    pmid: str | None
    line: int


def stated(kind: str, when: str, notice: str, study: str, pmid: str, line: int) -> Stated:
    """The notice in a row of an export. Raises ``Unstated`` if the row can't be read."""
    letters = "".join(filter(str.isalpha, kind.casefold()))
    known = _KINDS.get(letters)
    if known is None:
        raise Unstated(f'"{kind}" is not a known kind of notice')
    doi, number = known_doi(study), pmid_of(pmid) if pmid.strip() else None
    if doi is None and number is None:
        raise Unstated(
            f'"{study}" is not the DOI of a study' if study else "the row names no study",
            "give the study's DOI",
        )
    dated = known_date(when)
    if dated is None:
        raise Unstated(f'"{when}" is not a date', "write it as 2020-05-06, or leave it out")
    return Stated(Notice(known, dated or None, known_doi(notice)), doi, number, line)


def known_doi(text: str) -> str | None:
    """A DOI in lower case from any form of it; DOIs ignore letter case.

    Reads addresses (``https://dx.doi.org/10.1000/X``), ``doi:10.1000/x``, escapes (``%2F``) and
    what stands around one in a text; ``None`` where there is none.
    """
    told = " ".join(unquote(text).split())
    if told.casefold() in _UNKNOWN:
        return None
    found = doi_of(told) or find_doi(told)
    return found.casefold() if found else None


def known_date(text: str) -> str | None:
    """A date in a digest's form; empty for none, ``None`` for something else."""
    told = text.strip()
    if told.casefold() in _UNKNOWN:
        return ""
    if found := _MONTH_FIRST.fullmatch(told):
        return _date(found[3], found[1], found[2])
    if found := _ISO.fullmatch(told.replace("/", "-")):
        return _date(*found.groups())
    return None


def date_of_parts(value: Any) -> str:
    """The date in Crossref's ``{"date-parts": [[2020, 5, 6]]}``, as text."""
    if isinstance(value, str):
        return value
    if not isinstance(value, dict):
        return "" if value is None else str(value)
    parts = value.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts else None
    if isinstance(first, list) and first and first[0] is not None:
        return "-".join(f"{part:02}" if isinstance(part, int) else str(part) for part in first)
    return str(value.get("date-time") or "")


def _date(year: str, month: str | None, day: str | None) -> str | None:
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return "-".join([year, *(f"{int(part):02}" for part in (month, day) if part)])
