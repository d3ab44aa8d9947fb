"""Removes HTML's entities and markup from lines of text."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from html.entities import html5

# Elements that a title, a label or a reference may hold, and those of JATS and MathML.
_INLINE = re.compile(
    r"</?(?:(?:jats|mml|xhtml):[a-z][\w-]*|a|abbr|b|big|bdi|bold|cite|code|del|dfn|em|font|i|img|ins"
    r"|inf|italic|kbd|mark|math|nobr|q|s|samp|sc|scp|small|span|strike|strong|su[bp]|tt|u|underline"
    r"|var|wbr)(?:\s[^<>]{0,300})?/?>",
    re.IGNORECASE,
)
_BLOCK = re.compile(
    r"</?(?:(?:jats:)?(?:p|sec|title)|br|div|h[1-6]|li|ul|ol|section|article|blockquote)"
    r"(?:\s[^<>]{0,300})?/?>",
    re.IGNORECASE,
)
_AROUND_BLOCK = re.compile(rf"(?<!\s)\s*(?:{_BLOCK.pattern})\s*", re.IGNORECASE)
_COMMENT = re.compile(r"<!--")
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
# Without its semicolon it is none: "R&D", "this &notion".
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")

# What was escaped more often than this was meant so.
_MOST_ESCAPED = 5


def shown(text: str) -> str:
    """The text on one line without markup, entities decoded.

    Entities of entities (``&amp;amp;``), as some programs write them, are decoded as well. What
    only looks like markup stays: ``p <.05``, ``R&D``.
    """
    if "<" in text or "&" in text:
        bare = _BLOCK.sub(" ", _INLINE.sub("", _CDATA.sub("", without_comments(text))))
        text = fully_decoded(bare)
    return " ".join(text.split())


def shown_paragraphs(text: str) -> str:
    """A reference's field without markup, its paragraphs separated by blank lines.

    Programs that keep references often write markup as entities: here that is markup as well.
    """
    if "<" not in text and "&" not in text:
        return text
    decoded = fully_decoded(text)
    parted = _INLINE.sub("", _AROUND_BLOCK.sub("\n\n", decoded))
    return re.sub(r"\n{3,}", "\n\n", parted).strip()


def entities_decoded(text: str) -> str:
    """The text with each entity replaced by its character."""
    return _ENTITY.sub(_character, text)


def _character(entity: re.Match[str]) -> str:
    """The character of an entity; unknown entities are kept."""
    if entity[0][1] == "#":
        return unescape(entity[0])
    return html5.get(entity[0][1:], entity[0])


def fully_decoded(text: str) -> str:
    """The text with entities decoded, even if escaped repeatedly: ``&amp;amp;amp;``."""
    for _ in range(_MOST_ESCAPED):
        decoded = entities_decoded(text)
        if decoded == text:
            break
        text = decoded
    return text


def without_comments(text: str) -> str:
    """The text without HTML's comments."""
    return cut(text, _COMMENT, lambda found: "-->")[0]


def cut(
    text: str,
    opening: re.Pattern[str],
    closing: Callable[[re.Match[str]], str],
    instead: Callable[[str], str] = lambda whole: "",
) -> tuple[str, int]:
    """The text with each stretch between two marks replaced, and the number of them.

    It takes time in proportion to the text: a closing not found once is not looked for again.
    """
    lower = text.lower()
    made: list[str] = []
    missing: set[str] = set()
    at = count = 0
    while found := opening.search(text, at):
        close = closing(found)
        end = -1 if close in missing or len(lower) != len(text) else lower.find(close, found.end())
        made.append(text[at : found.start()])
        if end < 0:
            missing.add(close)
            made.append(found[0])
            at = found.end()
            continue
        at = end + len(close)
        made.append(instead(text[found.start() : at]))
        count += 1
    return "".join((*made, text[at:])), count
