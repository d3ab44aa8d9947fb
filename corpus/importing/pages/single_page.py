"""Imports a saved page of one post."""

from __future__ import annotations

import re
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from corpus.digest import Digest
from corpus.importer import Imported
from corpus.importing.article import Article, file_key, posts_of_articles
from corpus.importing.pages.listing_split import month_of
from corpus.importing.pages.page import page_text, too_deep
from corpus.importing.text.html_to_markdown import to_markdown
from corpus.problem import Problems

# Where a page keeps its post, the surest first.
_CONTENT = (
    *("[itemprop=articleBody]", ".entry-content", ".post-content", "article", "main"),
    *("[role=main]", "#content", "body"),
)
_AROUND = (
    "nav, aside, footer, form, button, script, style, noscript, template, #comments, .comments, "
    ".comment-respond, .post-navigation, .sharedaddy, .share, .related, [aria-hidden=true]"
)
_MAX_DEPTH = 2000
_NUMBER = re.compile(r"^\d+\.")
_SITE_NAME = re.compile(r"(?<!\s)\s+[|–—»]\s+\S.*$")


class PageImporter:
    """Imports a saved page of one post; ``month`` is for a page without one."""

    name = "page"

    def __init__(self, month: str | None = None) -> None:
        self.month = month

    def read(self, data: bytes, source: Path, digest: Digest) -> Imported:
        """Read the post on a page, without menus, comments and the like."""
        problems = Problems(source)
        text = page_text(data, problems, "save the page without its images")
        if text is None:
            return Imported((), tuple(problems.found))
        if (line := too_deep(text, _MAX_DEPTH)) is not None:
            problems.error(line, "the markup is nested too deeply", "save the page as text")
            return Imported((), tuple(problems.found))
        article = _article(text, source, problems)
        return posts_of_articles([article], self.month, digest, problems)


def _article(text: str, source: Path, problems: Problems) -> Article:
    tree = LexborHTMLParser(text)
    title = _text(tree.css_first("article h1, main h1, .entry-title")) or _meta(tree, "og:title")
    title = title or _text(tree.css_first("h1"))
    title = title or _SITE_NAME.sub("", _text(tree.css_first("title")))
    if not title and _text(tree.body):
        # Exports of newsletters keep the text of each post alone in a file of its name.
        title = _NUMBER.sub("", file_key(source)).replace("-", " ").strip().capitalize()
        what = f'the page has no title, and its file\'s name was taken for it: "{title}"'
        problems.warning(1, what, "correct it in the post's file")
    found = text.find(title.split("&")[0][:40]) if title else -1
    line = text.count("\n", 0, found) + 1 if found >= 0 else 1
    date = _date(tree)
    address = _attribute(tree.css_first("link[rel=canonical]"), "href") or _meta(tree, "og:url")
    labels = tuple(_text(node) for node in tree.css("a[rel~=category], a[rel~=tag]"))
    content = next((node for css in _CONTENT if (node := tree.css_first(css)) is not None), None)
    html = ""
    if content is not None:
        for node in content.css(_AROUND):
            node.decompose()
        html = content.html or ""
    return Article(
        key=address or file_key(source),
        line=line,
        title=title,
        text=to_markdown(html, line, problems),
        date=date,
        labels=labels,
        doi=_meta(tree, "citation_doi"),
        address=address,
    )


def _date(tree: LexborHTMLParser) -> str:
    """The date stated on the page, else its first month heading."""
    stated = _meta(tree, "article:published_time") or _attribute(
        tree.css_first("time[datetime]"), "datetime"
    )
    if stated:
        return stated
    lines = (_text(node) for node in tree.css("h1, h2, h3, h4, h5, h6, time, .date, p"))
    return next((month for line in lines if (month := month_of(line))), "")


def _meta(tree: LexborHTMLParser, name: str) -> str:
    node = tree.css_first(f'meta[property="{name}"], meta[name="{name}"]')
    return _attribute(node, "content")


def _attribute(node: LexborNode | None, name: str) -> str:
    return " ".join(((node.attributes.get(name) if node else None) or "").split())


def _text(node: LexborNode | None) -> str:
    return " ".join(node.text().split()) if node is not None else ""
