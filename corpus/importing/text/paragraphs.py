"""Adds paragraph tags to text that an old editor stored with blank lines.

WordPress does so when it shows a page (its function ``wpautop``); its export holds the text as
typed.
"""

from __future__ import annotations

import re

_BLOCKS = (
    "table|thead|tfoot|tbody|caption|colgroup|col|tr|td|th|div|dl|dd|dt|ul|ol|li|pre|form|blockquote"
    "|address|p|h[1-6]|hr|fieldset|section|article|aside|header|footer|nav|figure|figcaption"
    "|details|summary"
)
_EDGE = re.compile(rf"(</?(?:{_BLOCKS})(?:\s[^<>]*)?/?>)", re.IGNORECASE)
_KEPT = re.compile(r"(<(pre|script|style)\b.*?</\2\s*>)", re.IGNORECASE | re.DOTALL)
_NAME = re.compile(r"<(/?)([a-z]+[1-6]?)", re.IGNORECASE)
# Elements whose text is no run of paragraphs, blank lines or not.
_WHOLE = frozenset(
    {
        *("pre", "h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "td"),
        *("th", "ul", "ol", "li", "dl", "dt", "dd"),
    }
)
# Elements that often have no end tag: the next of their kind ends them.
_OPEN_ENDED = frozenset({"li", "td", "th", "tr", "dt", "dd"})


def with_paragraphs(html: str) -> str:
    """HTML in which each run of text between blank lines or blocks is a paragraph.

    Text inside a heading, a list or a table is left as it is.
    """
    html = html.replace("\r\n", "\n").replace("\r", "\n")
    parts = _KEPT.split(html)
    # Of each match the list holds the text before it, the match, and the name of its element.
    made = [
        part if at % 3 == 1 else _paragraphs(part) for at, part in enumerate(parts) if at % 3 < 2
    ]
    return "".join(made)


def _paragraphs(html: str) -> str:
    inside: list[str] = []
    made = []
    for at, part in enumerate(_EDGE.split(html)):
        if at % 2:
            made.append(part)
            _step(part, inside)
        elif inside:
            made.append(part)
        else:
            texts = (text.strip() for text in re.split(r"\n[ \t\xa0]*\n", part))
            made += [f"<p>{text}</p>" for text in texts if text]
    return "".join(made)


def _step(tag: str, inside: list[str]) -> None:
    """Track elements whose text is left unchanged."""
    found = _NAME.match(tag)
    if not found or (name := found[2].lower()) not in _WHOLE:
        return
    if found[1]:
        while name in inside and inside.pop() != name:
            pass
        return
    if name in _OPEN_ENDED and inside and inside[-1] == name:
        inside.pop()
    if not tag.endswith("/>"):
        inside.append(name)
