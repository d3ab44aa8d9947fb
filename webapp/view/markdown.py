"""Posts' Markdown as sanitised HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise, takewhile

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from corpus.text.sentences import sentences
from corpus.text.spaces import one_line
from search.text.plain import plain

TAGS = frozenset(
    re.findall(
        r"\w+",
        "a blockquote br code div em h3 h4 h5 h6 hr img li ol p pre strong table tbody td th thead"
        " tr ul",
    )
)
ATTRIBUTES = {
    "a": {"href", "title"},
    "ol": {"start"},
    "img": {"src", "alt", "loading"},
    "div": {"class", "tabindex", "role", "aria-label"},
}
# The number of cached parts of posts, about two kilobytes each.
_REMEMBERED = 1024
_parser = MarkdownIt("commonmark", {"html": False}).enable("table")
# A file in the folder of a post's name; see ``corpus.folder.images``.
_BESIDE = re.compile(r"[^\s./?#:][^\s/?#:]*/[A-Za-z0-9][A-Za-z0-9._-]*")


@lru_cache(_REMEMBERED)
def render(text: str, images: str = "") -> Markup:
    """The sanitised HTML of a part of a post.

    HTML in the text is shown as text, and headings begin at ``h3``, since the page's own are above.
    Images beside the post are at the address ``images``, if there is one; of any other there is
    a link, since nothing is loaded from elsewhere.
    """
    tokens = _parser.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + 2)}"
        if token.children and any(child.type == "image" for child in token.children):
            token.children = [piece for child in token.children for piece in _shown(child, images)]
    tokens = list(_scrolling(tokens))
    html = _parser.renderer.render(tokens, _parser.options, {})
    # What the sanitiser returns holds allowed tags only.
    return Markup(  # noqa: S704
        nh3.clean(
            html,
            tags=set(TAGS),
            attributes={name: set(held) for name, held in ATTRIBUTES.items()},
            url_schemes={"http", "https", "mailto"},
            link_rel="noopener noreferrer",
        )
    )


def _scrolling(tokens: list[Token]) -> Iterator[Token]:
    """The same with each table in a region of its own, named by its columns.

    A table may be wider than a phone: then the region scrolls, by keyboard too, and not the page.
    """
    for place, token in enumerate(tokens):
        if token.type == "table_open":
            columns = [
                plain(after.content)
                for before, after in pairwise(takewhile(_in_head, tokens[place + 1 :]))
                if before.type == "th_open" and after.content.strip()
            ]
            attributes: dict[str, str | int | float] = {"class": "scroll", "tabindex": 0}
            if columns:
                attributes |= {"role": "region", "aria-label": ", ".join(columns)}
            yield Token("div_open", "div", 1, attrs=attributes, block=True)
        yield token
        if token.type == "table_close":
            yield Token("div_close", "div", -1, block=True)


def _in_head(token: Token) -> bool:
    return token.type != "thead_close"


def _shown(token: Token, images: str) -> list[Token]:
    """A token with an image's address filled in, or replaced by a link."""
    if token.type != "image":
        return [token]
    target = str(token.attrs.get("src", ""))
    if images and _BESIDE.fullmatch(target):
        token.attrs = {"src": f"{images}/{target}", "alt": "", "loading": "lazy"}
        return [token]
    inner = token.children or []
    opened = Token("link_open", "a", 1, attrs={"href": target})
    # An image that is not beside the post is not shown, but may be linked.
    elsewhere = target.startswith(("https://", "http://"))
    return [opened, *inner, Token("link_close", "a", -1)] if elsewhere else inner


def opening(text: str, characters: int = 260) -> str:
    """The first sentences of a part of a post that fit; at least one.

    A first sentence that is too long is cut at a word, with an ellipsis.
    """
    words = one_line(plain(text))
    if len(words) <= characters:
        return words
    ends = [end for _, end in sentences(words) if end <= characters]
    if ends:
        return words[: ends[-1]]
    cut = words.rfind(" ", 0, characters + 1)
    return words[: cut if cut > 0 else characters] + " …"
