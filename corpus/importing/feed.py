"""RSS and Atom feeds imported as posts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from corpus.digest import Digest
from corpus.importer import Imported
from corpus.importing.article import Article, posts_of_articles
from corpus.importing.html_to_markdown import to_markdown
from corpus.problem import Problem, Problems
from corpus.text.encoding import decoded
from corpus.text.plain_line import plain_line
from corpus.text.xmltree import read_xml

_CUT_SHORT = re.compile(
    r"(?:\[(?:…|\.\.\.)\]|…|\bread more\b\W*|\bcontinue reading\b.*)$", re.IGNORECASE
)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_ENCODING = re.compile(rb"\A\s*<\?xml[^>]*encoding=[\"']([A-Za-z0-9._-]{1,40})[\"']")


class FeedImporter:
    """Imports a saved feed, in RSS or Atom; ``month`` is for entries without a date."""

    name = "feed"

    def __init__(self, month: str | None = None) -> None:
        self.month = month

    def read(self, data: bytes, source: Path, digest: Digest) -> Imported:
        """Read the entries. Many feeds are not quite XML: such a one is read as far as it goes."""
        problems = Problems(source)
        text = decoded(data, problems, _declared(data))
        if text is None:
            return Imported((), tuple(problems.found))
        # Both readers below get the same text, in one encoding that neither has to guess.
        plain = _DECLARATION.sub("", text).encode("utf-8", "replace")
        strict = Problems(source)
        read_xml(plain, strict)
        for problem in strict.found:
            if not _is_mere_slip(problem):
                return Imported((), tuple(strict.found))
            problems.warning(problem.line, problem.what, "see that all its posts came through")
        articles = _articles(plain, problems)
        return posts_of_articles(articles, self.month, digest, problems)


def _declared(data: bytes) -> str | None:
    """The encoding that the XML declaration names."""
    named = _ENCODING.search(data[:200])
    return named[1].decode("ascii") if named else None


def _is_mere_slip(problem: Problem) -> bool:
    """Whether a fault is one that feeds often have, rather than an attack."""
    return problem.what.startswith("the file is not XML")


def _articles(data: bytes, problems: Problems) -> Iterator[Article]:
    # Imported here since it takes a while to load, and no other format needs it.
    import feedparser

    # As a file: a text could be taken for an address, and fetched.
    feed = feedparser.parse(
        BytesIO(data),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    for entry in feed.entries:
        title = plain_line(_html_text(entry, "title", problems))
        text = _text(entry, problems)
        if _CUT_SHORT.search(text[-80:]):
            problems.warning(
                1,
                f'of "{title}" the feed holds the beginning only',
                "import the post's own page instead: pprsearch import page",
            )
        yield Article(
            key=entry.get("id") or entry.get("link") or "",
            line=1,
            title=title,
            text=text,
            date=entry.get("published" if "published" in entry else "updated") or "",
            labels=tuple(tag.get("term") or "" for tag in entry.get("tags", ())),
        )


def _text(entry: Any, problems: Problems) -> str:
    contents = [part.get("value") or "" for part in entry.get("content", ())]
    html = max(contents, key=len, default="") or entry.get("summary") or ""
    return to_markdown(html, 1, problems)


def _html_text(entry: Any, name: str, problems: Problems) -> str:
    """A field that may be HTML or plain text, without markup."""
    text = str(entry.get(name) or "")
    detail = entry.get(f"{name}_detail") or {}
    return text if detail.get("type") == "text/plain" else to_markdown(text, 1, problems)
