"""Compares names without letter case and marks, and finds the nearest of several."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

# Below this likeness (of 100) a guess misleads more than it helps.
LIKENESS = 70.0

# In a name of so many letters one wrong, missing or swapped letter is a slip.
_LETTERS = 3

# Two names are not alike for having one of these in common.
_JOINING = frozenset(
    (
        *("a", "an", "and", "at", "by", "de", "des", "du", "en", "et", "for", "in", "la", "le"),
        *("les", "of", "on", "or", "ou", "the", "to"),
    )
)

_MARKS = {ord(c): "-" for c in "‐‑‒–—−"} | {ord(c): "'" for c in "‘’ʼ"}


def folded(name: str) -> str:
    """The name without insignificant differences: case, spaces, kinds of dash."""
    return " ".join(unicodedata.normalize("NFKC", name).translate(_MARKS).casefold().split())


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The one of ``names`` most similar to ``name``; ``None`` if none is similar."""
    # Imported here because it takes longer than reading a whole digest without a fault.
    from rapidfuzz import fuzz, process
    from rapidfuzz.distance import OSA

    known, told = list(names), _telling(name)
    if len(told) < _LETTERS:
        return next((other for other in known if _telling(other) == told), None)
    # Of short names hardly half is alike that has one slip.
    slips = process.extract(
        told, known, scorer=OSA.distance, processor=_telling, score_cutoff=1, limit=None
    )
    if slips:
        # A letter too many or too few is likelier than another one in its place.
        return min(slips, key=lambda one: (one[1], len(_telling(one[0])) == len(told)))[0]
    best = process.extractOne(
        told, known, scorer=fuzz.WRatio, processor=_telling, score_cutoff=LIKENESS
    )
    return best[0] if best and _comparable(told, _telling(best[0])) else None


def _comparable(one: str, other: str) -> bool:
    """Whether two names share a word, or neither is more than twice as long as the other."""
    shorter, longer = sorted((len(one), len(other)))
    return longer <= 2 * shorter or not set(one.split()).isdisjoint(other.split())


def _telling(name: str) -> str:
    """The folded name without joining words, unless it is made of them."""
    words = folded(name).split()
    return " ".join([word for word in words if word not in _JOINING] or words)


def did_you_mean(name: str, names: Iterable[str], otherwise: str) -> str:
    """A cure that suggests the nearest of ``names``, else ``otherwise``."""
    guess = nearest(name, names)
    return f'did you mean "{guess}"?' if guess else otherwise
