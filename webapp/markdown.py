"""Posts are Markdown that people write; this is the one place where it becomes HTML."""

from __future__ import annotations

import re
from html import unescape

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

TAGS = frozenset(
    "a abbr blockquote br code em h3 h4 h5 h6 hr li ol p pre strong sub sup".split()
    + "table tbody td th thead tr ul".split()
)
_parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
_sentence = re.compile(r"(?<=[.!?…])[\"”’)\]]?\s+(?=[\"“‘(\[]?[A-Z0-9À-Þ])")
# A full stop after one of these does not end a sentence.
_abbreviated = re.compile(r"\b(?:al|vs|cf|e\.g|i\.e|Dr|Drs|Mr|Mrs|Ms|Prof|St|p|pp|no|[A-Z])\.$")


def render(text: str) -> Markup:
    """The HTML of a part of a post, safe to put in a page.

    HTML in the text is shown as text, pictures as their link, and headings begin at ``h3``,
    since the page's own are above.
    """
    tokens = _parser.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + 2)}"
    html = _parser.renderer.render(tokens, _parser.options, {})
    # What the sanitiser returns holds allowed tags only.
    return Markup(  # noqa: S704
        nh3.clean(
            html,
            tags=set(TAGS),
            attributes={"a": {"href", "title"}, "ol": {"start"}, "abbr": {"title"}},
            url_schemes={"http", "https", "mailto"},
            link_rel="noopener noreferrer",
        )
    )


def plain(text: str) -> str:
    """The words of a part of a post, without its Markdown, paragraphs joined by a space."""
    html = re.sub(r"</(?:p|li|h\d|td|th|blockquote)>|<br ?/?>", " ", _parser.render(text))
    return " ".join(unescape(nh3.clean(html, tags=set())).split())


def opening(text: str, characters: int = 260) -> str:
    """The first sentences of a part of a post, as many as fit, and never none.

    A first sentence that is too long is cut at a word, with an ellipsis.
    """
    words = plain(text)
    if len(words) <= characters:
        return words
    end = 0
    for match in _sentence.finditer(words):
        if match.start() > characters:
            break
        if not _abbreviated.search(words[: match.start()]):
            end = match.end()
    if end:
        return words[:end].rstrip()
    return words[: words.rfind(" ", 0, characters) if " " in words else characters] + " …"
