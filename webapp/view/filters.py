"""Template filters: months, numbers and marked passages in words."""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache
from urllib.parse import quote

from flask import Flask
from markupsafe import Markup, escape

from corpus.text.counting import counted
from search.results import Passage
from webapp.view.markdown import opening, render

_DOI_AT_END = re.compile(
    r"(?<!\s)\s*(?:doi:?\s*)?(?:https?://(?:dx\.)?doi\.org/)?10\.\d{4,9}/\S{1,300}\s*$",
    re.IGNORECASE,
)

# An index may be older than the check that refuses others.
_SAFE = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)


@lru_cache(maxsize=2048)
def month_name(month: str) -> str:
    """``2021-07`` as "July 2021"; what is no month stays as it is."""
    try:
        day = date.fromisoformat(f"{month}-01")
    except ValueError:
        return month
    return f"{calendar.month_name[day.month]} {day.year}"


def marked(passage: Passage) -> Markup:
    """A passage with its matched words in ``<mark>``, everything escaped."""
    text = passage.text
    # Where nothing needs to be escaped, no part of it does.
    part = str if escape(text) == text else escape
    parts: list[str] = []
    done = 0
    for start, end in sorted(passage.marks):
        if start < done or end <= start:
            continue
        parts += part(text[done:start]), "<mark>", part(text[start:end]), "</mark>"
        done = end
    parts.append(part(text[done:]))
    return Markup("".join(parts))  # noqa: S704 (each part is escaped)


def doi_url(doi: str) -> str:
    """The address that resolves a DOI."""
    return "https://doi.org/" + quote(doi, safe="/:;().-_~")


def safe_link(address: str) -> str:
    """An address that may stand in a link; any but one of the web or of mail leads nowhere."""
    return address if _SAFE.match(address) else "#"


def without_doi(citation: str) -> str:
    """A citation without the DOI at its end, which a page shows as a link of its own."""
    return _DOI_AT_END.sub("", citation)


def signed(value: float) -> str:
    """A figure with its sign and one decimal, such as "+2.1" or "−0.3"."""
    return f"{value:+.1f}".replace("-", "−")


def register(app: Flask) -> None:
    """Give the filters to an app's templates."""
    app.jinja_env.filters.update(
        count=counted,
        doi_url=doi_url,
        marked=marked,
        markdown=render,
        safe_link=safe_link,
        month_name=month_name,
        opening=opening,
        signed=signed,
        without_doi=without_doi,
    )
