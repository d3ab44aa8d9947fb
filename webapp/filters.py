"""Templates say things in words; these filters turn the engine's values into them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from urllib.parse import quote

from flask import Flask
from markupsafe import Markup, escape

from search.results import Passage
from webapp.markdown import opening, render

_MONTHS = (
    "January February March April May June July August September October November December".split()
)
_DOI_AT_END = re.compile(
    r"\s*(?:doi:?\s*)?(?:https?://(?:dx\.)?doi\.org/)?10\.\d{4,9}/\S+\s*$", re.IGNORECASE
)


def month_name(month: str) -> str:
    """``2021-07`` as "July 2021"; what is no month stays as it is."""
    try:
        day = date.fromisoformat(f"{month}-01")
    except ValueError:
        return month
    return f"{_MONTHS[day.month - 1]} {day.year}"


def count(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 post", "1,200 posts"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def marked(passage: Passage) -> Markup:
    """A passage with its matched words in ``<mark>``, everything escaped."""
    parts: list[Markup] = []
    done = 0
    for start, end in sorted(passage.marks):
        if start < done or end <= start:
            continue
        parts.append(escape(passage.text[done:start]))
        parts.append(Markup("<mark>{}</mark>").format(passage.text[start:end]))
        done = end
    parts.append(escape(passage.text[done:]))
    return Markup("").join(parts)


def series(words: Iterable[str], last: str = "and") -> str:
    """Words as a sentence lists them: "a, b and c"."""
    *rest, final = list(words) or [""]
    return f"{', '.join(rest)} {last} {final}" if rest else final


def doi_url(doi: str) -> str:
    """The address that resolves a DOI."""
    return "https://doi.org/" + quote(doi, safe="/:;().-_~")


def without_doi(citation: str) -> str:
    """A citation without the DOI at its end, which a page shows as a link of its own."""
    return _DOI_AT_END.sub("", citation)


def register(app: Flask) -> None:
    """Give the filters to an app's templates."""
    app.jinja_env.filters.update(
        count=count,
        doi_url=doi_url,
        marked=marked,
        markdown=render,
        month_name=month_name,
        opening=opening,
        series=series,
        without_doi=without_doi,
    )
