"""Reads a saved page, HTML or plain text, as lines of text.

The lines of a page saved as HTML equal those of the same page saved as text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from corpus.citations.identifiers import find_doi
from corpus.problem import Problems
from corpus.text.encoding import decoded
from corpus.text.typography import tidy

# A page with ten years of posts has two megabytes as text and perhaps five as HTML.
MAX_BYTES = 16 * 1024 * 1024

_MARKUP = re.compile(
    r"<(?:!doctype html|html|body|main|article|section|div|p|br|ul|ol|h[1-6])\b[^<>]*>",
    re.IGNORECASE,
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
# Elements that take no end tag, or for which pages often leave it out, don't count as nested.
_TAG = re.compile(
    r"<(?P<end>/?)(?!(?:area|base|br|col|dd|dt|hr|img|input|li|link|meta|option|p|source|t[dhr]|wbr)"
    r"[\s/>])[a-z]",
    re.IGNORECASE,
)
_LINE_END = re.compile(r"\r\n|\r|\n")
_BULLET = re.compile(r"^[•·▪◦‣*–—-] (?=\S)")
_UNSEEN = frozenset(
    {
        *("aside", "button", "footer", "head", "iframe", "nav", "noscript", "script"),
        *("select", "style", "svg", "template", "textarea", "title"),
    }
)
_BLOCKS = frozenset(
    {
        *("address", "article", "blockquote", "body", "br", "dd", "details", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("header", "hr", "html"),
        *("li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "th"),
        *("thead", "tr", "ul"),
    }
)
_HEADING = re.compile(r"h([1-6])")
# The start of a text up to what its source may spell in another way, such as an entity.
_FINDABLE = re.compile(r"[A-Za-z0-9\s,.;:()-]{1,60}")
# HTML's rules make a parser's work grow with the square of the depth: no fair page is so deep.
_MAX_DEPTH = 5000
# How far ahead of the last text the source is searched for the next: markup is rarely longer.
_WINDOW = 50_000


@dataclass(frozen=True, slots=True)
class Line:
    """A line or paragraph of a page, tidied; ``number`` is its line in the file, from 1.

    ``level`` is 1 to 6 where the page marks the line as a heading, otherwise 0.
    """

    number: int
    text: str
    level: int = 0


def read_lines(data: bytes, problems: Problems) -> tuple[Line, ...]:
    """The lines of a page with a letter or digit; none, and an error, if it is not text."""
    text = page_text(data, problems, "save the listing alone, or import it in parts")
    if text is None:
        return ()
    if not _MARKUP.search(text):
        lines = _text_lines(text)
    elif (line := too_deep(text, _MAX_DEPTH)) is not None:
        problems.error(line, "the markup is nested too deeply", "save the page as text")
        return ()
    else:
        lines = _html_lines(text)
    return tuple(line for line in lines if re.search(r"[^\W_]", line.text))


def page_text(data: bytes, problems: Problems, cure: str) -> str | None:
    """The source of a page; none, and an error, if it is too large (with ``cure``) or no text."""
    if len(data) > MAX_BYTES:
        what = f"the page has {len(data):,} bytes, more than the {MAX_BYTES:,} allowed"
        problems.error(1, what, cure)
        return None
    return decoded(data, problems, _declared(data))


def _declared(data: bytes) -> str | None:
    """The charset named in the page's head."""
    named = _CHARSET.search(data[:4096])
    return named[1].decode("ascii", errors="replace") if named else None


def _text_lines(text: str) -> list[Line]:
    return [
        Line(number, _BULLET.sub("- ", tidy(line)))
        for number, line in enumerate(_LINE_END.split(text), start=1)
    ]


def too_deep(source: str, limit: int) -> int | None:
    """The first line where elements are nested deeper than ``limit``, if any."""
    depth = 0
    for tag in _TAG.finditer(source):
        depth = max(0, depth - 1) if tag["end"] else depth + 1
        if depth > limit:
            return source.count("\n", 0, tag.start()) + 1
    return None


def _html_lines(source: str) -> list[Line]:
    """The blocks of a page as lines, without hidden parts and navigation."""
    source = _LINE_END.sub("\n", source)
    body = LexborHTMLParser(source).body
    gatherer = _Gatherer(source)
    # A stack instead of recursion: a page may be nested deeper than Python can call.
    stack: list[tuple[LexborNode, bool]] = [(body, False)] if body else []
    while stack:
        node, done = stack.pop()
        if done:
            gatherer.leave(node)
            continue
        if node.tag in _UNSEEN:
            continue
        gatherer.enter(node)
        stack.append((node, True))
        children = []
        child = node.first_child
        while child is not None:
            children.append(child)
            child = child.next
        stack.extend((child, False) for child in reversed(children))
    gatherer.flush()
    return gatherer.lines


class _Gatherer:
    """Collects the text between block boundaries into lines."""

    def __init__(self, source: str) -> None:
        self.lines: list[Line] = []
        self._source = source
        self._position = 0
        self._number = 1
        self._start: int | None = None
        self._texts: list[str] = []
        self._levels: list[int] = []
        self._items: list[int] = []
        self._bullet = ""

    def enter(self, node: LexborNode) -> None:
        """Enter an element, or take a text."""
        tag = node.tag or ""
        if tag == "-text":
            self._take(node.text_content or "")
        if tag in _BLOCKS:
            self.flush()
        if heading := _HEADING.fullmatch(tag):
            self._levels.append(int(heading[1]))
        if tag == "ol":
            self._items.append(0)
        if tag == "ul":
            self._items.append(-1)
        if tag == "li":
            self._bullet = self._next_bullet()

    def leave(self, node: LexborNode) -> None:
        """Leave an element; a link's DOI is kept if its text does not show it."""
        tag = node.tag or ""
        if tag == "a":
            address = node.attributes.get("href") or ""
            doi = find_doi(address)
            if doi and not find_doi("".join(self._texts[-3:])):
                self._texts.append(f" https://doi.org/{doi}")
        if tag in _BLOCKS:
            self.flush()
        if _HEADING.fullmatch(tag):
            self._levels.pop()
        if tag in ("ol", "ul"):
            self._items.pop()

    def flush(self) -> None:
        """End the current line, if it has text."""
        text = tidy("".join(self._texts))
        if text:
            bulleted = self._bullet + text if self._bullet else _BULLET.sub("- ", text)
            level = self._levels[-1] if self._levels else 0
            self.lines.append(Line(self._start or self._number, bulleted, level))
            self._bullet = ""
        self._texts, self._start = [], None

    def _take(self, text: str) -> None:
        self._texts.append(text)
        findable = _FINDABLE.match(text)
        if not text.strip():
            return
        if findable:
            at = self._source.find(f">{findable[0]}", self._position, self._position + _WINDOW)
            if at >= 0:
                at += 1 + len(text) - len(text.lstrip())
                self._number += self._source.count("\n", self._position, at)
                self._position = at
        if self._start is None:
            self._start = self._number

    def _next_bullet(self) -> str:
        if not self._items or self._items[-1] < 0:
            return "- "
        self._items[-1] += 1
        return f"{self._items[-1]}. "
