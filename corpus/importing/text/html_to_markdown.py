"""HTML turned into the Markdown that a post may hold."""

from __future__ import annotations

import re

import nh3
from markdownify import ATX, markdownify
from selectolax.lexbor import LexborHTMLParser

from corpus.importing.pages.page import too_deep
from corpus.importing.text.furniture import drop_furniture
from corpus.importing.text.paragraphs import with_paragraphs
from corpus.problem import Problems

_KEPT = {
    *("p", "br", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "hr"),
    *("a", "em", "i", "strong", "b", "sub", "sup", "code", "pre"),
    *("table", "thead", "tbody", "tr", "th", "td", "div", "section"),
}
_DROPPED = {"script", "style", "iframe", "object", "embed", "template", "noscript", "svg", "form"}
_IMAGES = "img, video, audio, canvas, svg"
_ACTIVE = "script, iframe, object, embed, form"
# A converter calls itself once for each level.
_MAX_DEPTH = 100
_PARAGRAPH = re.compile(r"<(?:p|br)[\s/>]", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|mailto:)\S", re.IGNORECASE)


def to_markdown(html: str, line: int, problems: Problems) -> str:
    """The text of some HTML as Markdown, with its headings, lists, links and emphasis.

    Scripts, forms, event handlers and addresses that run scripts are left out, as are images,
    their captions and what is of the page around the text; what was of use is told once as a
    warning on ``line``. A link keeps its address if that leads somewhere from any page.
    """
    if too_deep(html, _MAX_DEPTH) is not None:
        problems.error(line, "the markup is nested too deeply", "save the post as text")
        return ""
    if not _PARAGRAPH.search(html):
        # Text of an old editor, in which a blank line parts two paragraphs.
        html = with_paragraphs(html)
    tree = LexborHTMLParser(html)
    _tell(tree, line, problems)
    drop_furniture(tree)
    for link in tree.css("a[href]"):
        if not _ADDRESS.match((link.attributes.get("href") or "").strip()):
            link.unwrap()
    clean = nh3.clean(
        (tree.body.html or "") if tree.body is not None else "",
        tags=_KEPT,
        clean_content_tags=_DROPPED,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
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
    tell_images(len(tree.css(_IMAGES)), line, problems)


def tell_active(line: int, problems: Problems) -> None:
    """Warn that something was left out that could have run in a page."""
    problems.warning(
        line,
        "a script, form or frame was left out",
        "nothing need be done unless something of the text is missing",
    )


def tell_images(count: int, line: int, problems: Problems) -> None:
    """Warn that so many images were left out."""
    if count:
        problems.warning(
            line,
            f"{count} image{' was' if count == 1 else 's were'} left out",
            "a post holds text alone; say in words what the reader must know",
        )


def _tidied(markdown: str) -> str:
    """The Markdown without blanks at line ends and with one blank line between its parts."""
    lines = [line.rstrip() for line in markdown.replace("\xa0", " ").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
