"""The kinds of comparators of effects: a waiting list, usual care, a placebo, a treatment."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

_FILE = Path(__file__).with_name("comparators.toml")
# In brackets a share is told, or what is the same on both sides.
_SHARE = re.compile(r"\([^()]*\d[^()]*\)")


@dataclass(frozen=True, slots=True)
class ComparatorKind:
    """A kind of comparator, as ``comparators.toml`` defines it."""

    kind: str
    told: str
    words: tuple[str, ...] = ()
    mixes: bool = False


@cache
def comparator_kinds() -> dict[str, ComparatorKind]:
    """Every kind by its name, in the order in which pages show them."""
    entries = tomllib.loads(_FILE.read_text("utf-8"))["kinds"]
    made = (ComparatorKind(**{**entry, "words": tuple(entry["words"])}) for entry in entries)
    return {kind.kind: kind for kind in made}


@lru_cache(maxsize=4096)
def comparator_kind(comparator: str | None) -> ComparatorKind:
    """The kind of a comparator as a post words it; ``none`` where there is none.

    ``waiting list or usual care`` is ``mixed``; ``usual care, enhanced`` is ``usual care``, and
    what nothing is known of is ``other``.
    """
    kinds = comparator_kinds()
    if not comparator or not comparator.strip():
        return kinds["none"]
    left = _SHARE.sub(" ", comparator)
    found: list[ComparatorKind] = []
    for kind, named in _patterns():
        left, count = named.subn(" ", left)
        if count:
            found.append(kind)
    mixed = [kind for kind in found if kind.mixes]
    if len(mixed) > 1:
        return kinds["mixed"]
    return found[0] if found else kinds["other"]


@cache
def _patterns() -> list[tuple[ComparatorKind, re.Pattern[str]]]:
    return [(kind, _named(kind.words)) for kind in comparator_kinds().values() if kind.words]


def _named(words: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern that finds any of the words; those in capitals match as whole words only."""
    parts = (
        rf"(?-i:\b{re.escape(word)}s?\b)" if word.isupper() else rf"\b{re.escape(word)}\w*"
        for word in sorted(words, key=len, reverse=True)
    )
    return re.compile("|".join(parts), re.IGNORECASE)
