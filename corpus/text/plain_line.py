"""A line of a post's Markdown as plain text."""

from __future__ import annotations

import re

# No part of it reaches beyond the next opening bracket, so that a text of them is read once.
_LINK = re.compile(r"\[([^\[\]]{0,999})\]\(([^)\[\s]{0,999})(?:\s[^)\[]{0,999})?\)")
_SIGNS = re.compile(r"\\([\\*_#>\[\]-])|[*_`]+")
# Link texts that stand for a study's address and say nothing else.
_NO_TEXT = frozenset({"link", "doi", "article", "full text", "full article", "here", "source"})


def plain_line(markdown: str) -> str:
    """A line of Markdown as plain text; the address of a DOI link is kept."""
    text = _LINK.sub(_shown, markdown)
    text = re.sub(r"<((?:https?|mailto):[^<>\s]*)>", r"\1", text)
    text = re.sub(r"^\s{0,3}(?:#{1,6} |> ?)+", "", text)
    return re.sub(r"\\([\\*_#>\[\]-])|\*+", r"\1", text).strip()


def _shown(link: re.Match[str]) -> str:
    text, address = link[1], link[2]
    if "doi.org/" not in address or address in text:
        return text
    return address if text.strip(" .").lower() in _NO_TEXT else f"{text} {address}"


def plain_text(markdown: str) -> str:
    """Some Markdown as plain text on one line."""
    return " ".join(" ".join(map(plain_line, markdown.split("\n"))).split())


def unmarked(markdown: str) -> str:
    """Some Markdown without emphasis and the addresses of links; brackets without one stay."""
    return _SIGNS.sub(r"\1", _LINK.sub(r"\1", markdown))
