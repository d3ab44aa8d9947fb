"""A text on one line, its spaces made plain but for those that French sets its signs with."""

from __future__ import annotations

import re

_SPACES = re.compile(r"\s+")
_NO_BREAK = "\u00a0\u202f"
# No line may break before these, behind that one, or within a number ("1 240").
_BEFORE = ";:?!»%"
_BEHIND = "«"


def one_line(text: str) -> str:
    """The text without spaces around it, each run of others one space.

    A no-break space stays where one belongs: "Pourquoi\u202f?", "«\u202fmot\u202f»", "1\u202f240".
    """
    if not any(space in text for space in _NO_BREAK):
        return " ".join(text.split())
    return _SPACES.sub(_spaced, text.strip())


def _spaced(found: re.Match[str]) -> str:
    space, text = found[0], found.string
    before, after = text[found.start() - 1], text[found.end()]
    belongs = after in _BEFORE or before in _BEHIND or (before.isdigit() and after.isdigit())
    return space if belongs and len(space) == 1 and space in _NO_BREAK else " "
