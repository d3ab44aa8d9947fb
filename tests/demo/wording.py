"""Figures, number words, intervals and readability of texts, for the checker of the demo digest."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.text.readability import (
    plain,
    reading_ease,
    runs,
    syllables,
    word_count,
    words,
)

__all__ = [
    "figures",
    "intervals",
    "negatives",
    "number_words",
    "percentages",
    "plain",
    "reading_ease",
    "runs",
    "says",
    "syllables",
    "word_count",
    "words",
]

# A number in digits, with no letter or point before it ("I2" has none).
_NUMBER = r"(?<![\w.])(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)"
_PERCENT = r" ?(?:%|per ?cent\b)"
_FIGURE = re.compile(_NUMBER)
_PERCENTAGE = re.compile(
    rf"({_NUMBER}){_PERCENT}|({_NUMBER})(?= ?(?:-|to|and|or) ?{_NUMBER}{_PERCENT})"
)
_NEGATIVE = re.compile(rf"(?<![\w.)%])-\$?({_NUMBER})")
_INTERVAL = re.compile(
    rf"({_NUMBER})%?[^\d.]{{1,25}}\bci (?:from |of )?-?({_NUMBER})%? to -?({_NUMBER})"
)

UNITS = {
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
}
TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
# Other number words, and their equivalents in a source.
FRACTIONS = {
    "half": ("half", "halves", "50"),
    "halved": ("half", "halved", "50"),
    "third": ("third", "1/3", "33"),
    "thirds": ("thirds", "2/3", "67"),
    "quarter": ("quarter", "1/4", "25"),
    "quarters": ("quarters", "3/4", "75"),
    "tenth": ("tenth", "10"),
    "twice": ("twice", "double", "doubled", "2"),
    "double": ("twice", "double", "doubled", "2"),
    "doubled": ("twice", "double", "doubled", "2"),
    "twofold": ("twofold", "twice", "double", "2"),
    "triple": ("triple", "tripled", "3"),
    "threefold": ("threefold", "triple", "3"),
    "dozen": ("dozen", "12"),
    "dozens": ("dozens",),
    "hundred": ("hundred", "100"),
    "hundreds": ("hundreds",),
    "thousand": ("thousand", "1000"),
    "thousands": ("thousands",),
    "million": ("million",),
}
# "The third session" counts nothing in a source; "a third of clients" does.
_FRACTION = re.compile(
    r"\b(?:(?:a|one|two|three)[ -](third|thirds|quarter|quarters|tenth)"
    r"|(half|halved|twice|double|doubled|twofold|triple|threefold|dozens?|hundreds?|thousands?"
    r"|million))\b"
)
_NUMBER_WORD = re.compile(rf"\b(?:(?:({'|'.join(TENS)})(?:-([a-z]+))?)|({'|'.join(UNITS)}))\b")


def figures(text: str) -> set[str]:
    """The numbers written in digits, in one form: "6,000" is 6000, ".304" and "0.304" are 0.304.

    Zeros at the end stay, because a source's 0.30 is more exact than 0.3. Signs and percent signs
    are left out.
    """
    return {_normal(found) for found in _FIGURE.findall(plain(text))}


def _normal(figure: str) -> str:
    whole, point, part = figure.replace(",", "").partition(".")
    return (whole.lstrip("0") or "0") + point + part


def percentages(text: str) -> set[str]:
    """The figures followed by a percent sign or its words, and both ends of "6-7%"."""
    return {_normal(one or other) for one, other in _PERCENTAGE.findall(plain(text))}


def negatives(text: str) -> set[str]:
    """The figures of a text that have a minus sign: "-.20" and "−0.20" are 0.20 here."""
    return {_normal(found) for found in _NEGATIVE.findall(plain(text))}


def intervals(text: str) -> set[tuple[str, str, str]]:
    """Estimates with the ends of the interval that follows: (estimate, low, high), without signs.

    Read from "r = .31 (CI .28 to .34)" and "0.0, with a CI from -0.03 to 0.03".
    """
    return {
        (_normal(estimate), _normal(low), _normal(high))
        for estimate, low, high in _INTERVAL.findall(plain(text))
    }


def number_words(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The numbers written in letters, from three up, and words such as "half" and "twice".

    Each comes with its equivalents in a source: its figure, or a word of the same meaning.
    """
    lower = plain(text)
    for found in _NUMBER_WORD.finditer(lower):
        tens, unit, small = found.groups()
        ones = {"one": 1, "two": 2} | UNITS
        value = UNITS[small] if small else TENS[tens] + ones.get(unit or "", 0)
        yield found.group(), (str(value), found.group())
    for found in _FRACTION.finditer(lower):
        word = found.group(1) or found.group(2)
        yield found.group(), FRACTIONS[word]


def says(source: str, candidates: tuple[str, ...]) -> bool:
    """Whether the source has one of the candidates, as a word or a figure of its own."""
    return not figures(source).union(words(source)).isdisjoint(candidates) or any(
        candidate in source for candidate in candidates if "/" in candidate
    )
