"""Markdown files of other programs imported as posts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from corpus.digest import Digest
from corpus.folder.fields import FieldReader
from corpus.folder.front_matter import (
    FENCE,
    Fields,
    Items,
    Matter,
    MatterError,
    Text,
    Value,
    read_matter,
)
from corpus.folder.post_fields import read_details, read_pins
from corpus.folder.post_file import FIELDS
from corpus.importer import Imported
from corpus.importing.article import Article, posts_of_articles
from corpus.importing.html_to_markdown import without_images
from corpus.problem import Problems
from corpus.text.dates import month_in
from corpus.text.encoding import decoded

MAX_BYTES = 1024 * 1024

_DATED_NAME = re.compile(r"(\d{4}-\d\d)(?:-\d\d)?-.+")
_TITLE = re.compile(r"^#\s+(.+?)\s*#*\s*$", re.MULTILINE)
_READ = (*FIELDS, "date", "categories", "tags")


class MarkdownImporter:
    """Imports a Markdown file, with front matter or without, or a folder of them.

    ``month`` is for files that tell it neither in their front matter nor in their name.
    """

    name = "markdown"

    def __init__(self, month: str | None = None) -> None:
        self.month = month

    def read(self, data: bytes, source: Path, digest: Digest) -> Imported:
        """Read one file; fields of its front matter that a post has not are named, once."""
        problems = Problems(source)
        if len(data) > MAX_BYTES:
            what = f"the file has {len(data):,} bytes, more than the {MAX_BYTES:,} allowed"
            problems.error(1, what, "a post is a page or two of text: see what else is in it")
            return Imported((), tuple(problems.found))
        text = decoded(data, problems)
        if text is None:
            return Imported((), tuple(problems.found))
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        try:
            matter = _matter(text)
        except MatterError as error:
            problems.error(error.line, error.what, error.cure)
            return Imported((), tuple(problems.found))
        others = [name for name in matter.fields.values if name not in _READ]
        if others:
            what = f"the front matter has what a post has no place for: {', '.join(others)}"
            problems.warning(matter.fields.lines[others[0]], what, "nothing need be done")
        article = _article(matter, source, problems)
        return posts_of_articles([article], self.month, digest, problems)


def _matter(text: str) -> Matter:
    if text.split("\n", 1)[0].rstrip() == FENCE:
        return read_matter(text)
    return Matter(Fields(1, {}, {}), text, 1)


def _article(matter: Matter, source: Path, problems: Problems) -> Article:
    values = matter.fields.values
    body = without_images(matter.body, matter.body_line, problems)
    title, line = _line(values.get("title")), matter.fields.lines.get("title", 1)
    heading = _TITLE.search(body)
    if not title and heading:
        title, line = heading[1], matter.body_line + body.count("\n", 0, heading.start())
        body = body[: heading.start()] + body[heading.end() :]
    named = _DATED_NAME.fullmatch(source.stem)
    date = _line(values.get("month")) or _line(values.get("date")) or (named[1] if named else "")
    return Article(
        key=source.stem,
        line=line,
        title=title or source.stem.replace("-", " ").replace("_", " ").strip().capitalize(),
        text=body.strip(),
        date=date,
        labels=tuple(x for name in ("topics", "categories", "tags") for x in _list(values, name)),
        research=_line(values.get("research")),
        citation=_line(values.get("citation")),
        doi=_line(values.get("doi")),
        fields=_fields(matter, month_in(date), problems),
    )


def _fields(matter: Matter, month: str | None, problems: Problems) -> dict[str, Any]:
    """What the front matter says of a post in a digest's own words, as far as it can be read.

    Other programs mean other things by some of the names: what does not fit is left out.
    """
    found = Problems(problems.file)
    values = FieldReader(matter.fields, found)
    said = {**read_pins(values), **read_details(values, month)}
    for problem in found.found:
        problems.warning(problem.line, problem.what, problem.cure)
    return said


def _line(value: Value | None) -> str:
    return " ".join((value.value or "").split()) if isinstance(value, Text) else ""


def _list(values: dict[str, Value], name: str) -> list[str]:
    """The items of a list; of a text, its parts between commas as well as all of it."""
    value = values.get(name)
    if isinstance(value, Items):
        return [line for line in map(_line, value.items) if line]
    text = _line(value)
    return [text, *(part.strip() for part in text.split(","))] if text else []
