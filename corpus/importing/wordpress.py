"""A WordPress export (WXR) imported as posts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element

from corpus.digest import Digest
from corpus.importer import Imported
from corpus.importing.article import Article, posts_of_articles
from corpus.importing.html_to_markdown import to_markdown
from corpus.problem import Problems
from corpus.text.xmltree import read_xml, text_of

_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_OWN = re.compile(r"\{http://wordpress\.org/export/[\d.]+/\}(.+)")
# Codes of WordPress, for which a page shows an image or a player.
_SHORTCODE = re.compile(r"\[/?(?:caption|gallery|audio|video|embed|playlist|wp_caption)\b[^\]]*\]")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


class WordPressImporter:
    """Imports a WordPress export (WXR); ``month`` is for posts without a date."""

    name = "wordpress"

    def __init__(self, month: str | None = None) -> None:
        self.month = month

    def read(self, data: bytes, source: Path, digest: Digest) -> Imported:
        """Read the published posts; pages, attachments and drafts are counted and left out."""
        problems = Problems(source)
        root = read_xml(data, problems)
        items = list(root.iter("item")) if root is not None else []
        left_out = Counter(_sort(item) for item in items)
        published = left_out.pop("published post", 0)
        if left_out and published:
            counts = [f"{count} × {sort}" for sort, count in left_out.items()]
            problems.warning(1, f"left out: {', '.join(counts)}", "nothing need be done")
        articles = _articles(items, problems)
        imported = posts_of_articles(articles, self.month, digest, problems)
        return replace(imported, source=_site(root))


def _site(root: Element | None) -> str:
    """The address of the site that an export is of."""
    return text_of(root.find("channel/link")) if root is not None else ""


def _articles(items: list[Element], problems: Problems) -> Iterator[Article]:
    for item in items:
        if _sort(item) != "published post":
            continue
        own = _own(item)
        html = _COMMENT.sub("", _SHORTCODE.sub("", item.findtext(_CONTENT) or ""))
        labels = item.findall("category")
        yield Article(
            key=own.get("post_id") or text_of(item.find("guid")),
            line=1,
            title=text_of(item.find("title")),
            text=to_markdown(html, 1, problems),
            date=own.get("post_date", "").replace("0000-00-00 00:00:00", "").partition(" ")[0],
            labels=tuple(text_of(label) for label in labels),
        )


def _sort(item: Element) -> str:
    """What an item is: of the published posts, or of which other sort."""
    own = _own(item)
    sort, status = own.get("post_type", "post"), own.get("status", "publish")
    if sort != "post":
        return sort
    return "published post" if status == "publish" else f"post ({status})"


def _own(item: Element) -> dict[str, str]:
    """The fields that WordPress adds to RSS, by name, whatever the version of the format."""
    return {found[1]: text_of(child) for child in item if (found := _OWN.fullmatch(str(child.tag)))}
