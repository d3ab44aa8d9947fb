"""HTML turned into the Markdown that a post may hold."""

from __future__ import annotations

import re

import nh3
from markdownify import ATX, markdownify
from selectolax.lexbor import LexborHTMLParser

from corpus.importing.pages.page import too_deep
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
_BLOCK = re.compile(r"<(?:p|div|h[1-6]|ul|ol|blockquote|table|section)[\s>]", re.IGNORECASE)
_LINK = re.compile(r"\[([^\[\]]{0,999})\]\(([^)\s]{0,999})(?:\s[^)]{0,999})?\)")
# What stands for a study's address and says nothing of it.
_NO_TEXT = frozenset({"link", "doi", "article", "full text", "full article", "here", "source"})
_MARKDOWN_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")


def to_markdown(html: str, line: int, problems: Problems) -> str:
    """The text of some HTML as Markdown, with its headings, lists, links and emphasis.

    Scripts, forms, event handlers and addresses that run scripts are left out, as are images;
    each is told once as a warning on ``line``.
    """
    if too_deep(html, _MAX_DEPTH) is not None:
        problems.error(line, "the markup is nested too deeply", "save the post as text")
        return ""
    if not _BLOCK.search(html):
        # Text of an old editor, in which a blank line parts two paragraphs.
        html = "".join(f"<p>{part}</p>" for part in re.split(r"\n\s*\n", html) if part.strip())
    _tell(html, line, problems)
    clean = nh3.clean(
        html,
        tags=_KEPT,
        clean_content_tags=_DROPPED,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    return _tidied(markdownify(clean, heading_style=ATX, bullets="-", escape_underscores=False))


def without_images(markdown: str, line: int, problems: Problems) -> str:
    """The Markdown with each image replaced by its description."""
    bare, count = _MARKDOWN_IMAGE.subn(r"\1", markdown)
    _tell_images(count, line, problems)
    return bare


def plain_line(markdown: str) -> str:
    """A line of Markdown as a reader sees it; the address of a link that is a DOI's is kept."""
    text = _LINK.sub(_shown, markdown)
    text = re.sub(r"<((?:https?|mailto):[^<>\s]*)>", r"\1", text)
    text = re.sub(r"^\s{0,3}(?:#{1,6} |> ?)+", "", text)
    return re.sub(r"\\([\\*_#>\[\]-])|\*+", r"\1", text).strip()


def _shown(link: re.Match[str]) -> str:
    text, address = link[1], link[2]
    if "doi.org/" not in address or address in text:
        return text
    return address if text.strip(" .").lower() in _NO_TEXT else f"{text} {address}"


def _tell(html: str, line: int, problems: Problems) -> None:
    tree = LexborHTMLParser(html)
    active = bool(tree.css_first(_ACTIVE)) or any(
        name.startswith("on") or (value or "").strip().lower().startswith("javascript:")
        for node in tree.css("*")
        for name, value in node.attributes.items()
    )
    if active:
        problems.warning(
            line,
            "a script, form or frame was left out",
            "nothing need be done unless something of the text is missing",
        )
    _tell_images(len(tree.css(_IMAGES)), line, problems)


def _tell_images(count: int, line: int, problems: Problems) -> None:
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
