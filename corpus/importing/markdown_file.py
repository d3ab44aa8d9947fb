"""Imports Markdown files of other programs."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from corpus.digest import Digest, ResearchKind, Topic
from corpus.folder.fields import FieldReader, tell_cut
from corpus.folder.front_matter import Fields, Items, Matter, MatterError, Text, Value
from corpus.folder.post_fields import read_details, read_pins
from corpus.folder.post_file import FIELDS
from corpus.importer import Imported
from corpus.importing.article import Article, file_key, posts_of_articles
from corpus.importing.text.image_files import ImageFiles
from corpus.importing.text.markdown_text import clean_markdown, headed
from corpus.importing.text.other_front_matter import read_any_matter
from corpus.importing.text.unpublished import day_of_publication, why_unpublished
from corpus.importing.translated_file import original_of, read_translated
from corpus.problem import Problems
from corpus.text.dates import day_in, month_in
from corpus.text.encoding import decoded
from corpus.text.folding import folded

MAX_BYTES = 1024 * 1024

_DATED_NAME = re.compile(r"(\d{4}-\d\d)(?:-\d\d)?-.+")
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_DATES = (
    *("month", "date", "publishDate", "publish_date", "published_at", "pubDate", "published"),
    *("publish", "created"),
)
_LABELS = ("topics", "categories", "category", "tags", "tag", "keywords")
_ADDRESSES = ("canonical_url", "canonicalURL", "permalink", "url")
_STATES = ("status", "state", "visibility", "private", "public", "unlisted", "password")
_READ = (*FIELDS, *_STATES, "taxonomies", *_DATES, *_LABELS, *_ADDRESSES)
# Those of a post that are texts, and that nothing else looks at.
_TEXTS = ("title", "research", "citation")
_WAITING = ("draft", "publish")
_WHEN = "delete its line draft: true when they may"
# Folders in which Jekyll and others keep what is not to be published.
_DRAFTS = frozenset({"_drafts", "drafts", "_unpublished"})


class MarkdownImporter:
    """Imports a Markdown file, with or without front matter, or a folder of them.

    ``month`` is for files that tell it neither in their front matter nor in their name.
    """

    name = "markdown"

    def __init__(self, month: str | None = None) -> None:
        self.month = month

    def read(self, data: bytes, source: Path, digest: Digest) -> Imported:
        """Read one file; front matter fields that posts lack are reported once."""
        problems = Problems(source)
        if len(data) > MAX_BYTES:
            what = f"the file has {len(data):,} bytes, more than the {MAX_BYTES:,} allowed"
            problems.error(1, what, "a post is a page or two of text: check what else is in it")
            return Imported((), tuple(problems.found))
        text = decoded(data, problems)
        if text is None:
            return Imported((), tuple(problems.found))
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        try:
            matter = read_any_matter(text)
        except MatterError as error:
            problems.error(error.line, error.what, error.cure)
            return Imported((), tuple(problems.found))
        translated = original_of(source, digest)
        if translated:
            return _translation(matter, source, *translated, problems)
        images = ImageFiles(source)
        article = _article(matter, source, problems, images, _names(digest))
        others = [name for name in matter.fields.values if name not in _READ]
        if others:
            what = f"the front matter has what a post has no place for: {', '.join(others)}"
            problems.warning(matter.fields.lines[others[0]], what, "nothing needs to be done")
        imported = posts_of_articles([article], self.month, digest, problems)
        return replace(imported, images=images.found)


def _names(digest: Digest) -> frozenset[str]:
    """The folded names of the digest's topics and kinds of research."""
    things: tuple[Topic | ResearchKind, ...] = (*digest.topics, *digest.kinds)
    return frozenset(folded(n) for t in things for n in (t.name, t.slug, *t.aliases))


def _article(
    matter: Matter, source: Path, problems: Problems, images: ImageFiles, names: Collection[str]
) -> Article:
    values = matter.fields.values
    told = {name: _line(value) for name, value in values.items()}
    cut = Problems(problems.file)
    for name in _TEXTS:
        if isinstance(value := values.get(name), Text):
            tell_cut(value, cut)
    for problem in cut.found:
        problems.warning(problem.line, problem.what, problem.cure)
    body = clean_markdown(matter.body, matter.body_line, problems, images)
    title, line = told.get("title", ""), matter.fields.lines.get("title", 1)
    heading, rest, above = headed(body)
    if not title and heading:
        title, line, body = heading, matter.body_line + above, rest
    named = _DATED_NAME.fullmatch(source.stem) or _DATED_NAME.fullmatch(source.parent.name)
    dates = [date for name in _DATES if month_in(date := told.get(name, ""))]
    addresses = [text for name in _ADDRESSES if _ADDRESS.fullmatch(text := told.get(name, ""))]
    date = next(iter(dates), named[1] if named else "")
    name = file_key(source)
    title = title or name.replace("-", " ").replace("_", " ").strip().capitalize()
    waiting = _waiting(told, source, title, problems)
    return Article(
        key=next(iter(addresses), name),
        line=line,
        title=title,
        text=body.strip(),
        date=date,
        labels=_labels(values, names),
        research=told.get("research", ""),
        citation=told.get("citation", ""),
        doi=told.get("doi", ""),
        fields={**_fields(matter, month_in(date), problems), **waiting},
        address=next((told[name] for name in _ADDRESSES if _is_address(told.get(name, ""))), ""),
        # Hugo's list of the posts in a folder.
        unpublished="list of posts" if source.stem == "_index" else "",
    )


def _translation(
    matter: Matter, source: Path, original: Path, language: str, problems: Problems
) -> Imported:
    """The translation of a post in another file; one that is not public there is left out."""
    told = {name: _line(value) for name, value in matter.fields.values.items()}
    if why := why_unpublished(told, datetime.now(UTC).date()):
        what = f"the translation is not public there ({why}), and was left out"
        problems.warning(1, what, "once it may be read, import again")
        return Imported((), tuple(problems.found))
    images = ImageFiles(source, f"{language}-")
    translation = read_translated(matter, language, problems, images)
    found = {original: translation}
    return Imported((), tuple(problems.found), images=images.found, translations=found)


def _is_address(text: str) -> bool:
    """Whether a text is an address, not a pattern such as ``/:year/:title/``."""
    return bool(text) and ":" not in (text.partition("://")[2] or text)


def _waiting(told: dict[str, str], source: Path, title: str, problems: Problems) -> dict[str, Any]:
    """The fields of a post that is not live yet; why it is not is reported."""
    today = datetime.now(UTC).date()
    why = why_unpublished(told, today)
    if not why and _DRAFTS.intersection(source.parent.parts):
        why = "draft"
    day = day_of_publication(told)
    waits = why == "scheduled" and day is not None and day > today
    said = day_in(told.get("publish", "")) is not None
    if why:
        kept = f"for its day, {day}" if waits else f"as a draft, which readers do not see; {_WHEN}"
        what = f'"{title}" is no public post there ({why})'
        problems.warning(1, what, f"it is kept {kept}")
    return {
        "draft": bool(why) and not waits,
        "publish": day.isoformat() if day and (waits or said) else None,
    }


def _labels(values: dict[str, Value], names: Collection[str]) -> tuple[str, ...]:
    """The categories and tags of a post, including those in a table.

    ``names`` are those that the digest knows, by which a line of several is taken apart.
    """
    groups = [values]
    if isinstance(own := values.get("taxonomies"), Fields):
        groups.append(own.values)
    return tuple(
        label.removeprefix("#")
        for group in groups
        for name in _LABELS
        for label in _list(group.get(name), names)
    )


def _fields(matter: Matter, month: str | None, problems: Problems) -> dict[str, Any]:
    """The fields in the front matter that a digest's posts have too, as far as readable.

    Other programs mean other things by some of the names: what does not fit is left out.
    """
    found = Problems(problems.file)
    # Fields that say whether a post is public are read separately.
    own = {name: value for name, value in matter.fields.values.items() if name not in _WAITING}
    values = FieldReader(replace(matter.fields, values=own), found)
    said = {**read_pins(values), **read_details(values, month)}
    for problem in found.found:
        problems.warning(problem.line, problem.what, problem.cure)
    return said


def _line(value: Value | None) -> str:
    return " ".join((value.value or "").split()) if isinstance(value, Text) else ""


def _list(value: Value | None, names: Collection[str]) -> list[str]:
    """The items of a list, or of a text split at commas or, as in Jekyll, blanks."""
    if isinstance(value, Items):
        return [line for line in map(_line, value.items) if line]
    text = _line(value)
    if folded(text) in names:
        return [text]
    if "," in text:
        return [part.strip() for part in text.split(",") if part.strip()]
    words = text.split()
    if any(folded(word.lstrip("#")) in names for word in words):
        return words
    return [text] if text else []
