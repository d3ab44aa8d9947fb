"""Imports WordPress exports (WXR)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element

from corpus.digest import Digest
from corpus.importer import Imported
from corpus.importing.article import Article, posts_of_articles
from corpus.importing.text.html_to_markdown import to_markdown
from corpus.importing.text.image_files import ImageFiles
from corpus.importing.text.paragraphs import with_paragraphs
from corpus.importing.text.unpublished import why_unpublished
from corpus.problem import Problems
from corpus.text.markup import without_comments
from corpus.text.xmltree import line_of, read_xml, text_of

_CONTENT = re.compile(r"\{https?://purl\.org/rss/1\.0/modules/content/\}encoded")
_OWN = re.compile(r"\{https?://(?:www\.)?wordpress\.org/export/[\d.]*/?\}(.+)")
# Codes of WordPress in place of which a page shows an image or a player, with what they hold.
_SHOWN_CODE = re.compile(
    r"\[(caption|wp_caption|gallery|audio|video|embed|playlist)\b[^\]]{0,2000}\](?:[^\[]{0,5000}\[/\1\])?"
)
# Codes of other makers around a text that stays.
_CODE = re.compile(r"\[[a-z][\w-]*(?:\s+[\w-]+=(?:\"[^\"]*\"|'[^']*'|[^\s\]\"']+))+\s*/?\]")
_IMAGE = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
_CODE_END = re.compile(r"\[/([a-z][\w-]*)\]")
_SORTS = {"nav_menu_item": "menu item", "wp_block": "block", "wp_navigation": "menu"}


class WordPressImporter:
    """Imports a WordPress export (WXR); ``month`` is for posts without a date."""

    name = "wordpress"

    def __init__(self, month: str | None = None) -> None:
        self.month = month

    def read(self, data: bytes, source: Path, digest: Digest) -> Imported:
        """Read the published posts; pages, attachments and drafts are counted and left out."""
        problems = Problems(source)
        root = read_xml(data, problems)
        if root is None:
            return Imported((), tuple(problems.found))
        images = ImageFiles(source)
        articles = (_article(item, problems, images) for item in root.iter("item"))
        imported = posts_of_articles(articles, self.month, digest, problems)
        where = text_of(root.find("channel/link"))
        return replace(imported, source=where, images=images.found)


def _article(item: Element, problems: Problems, images: ImageFiles) -> Article:
    own = _own(item)
    unpublished = _unpublished(own)
    line = line_of(item)
    html = "" if unpublished else _content(item)
    return Article(
        key=own.get("post_id") or text_of(item.find("guid")),
        line=line,
        title=text_of(item.find("title")),
        text=to_markdown(html, line, problems, images),
        date=own.get("post_date", "").replace("0000-00-00 00:00:00", "").partition(" ")[0],
        labels=tuple(text_of(label) for label in item.findall("category")),
        unpublished=unpublished,
        address=text_of(item.find("link")),
    )


def _unpublished(own: Mapping[str, str]) -> str:
    """Why an item is not a public post; empty for one that is."""
    sort = own.get("post_type", "post")
    if sort != "post":
        return _SORTS.get(sort, sort)
    status = own.get("status", "")
    why = why_unpublished(own)
    if not why and status not in ("", "publish"):
        why = status
    return f"post ({why})" if why else ""


def _content(item: Element) -> str:
    """The HTML of an item, with paragraphs as WordPress makes them on a page."""
    text = next((child.text or "" for child in item if _CONTENT.fullmatch(str(child.tag))), "")
    text = _CODE.sub("", _SHOWN_CODE.sub(_images_of_code, without_comments(text)))
    for name in set(_CODE_END.findall(text)):
        text = text.replace(f"[{name}]", "").replace(f"[/{name}]", "")
    return with_paragraphs(text)


def _images_of_code(found: re.Match[str]) -> str:
    """The images in a WordPress shortcode, without captions."""
    return "".join(_IMAGE.findall(found[0]))


def _own(item: Element) -> dict[str, str]:
    """The fields that WordPress adds to RSS, by name, in any version of the format."""
    return {found[1]: text_of(child) for child in item if (found := _OWN.fullmatch(str(child.tag)))}
