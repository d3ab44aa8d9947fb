"""Converts HTML to the Markdown that a post may hold."""

from __future__ import annotations

import re

import nh3
from markdownify import ATX, markdownify
from selectolax.lexbor import LexborHTMLParser, LexborNode

from corpus.importing.pages.page import too_deep
from corpus.importing.text.furniture import drop_furniture
from corpus.importing.text.image_files import SCHEME, ImageFiles
from corpus.importing.text.paragraphs import with_paragraphs
from corpus.problem import Problems

_KEPT = {
    *("p", "br", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "hr"),
    *("a", "em", "i", "strong", "b", "sub", "sup", "code", "pre"),
    *("table", "thead", "tbody", "tr", "th", "td", "div", "section", "img"),
}
_DROPPED = {"script", "style", "iframe", "object", "embed", "template", "noscript", "svg", "form"}
_IMAGES = "img, video, audio, canvas, svg"
_ACTIVE = "script, iframe, object, embed, form"
# A converter calls itself once for each level.
_MAX_DEPTH = 100
_PARAGRAPH = re.compile(r"<(?:p|br)[\s/>]", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|mailto:)\S", re.IGNORECASE)


def to_markdown(html: str, line: int, problems: Problems, images: ImageFiles | None = None) -> str:
    """Some HTML as Markdown, with headings, lists, links and emphasis.

    Scripts, forms, event handlers and addresses that run scripts are left out, as are images but
    those among the files of ``images``, their captions and what is of the page around the text;
    what was of use is told once as a warning on ``line``. A link keeps its address if that leads
    somewhere from any page.
    """
    if too_deep(html, _MAX_DEPTH) is not None:
        problems.error(line, "the markup is nested too deeply", "save the post as text")
        return ""
    if not _PARAGRAPH.search(html):
        # Text of an old editor, in which a blank line parts two paragraphs.
        html = with_paragraphs(html)
    tree = LexborHTMLParser(html)
    _tell(tree, line, problems)
    every = len(tree.css(_IMAGES))
    shown = sum(_is_kept(image, images) for image in tree.css("img")) if images else 0
    tell_images(every - shown, line, problems)
    drop_furniture(tree)
    for image in tree.css("img"):
        if not (image.attributes.get("src") or "").startswith(f"{SCHEME}:"):
            image.decompose()
    for link in tree.css("a[href]"):
        if link.css_first("img") or not _ADDRESS.match((link.attributes.get("href") or "").strip()):
            link.unwrap()
    clean = nh3.clean(
        (tree.body.html or "") if tree.body is not None else "",
        tags=_KEPT,
        clean_content_tags=_DROPPED,
        attributes={"a": {"href"}, "img": {"src", "alt"}},
        url_schemes={"http", "https", "mailto", SCHEME},
        link_rel=None,
    )
    return _tidied(markdownify(clean, heading_style=ATX, bullets="-", escape_underscores=False))


def _tell(tree: LexborHTMLParser, line: int, problems: Problems) -> None:
    active = bool(tree.css_first(_ACTIVE)) or any(
        name.startswith("on") or (value or "").strip().lower().startswith("javascript:")
        for node in tree.css("*")
        for name, value in node.attributes.items()
    )
    if active:
        tell_active(line, problems)


def _is_kept(image: LexborNode, images: ImageFiles) -> bool:
    """Whether an image's file exists; if so its address is set, else removed."""
    told = image.attributes
    written = told.get("data-src") or told.get("data-lazy-src") or told.get("src") or ""
    address = images.address(written)
    image.attrs["src"] = address or ""
    image.attrs["alt"] = " ".join(re.sub(r"[\[\]<>]", " ", told.get("alt") or "").split())
    outer = image.parent
    while address and outer is not None and outer.tag in ("a", "figure", "p", "div", "span"):
        if "caption" in (outer.attributes.get("class") or ""):
            # What goes with its caption must not take the image along.
            outer.insert_before(image)
            image.decompose()
            break
        outer = outer.parent
    return address is not None


def tell_active(line: int, problems: Problems) -> None:
    """Warn that active content (scripts, forms, frames) was left out."""
    problems.warning(
        line,
        "a script, form or frame was left out",
        "nothing needs to be done unless text is missing",
    )


def tell_images(count: int, line: int, problems: Problems) -> None:
    """Warn that so many images were left out."""
    if count:
        problems.warning(
            line,
            f"{count} image{' was' if count == 1 else 's were'} left out",
            "say in words what the reader must know, or put the files where they are looked for",
        )


def _tidied(markdown: str) -> str:
    """The Markdown without trailing blanks, and with single blank lines."""
    lines = [line.rstrip() for line in markdown.replace("\xa0", " ").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
