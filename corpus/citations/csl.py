"""Writes references as CSL-JSON, which Zotero and pandoc read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from corpus.citations.citation import Citation
from corpus.citations.names import Person
from corpus.citations.reference import Reference, told_apart
from corpus.text.dates import MONTHS

_TYPES = {
    "article": "article-journal",
    "chapter": "chapter",
    "book": "book",
    "report": "report",
    "thesis": "thesis",
    "website": "webpage",
    "other": "document",
    "post": "webpage",
}
_DAY = re.compile(r"\d{4}, (?P<month>[A-Za-z]{3,9})(?: (?P<day>\d{1,2}))?$")


def csl_json(references: Iterable[Reference]) -> str:
    """The references as CSL-JSON."""
    items = [csl_item(key, one) for key, one in told_apart(references).items()]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def csl_joined(files: Iterable[str]) -> str:
    """Several files written by ``csl_json``, joined into one."""
    items = ",\n".join(file.removeprefix("[\n").removesuffix("\n]\n") for file in files)
    return f"[\n{items}\n]\n"


def csl_item(key: str, one: Reference) -> dict[str, Any]:
    """A reference as a CSL item with the id ``key``."""
    cited = one.citation
    # A paper on a server, such as a preprint, is published by it and in no journal.
    server = one.form == "article" and bool(cited.description) and not cited.volume
    item: dict[str, Any] = {
        "id": key,
        "type": "article" if server else _TYPES[one.form],
        "author": [_name(person) for person in cited.authors],
        "editor": [_name(person) for person in cited.editors],
        "issued": _issued(cited),
        "status": cited.date if cited.date and not cited.year else (cited.status or "").lower(),
        "title": one.title,
        "genre": cited.description,
        "container-title": "" if server else one.container,
        "volume": cited.volume,
        "issue": "" if one.form == "report" else cited.whole_issue,
        "page": cited.article_number or cited.pages,
        "number": cited.issue if one.form == "report" else cited.article_number,
        "edition": cited.edition,
        "chapter-number": cited.chapter,
        "publisher": one.container if server else cited.publisher,
        "DOI": cited.doi,
        "PMID": one.pmid,
        "URL": one.link,
        "abstract": one.abstract,
        "keyword": ", ".join(one.keywords),
        "note": " ".join(one.notes),
        # What the standard has no name for goes where it says that programs put their own.
        "custom": one.extra,
    }
    return {name: value for name, value in item.items() if value}


def _issued(cited: Citation) -> dict[str, Any] | None:
    """The date in CSL's form: year, and month and day if they are printed."""
    if not cited.year:
        return None
    parts = [cited.year]
    if day := _DAY.match(cited.date or ""):
        months = [at for at, name in enumerate(MONTHS, 1) if name.startswith(day["month"].lower())]
        parts += months[:1]
        parts += [int(day["day"])] if months and day["day"] else []
    return {"date-parts": [parts]}


def _name(person: Person) -> dict[str, str]:
    if person.group:
        return {"literal": person.family}
    parts = {"family": person.family, "given": person.given, "suffix": person.suffix}
    return {name: value for name, value in parts.items() if value}
