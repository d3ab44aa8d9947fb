"""Compares short names of treatments and outcomes: do two name the same thing?"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

from corpus.text.words import WORD, WordStemmer

_FILE = Path(__file__).with_name("telling.toml")
_REMEMBERED = 8192
# Words that join others: "death by suicide" is a suicide death.
_JOINTS = frozenset(("a", "an", "and", "by", "in", "of", "the", "their"))
_ASIDE = re.compile(r"\([^()]*\)")
# An intervention added to another is not the same as that intervention alone.
_JOINED = re.compile(r"\b(?:with|without|plus|and|or|added|adding|combined|than)\b|[+/]")


@lru_cache(maxsize=_REMEMBERED)
def alike(one: str, other: str, within: bool = False) -> bool:
    """Whether two outcomes or interventions are the same, judging by their words.

    One that says less than the other is the same where nothing is joined in them, or ``within``.
    """
    first, second = telling(one), telling(other)
    if not first or not second:
        return same_words(one, other)
    if first == second or _short_for(one, other) or _short_for(other, one):
        return True
    joined = not within and (is_joined(one) or is_joined(other))
    return not joined and (first <= second or second <= first)


def same_words(one: str, other: str) -> bool:
    """Whether two texts have the same words, in any order and form."""
    return _stems(one) - _JOINTS == _stems(other) - _JOINTS


def is_joined(name: str) -> bool:
    """Whether several things are joined in a name: "CBT with usual care"."""
    return bool(_JOINED.search(name))


@lru_cache(maxsize=_REMEMBERED)
def telling(text: str) -> frozenset[str]:
    """The stems of the specific words of a name; empty if all its words are general."""
    return _stems(_ASIDE.sub(" ", text)) - _general()


def _short_for(short: str, long: str) -> bool:
    """Whether one is the initials of the other: ``CBT``, ``cognitive behavioural therapy``."""
    initials = "".join(word[0] for word in re.split(r"[\s-]+", _ASIDE.sub("", long)) if word)
    return len(initials) > 1 and short.strip().casefold() == initials.casefold()


@cache
def _general() -> frozenset[str]:
    words = tomllib.loads(_FILE.read_text("utf-8"))["general"]
    return frozenset(_stemmer().stem(word) for word in words)


@lru_cache(maxsize=_REMEMBERED)
def _stems(text: str) -> frozenset[str]:
    return frozenset(_stemmer().stem(word.lower()) for word in WORD.findall(text))


@cache
def _stemmer() -> WordStemmer:
    return WordStemmer()
