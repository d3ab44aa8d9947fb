"""The plain text of a post's Markdown."""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING

from corpus.text.spaces import one_line

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_MARKUP = re.compile(
    r"[*_`\[\]<>#|\\~&]|^ {4}|\t|^[^\S\n]*(?:[-+=]+|\d+[.)])(?:\s|$)", re.MULTILINE
)
_WITH_TEXT = ("inline", "code_block", "fence")
_OWN = threading.local()
_PARAGRAPH = re.compile(r"\n\s*\n")


def has_markup(markdown: str) -> bool:
    """Whether some Markdown may be more than paragraphs of plain text."""
    return _MARKUP.search(markdown) is not None


def plain(markdown: str) -> str:
    """The text of some Markdown: a paragraph or list item a line, no markup.

    Text without any character that could be markup takes a short way: parsing it would cost a
    millisecond a post and change nothing.
    """
    if not has_markup(markdown):
        return "\n".join(one_line(p) for p in _PARAGRAPH.split(markdown.strip()))
    lines = (_inline(t) for t in _parser().parse(markdown) if t.type in _WITH_TEXT)
    return "\n".join(line for line in lines if line)


def _parser() -> MarkdownIt:
    """This thread's own parser: one is not made for two threads at once."""
    if not hasattr(_OWN, "parser"):
        # Imported here: loading takes time, and a new post seldom has markup.
        from markdown_it import MarkdownIt

        _OWN.parser = MarkdownIt("commonmark", {"html": False})
    parser: MarkdownIt = _OWN.parser
    return parser


def _inline(token: Token) -> str:
    pieces = (_text(t) for t in token.children or [token])
    return one_line("".join(pieces))


def _text(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return " "
    if token.type == "image":
        return token.content
    return token.content if token.type in ("text", "code_inline", *_WITH_TEXT) else ""
