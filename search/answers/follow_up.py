"""Whether a post followed people for as long as a question asks: "does it last two years on?"."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from corpus.post import Post
from corpus.text.words import WORD
from search.said_years import tells_of_somebody

_FILE = Path(__file__).with_name("follow_up.toml")
# A post that names a time of this share of the one asked for says something of it.
_ENOUGH = 0.5
_MOST_POSTS = 128


class _Words(NamedTuple):
    """What the file holds, compiled."""

    lasting: frozenset[str]
    asked: tuple[re.Pattern[str], ...]
    long: re.Pattern[str]
    long_months: float
    said_long: re.Pattern[str]
    time: re.Pattern[str]
    units: tuple[tuple[re.Pattern[str], float], ...]
    numbers: dict[str, int]


def months_asked(question: str) -> float:
    """After how many months a question asks what is so; 0 if it does not ask that.

    It must ask what lasts, and tell of nobody: "after three years he still drinks" does not.
    """
    words = _words()
    text = question.lower()
    lasting = not words.lasting.isdisjoint(WORD.findall(text)) or words.long.search(text)
    if not lasting or tells_of_somebody(text):
        return 0.0
    times = (_months(found) for pattern in words.asked for found in pattern.finditer(text))
    return max(times, default=words.long_months if words.long.search(text) else 0.0)


def follows(post: Post, months: float) -> bool:
    """Whether a post names a time of about so many months, or a longer one."""
    if not months:
        return True
    longest, long = _followed(post.title, post.bottom_line or "", post.summary, post.implications)
    return longest >= months * _ENOUGH or (long and months <= _words().long_months)


@lru_cache(_MOST_POSTS)
def _followed(*texts: str) -> tuple[float, bool]:
    """The longest time that texts name, in months, and whether they say that it was long."""
    words = _words()
    lower = [text.lower() for text in texts]
    return (
        max((_months(found) for text in lower for found in words.time.finditer(text)), default=0.0),
        any(words.said_long.search(text) for text in lower),
    )


def _months(found: re.Match[str]) -> float:
    """The months of a number and a unit."""
    words = _words()
    count = found["count"]
    number = words.numbers.get(count) or float(count.replace(",", "."))
    return number * next(months for unit, months in words.units if unit.fullmatch(found["unit"]))


@cache
def _words() -> _Words:
    told = tomllib.loads(_FILE.read_text("utf-8"))
    # The longer words first: "twenty-four" begins with "twenty".
    numbers = sorted(map(re.escape, told["numbers"]), key=len, reverse=True)
    count = rf"(?P<count>\d{{1,3}}(?:[.,]\d)?|{'|'.join(numbers)})"
    unit = rf"(?P<unit>{'|'.join(told['units'])})"

    def compiled(pattern: str) -> re.Pattern[str]:
        whole = pattern.replace("COUNT", count).replace("UNIT", unit)
        return re.compile(rf"(?<![\w.,'’-])(?:{whole})(?!\w)")

    return _Words(
        frozenset(told["lasting"].split()),
        tuple(map(compiled, told["asked"])),
        compiled("|".join(told["long"])),
        told["long_months"],
        compiled("|".join(told["said_long"])),
        compiled("COUNT[ -]UNIT"),
        tuple((re.compile(name), months) for name, months in told["units"].items()),
        told["numbers"],
    )
