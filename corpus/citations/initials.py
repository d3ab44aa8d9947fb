"""Initials: recognised, and made from given names."""

from __future__ import annotations

import re

# A capital that may carry a small letter: "J.", "Th.", "Yu.".
INITIAL = r"[^\W\d_a-zß-öø-ÿ]"
_INITIALS = re.compile(rf"^(?:{INITIAL}(?:[a-z]?\.)? ?[-‐‑–]? ?){{1,5}}$")
_HALVES = re.compile(r"[-‐‑–]")
# As many capitals in a row as may be initials: "RPPP".
MOST_INITIALS = 4


def is_initials(piece: str) -> bool:
    """Whether a text is only initials: "J. A.", "J.-A.", "A-M.", "JA", "G.D"."""
    if not _INITIALS.match(piece) or not piece[:1].isupper():
        return False
    return "." in piece or all(part.isupper() for part in re.split(r"[\s-]+", piece) if part)


def abbreviated(name: str) -> str:
    """A given name as its initial; both halves of a hyphenated one: "J.-P."."""
    return "-".join(part for half in _HALVES.split(name) if (part := _initial(half)))


def _initial(name: str) -> str:
    letters = name.lstrip("'’.")
    if not letters or not letters[0].isalpha():
        # A name of friends in brackets or quotes: John "Jack".
        return ""
    if letters[0].upper() == letters[0].lower():
        # A script without capitals, as Chinese or Korean, has no initials.
        return letters
    if "." in letters.rstrip("."):
        return " ".join(filter(None, map(_initial, letters.split("."))))
    bare = letters.rstrip(".")
    if bare.isupper() and len(bare) <= MOST_INITIALS:
        return " ".join(f"{letter}." for letter in bare if letter.isalpha())
    return f"{letters[0].upper()}."
