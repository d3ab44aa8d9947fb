"""Imports RSS and Atom feeds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

from corpus.digest import Digest
from corpus.importer import Imported
from corpus.importing.article import Article, posts_of_articles
from corpus.importing.text.html_to_markdown import to_markdown
from corpus.importing.text.unpublished import why_unpublished
from corpus.problem import Problem, Problems
from corpus.text.markup import shown
from corpus.text.xmltree import parsed, plain_xml

_CUT_SHORT = re.compile(
    r"(?:\[(?:…|\.\.\.)\]|…|\bread more\b\W*|\bcontinue reading\b.*)$", re.IGNORECASE
)
# Where an entry begins; what looks so in a text of CDATA or in a comment begins none.
_ENTRY = re.compile(
    r"<!\[CDATA\[.*?\]\]>|<!--.*?-->|<(?:[\w.-]+:)?(?P<entry>item|entry)(?=[\s/>])", re.DOTALL
)
# Blogger's exports are feeds in which a category tells posts from pages and comments.
_KIND = "blogger/2008/kind#"


class FeedImporter:
    """Imports a saved feed, in RSS or Atom; ``month`` is for entries without a date."""

    name = "feed"

    def __init__(self, month: str | None = None) -> None:
        self.month = month

    def read(self, data: bytes, source: Path, digest: Digest) -> Imported:
        """Read the entries; a feed that is not quite XML is read as far as possible."""
        problems = Problems(source)
        text = plain_xml(data, problems)
        if text is None:
            return Imported((), tuple(problems.found))
        strict = Problems(source)
        parsed(text, strict)
        for problem in strict.found:
            if not _is_mere_slip(problem):
                return Imported((), tuple(strict.found))
            problems.warning(problem.line, problem.what, "check that all its posts were imported")
        # Both readers get the same text, in one encoding that neither has to guess.
        feed = _parsed(text.encode(), problems)
        if feed is None:
            return Imported((), tuple(problems.found))
        articles = _articles(feed, _lines(text, len(feed.entries)), problems)
        imported = posts_of_articles(articles, self.month, digest, problems)
        return replace(imported, source=feed.feed.get("id") or feed.feed.get("link") or "")


def _is_mere_slip(problem: Problem) -> bool:
    """Whether a fault is a common slip of feeds, and no attack."""
    return problem.what.startswith("the file is not XML")


def _parsed(data: bytes, problems: Problems) -> Any:
    """A feed parsed by feedparser; ``None`` and an error if it can't be."""
    # Imported here since it takes a while to load, and no other format needs it.
    import feedparser

    try:
        # As a file: a text could be taken for an address, and fetched.
        return feedparser.parse(
            BytesIO(data),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:
        # On some damaged feeds it raises, and its own documentation does not say what.
        what = f"the feed is damaged ({type(error).__name__}: {error})"
        problems.error(1, what, "save it again, whole")
        return None


def _lines(text: str, entries: int) -> list[int]:
    """The lines on which entries begin, which feedparser does not report."""
    lines = [
        text.count("\n", 0, found.start()) + 1 for found in _ENTRY.finditer(text) if found["entry"]
    ]
    return lines if len(lines) == entries else [1] * entries


def _articles(feed: Any, lines: Sequence[int], problems: Problems) -> Iterator[Article]:
    for line, entry in zip(lines, feed.entries, strict=True):
        unpublished = _unpublished(entry)
        title = shown(_as_html(entry.get("title_detail") or {}))
        text = "" if unpublished else to_markdown(_content(entry), line, problems)
        if _CUT_SHORT.search(text[-80:]):
            problems.warning(
                line,
                f'the feed holds only the beginning of "{title}"',
                "import the post's own page instead: pprsearch import page",
            )
        yield Article(
            key=entry.get("id") or entry.get("link") or "",
            line=line,
            title=escape(title, quote=False),
            text=text,
            date=entry.get("published" if "published" in entry else "updated") or "",
            labels=tuple(label for tag in entry.get("tags", ()) if (label := _label(tag))),
            unpublished=unpublished,
            address=entry.get("link") or "",
        )


def _unpublished(entry: Any) -> str:
    """Why an entry is not a public post; empty for one that is."""
    kinds = [tag.get("term") or "" for tag in entry.get("tags", ())]
    kind = next((term.partition(_KIND)[2] for term in kinds if _KIND in term), "post")
    if kind != "post":
        return kind
    told = {"draft": entry.get("app_draft", ""), "published_at": entry.get("published", "")}
    why = why_unpublished(told)
    return f"post ({why})" if why else ""


def _content(entry: Any) -> str:
    """The longest text of an entry, in HTML."""
    parts = [*entry.get("content", ()), entry.get("summary_detail") or {}]
    return max(map(_as_html, parts[:-1]), key=len, default="") or _as_html(parts[-1])


def _as_html(part: Any) -> str:
    """A part of an entry as HTML, converted if it is plain text."""
    text = str(part.get("value") or "")
    return escape(text, quote=False) if part.get("type") == "text/plain" else text


def _label(tag: Any) -> str:
    """The label of a category for readers; without one, its name for programs."""
    label, term = tag.get("label") or "", tag.get("term") or ""
    return label or ("" if _KIND in term else term)
