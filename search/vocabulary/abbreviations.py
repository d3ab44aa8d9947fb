"""Abbreviations defined in posts: "interpersonal therapy (IPT)"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from search.text.word_parts import fold

_BRACKETS = re.compile(r"\(([^()]{2,80})\)")
_SHORT = re.compile(r"[^\W_][\w&/.-]{1,9}")
_WORDS = re.compile(r"[^\W_]+(?:['’\-‐‑/&][^\W_]+)*")
# What goes on behind it ("PTSD; see above", "ISTDP, in brackets") is no part of an abbreviation.
_END = re.compile(r"[;,:]")


def abbreviations(sentence: str) -> Iterator[tuple[str, str]]:
    """The abbreviations that a sentence defines, each with its long form as written there.

    Reads "long form (LF)" and "LF (long form)" by the method of Schwartz and Hearst (2003): from
    its end, each letter of the short form must stand in the long one, in order, and the first
    letter must begin a word. A plural ("RCTs") counts as its singular.
    """
    for match in _BRACKETS.finditer(sentence):
        inside = _END.split(match[1])[0].strip()
        before = sentence[: match.start()].rstrip()
        short = _short(inside)
        if short:
            long = _long(short, _last_words(before, short))
        else:
            last = re.search(r"\S+$", before)
            short = _short(last[0]) if last else None
            long = _long(short, inside) if short else None
        if short and long:
            yield short, long


def _short(text: str) -> str | None:
    """The text as an abbreviation: one word with at least two capitals; else None."""
    if not _SHORT.fullmatch(text) or sum(c.isupper() for c in text) < 2:
        return None
    return text[:-1] if text.endswith("s") and text[:-1].isupper() else text


def _last_words(text: str, short: str) -> str:
    """As many of the last words as the long form may have, none before a comma."""
    words = list(_WORDS.finditer(text))
    most = min(len(short) + 5, 2 * len(short))
    kept = words[-most:]
    return text[kept[0].start() :] if kept else ""


def _long(short: str, text: str) -> str | None:
    """The end of ``text`` whose initials spell the short form; else None."""
    letters = [c for c in fold(short) if c.isalnum()]
    folded = "".join(fold(c)[:1] or " " for c in text)
    at = len(folded)
    for number in range(len(letters) - 1, -1, -1):
        at -= 1
        while at >= 0 and not (
            folded[at] == letters[number]
            and (number > 0 or at == 0 or not folded[at - 1].isalnum())
        ):
            at -= 1
        if at < 0:
            return None
    found = text[at:].strip(" ,;:-")
    words = _WORDS.findall(found)
    # A long form has more to it than the short one, and is not made of it.
    if len(found) <= len(short) or len(words) < 2 or short in words:
        return None
    return found if len(words) <= min(len(short) + 5, 2 * len(short)) else None
