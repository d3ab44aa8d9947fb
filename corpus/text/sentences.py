"""Splits a text into sentences.

NLTK's Punkt, trained on the demo digest, finds 99 % of the same ends (a test checks that), but
importing NLTK takes longer than adding a post may.
"""

from __future__ import annotations

import re

_END = re.compile(
    r"""(?<![.!?…])[.!?…]+(?:["'”’)\]]|\s?»)*\s+(?=(?:["'“‘(\[]|«\s?)*[A-Z0-9À-ÖØ-Þ])|\n+"""
)
_ABBREVIATION = re.compile(
    r"""(?:^|[\s(\["'“‘])
    (?: (?:[A-Z]\.)*[A-Z]                                 # initials: J. or U.S.
      | al | approx | cf | ch | chap | dr | e\.g | ed | eds | eq | esp | est | etc | fig | i\.e
      | jr | min | mr | mrs | ms | no | nos | p | ph\.d | pp | prof | ref | resp | sec | sr | st
      | vol | vols | vs | viz
    )\.$""",
    re.VERBOSE,
)
_ANYWHERE = re.compile(r"(?:\betc|\bal)\.$")
# As long as an abbreviation is with what stands before it.
_TAIL = 12
# "No. 3" is a number, "the answer is no. The" is not.
_NUMBER = re.compile(r"\bnos?\.$", re.IGNORECASE)


def sentences(text: str) -> list[tuple[int, int]]:
    """The [start, end) of every sentence of ``text``, in order, without blanks around it.

    A line break always ends a sentence. A full stop does before a capital or a figure, unless it
    belongs to an abbreviation or an initial.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        end = match.start() + len(match[0].rstrip())
        tail = text[max(start, end - _TAIL) : end]
        if "\n" not in match[0] and _abbreviated(tail, text[match.end()]):
            continue
        if text[start:end].strip():
            spans.append(_trim(text, start, end))
        start = match.end()
    if text[start:].strip():
        spans.append(_trim(text, start, len(text)))
    return spans


def _abbreviated(tail: str, following: str) -> bool:
    """Whether the full stop at the end of a sentence belongs to an abbreviation."""
    match = _ABBREVIATION.search(tail) or _ABBREVIATION.search(tail.lower())
    if not match:
        return False
    if _NUMBER.search(tail) and not following.isdigit():
        return False
    # "et al." and "etc." may well end a sentence before a capital that begins a new one; inside
    # a citation a year or a bracket follows.
    return not (_ANYWHERE.search(tail) and following.isupper())


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))
