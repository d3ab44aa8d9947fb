"""Phrases that speak of harm, by kinds: to oneself or others, abuse, a therapist's misconduct."""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.answers.phrases import Phrases, plain
from search.query.spelt import is_spelt_right

_FILE = Path(__file__).with_name("harm.toml")
# Fewer letters make no word that is told from others; in so many there may be two slips.
_SHORTEST = 3
_LONG = 7


class Harm(NamedTuple):
    """A kind of harm: phrases that speak of it, and phrases that only seem to."""

    name: str
    never: Phrases
    phrases: Phrases

    def named(self, text: str) -> bool:
        """Whether a plain text speaks of it."""
        return self.phrases.found_in(self.never.taken_out(text))


@cache
def kinds() -> tuple[Harm, ...]:
    """The kinds of harm; the later of two that a phrase belongs to is the more special."""
    data = tomllib.loads(_FILE.read_text("utf-8"))
    sets = data.pop("sets")
    del data["slips"]
    return tuple(
        Harm(name, Phrases(kind["never"], sets), Phrases(kind["phrases"], sets))
        for name, kind in data.items()
    )


def kinds_said(*texts: str) -> tuple[str, ...]:
    """The names of the kinds of harm that phrases in some texts speak of, as typed or righted."""
    asked = [plain(one) for text in texts for one in (text, righted(text)) if one]
    return tuple(kind.name for kind in kinds() if any(map(kind.named, asked)))


def righted(text: str) -> str:
    """A question with misspelt words of harm corrected; empty if there are none.

    Only few words are looked for, so that what an engine would correct otherwise is not missed.
    """
    words = plain(text).split()
    found = [_slip_of(word) or word for word in words]
    return " ".join(found) if found != words else ""


@lru_cache(maxsize=4096)
def _slip_of(word: str) -> str | None:
    """The word of harm that a misspelt word is one slip away from, if any."""
    if len(word) < _SHORTEST or not word.isalpha():
        return None
    most = 1 if len(word) < _LONG else 2
    meant = process.extractOne(word, _slips(), scorer=OSA.distance, score_cutoff=most)
    return meant[0] if meant and not is_spelt_right(word) else None


@cache
def _slips() -> list[str]:
    words: str = tomllib.loads(_FILE.read_text("utf-8"))["slips"]
    return words.split()
