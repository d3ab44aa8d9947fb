"""Finds where given words stand in a text that has them."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.text.words import WORD


def places_of(text: str, surfaces: Sequence[str]) -> list[tuple[int, int]]:
    """The [start, end) of given words in ``text``, which has them in that order.

    Only what stands around them is read, which is quicker than to read the whole text again.
    """
    found: list[tuple[int, int]] = []
    at = 0
    for surface in surfaces:
        start = text.find(surface, at)
        while start >= 0 and not _is_word(text, start, len(surface)):
            start = text.find(surface, start + 1)
        if start >= 0:
            at = start + len(surface)
            found.append((start, at))
    return found


def _is_word(text: str, start: int, length: int) -> bool:
    """Whether a word begins at ``start`` that is so long, not a part of one or more."""
    # No word contains a blank, so the text between two blanks is one or more words.
    if text[start - 1 : start] in " " and text[start + length : start + length + 1] in " ":
        return True
    for match in WORD.finditer(text, text.rfind(" ", 0, start) + 1):
        if match.start() >= start:
            return match.span() == (start, start + length)
    return False
