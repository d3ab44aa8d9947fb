"""What a sentence of the practice implications tells that its post's summary does not carry."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from corpus.checks.notes import either

_FILE = Path(__file__).with_name("carried.toml")
_ONE_IN = re.compile(r"\b(?:1|one) in ([1-9]\d*)\b")
_NUMBER = re.compile(
    r"(?<!session )(?<![\w.,-])\d+(?:[.,]\d+)*(?:\s?%| per ?cent)?(?![\w-])"
    r"(?!\s(?:or \d+ )?(?:sessions?|minutes?|hours?|days?|weeks?|months?))"
)
# Years, list numbers, points of a scale and planned sessions are not findings.
_PLAIN = re.compile(r"(?:19|20)\d\d$|988$|[0-9]$|10$")
# Words that may tell what a finding is about; a summary has one where it has its beginning.
_TELLING = re.compile(r"[^\W\d_]{4,}")
_BEGINNING = 4
# What share of a finding's words must be new for it to be new, and how many of them are told.
_MOST = 0.65
_TOLD = 2
# What share of a length of time a study must have looked ahead: a year is told of eight months.
_REACHED = 0.6
# How far, in points of a hundred, a share in words may lie from one in figures.
_ABOUT = 3.5
_PER_CENT = re.compile(r"(?<!\d)(\d+(?:[.,]\d+)?)\s?(?:%|per ?cent)")


class _Subject(NamedTuple):
    """A subject of sentences: how implications ``named`` it, and how summaries ``told`` it."""

    named: re.Pattern[str]
    told: re.Pattern[str]


class _Share(NamedTuple):
    """A share in words ("half of"): the share of a hundred, or how many times as much."""

    named: re.Pattern[str]
    per_cent: float | None
    times: float | None


class _Times:
    """Lengths of time as sentences name them, in months."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._units: dict[str, float] = data["units"]
        self._numbers: dict[str, float] = data["numbers"]
        number, unit = "|".join(self._numbers), "|".join(self._units)
        time = rf"(?:\d+|{number}) (?:{unit})s?"
        self._time = either(rf"(\d+|{number})[ -]({unit})s?")
        self._named = either(*(named.replace("{time}", time) for named in data["named"]))
        self._vague = either(*data["vague"])
        self._told_vaguely = either(*data["told_vaguely"])

    def lengths(self, text: str) -> list[float]:
        """The lengths of time in a text."""
        return [
            self._units[unit.lower()] * (self._numbers.get(number.lower()) or float(number))
            for number, unit in self._time.findall(text)
        ]

    def missing(self, sentence: str, told: str) -> Iterator[str]:
        """The lengths after which a sentence saw something, that ``told`` did not reach."""
        longest = max(self.lengths(told), default=0)
        for found in self._named.finditer(sentence):
            if longest < _REACHED * max(self.lengths(found[0])):
                yield found[0]
        vague = self._vague.search(sentence)
        if vague and not self._told_vaguely.search(told):
            yield vague[0]


class _Words:
    """The patterns of ``carried.toml``."""

    def __init__(self) -> None:
        data = tomllib.loads(_FILE.read_text("utf-8"))
        self.small = frozenset(data["small"].split())
        self.found = either(*data["found"])
        self.happened = either(*data["found"], *data["happened"])
        self.open = either(*data["open"])
        self.reasoned = either(*data["reasoned"])
        self.subjects: dict[str, _Subject] = {}
        for name, named in data["named"].items():
            told = "|".join((named, *data["also_told"].get(name, ())))
            self.subjects[name] = _Subject(*(re.compile(p, re.IGNORECASE) for p in (named, told)))
        self.times = _Times(data["times"])
        self.shares = [
            _Share(either(one["named"]), one.get("per_cent"), one.get("times"))
            for one in data["shares"]
        ]


@cache
def _words() -> _Words:
    return _Words()


class Told:
    """What a post tells of its study, in its summary and its fields."""

    def __init__(self, text: str) -> None:
        self._text = text
        numbers = set(map(_bare, _NUMBER.findall(text)))
        # "1 in 25" is 4 %, and the other way round.
        numbers |= {str(n) for n in range(2, 101) if f"{100 / n:g}" in numbers}
        numbers |= {f"{100 / int(n):g}" for n in _ONE_IN.findall(text)}
        self._numbers = numbers
        self._figures = sorted(float(n) for n in numbers if re.fullmatch(r"\d+(?:\.\d+)?", n))
        self._shares = sorted(float(n.replace(",", ".")) for n in _PER_CENT.findall(text))

    def lacks(self, sentence: str) -> list[str]:
        """The figures, subjects, shares and times of a sentence on which this has nothing.

        Advice and what is left open claim nothing but their figures.
        """
        words = _words()
        missing = [
            number
            for number in _NUMBER.findall(sentence)
            if _bare(number) not in self._numbers and not _PLAIN.match(_bare(number))
        ]
        if "?" in sentence or words.open.search(sentence):
            return missing
        if not words.happened.search(sentence):
            return missing
        missing += [
            name
            for name, subject in words.subjects.items()
            if subject.named.search(sentence) and not subject.told.search(self._text)
        ]
        missing += self._shares_missing(sentence)
        missing += words.times.missing(sentence, self._text)
        if not missing and words.found.search(sentence):
            missing += self._unheard_of(sentence)
        return missing

    def _shares_missing(self, sentence: str) -> Iterator[str]:
        """The shares in words that are neither in this in words, nor in figures."""
        for share in _words().shares:
            found = share.named.search(sentence)
            if not found or share.named.search(self._text):
                continue
            if share.per_cent is not None and self._has_share(share.per_cent):
                continue
            if share.times is not None and self._has_times(share.times):
                continue
            yield found[0]

    def _has_share(self, per_cent: float) -> bool:
        # A share may be told by the others, or by how far two are apart.
        near = (per_cent - _ABOUT, per_cent + _ABOUT)
        told = _has_between(self._shares, *near) or _has_between(
            self._shares, 100 - near[1], 100 - near[0]
        )
        return told or any(
            _has_between(self._shares, share + near[0], share + near[1], at + 1)
            for at, share in enumerate(self._shares)
        )

    def _has_times(self, times: float) -> bool:
        """Whether one figure is about so many times another, or tells so itself."""
        least, most = 0.8 * times, 1.2 * times
        return _has_between(self._figures, least, most) or any(
            _has_between(self._figures, least * small, most * small, at + 1)
            for at, small in enumerate(self._figures)
            if small
        )

    def _unheard_of(self, sentence: str) -> list[str]:
        """The first words of a finding that this lacks, where it lacks most of them."""
        known = _words()
        words = [
            word
            for word in map(str.lower, _TELLING.findall(sentence))
            if not known.happened.fullmatch(word) and word not in known.small
        ]
        begun = self._text.lower()
        new = [word for word in dict.fromkeys(words) if word[:_BEGINNING] not in begun]
        if known.reasoned.search(sentence) or len(new) < _MOST * len(words):
            return []
        return new[:_TOLD]


def _has_between(figures: Sequence[float], least: float, most: float, start: int = 0) -> bool:
    """Whether ascending figures, from the one at ``start`` on, have one from least to most."""
    at = bisect_left(figures, least, start)
    return at < len(figures) and figures[at] <= most


def _bare(number: str) -> str:
    """A number without unit and thousands separators; ".30" becomes "0.3"."""
    bare = re.sub(r"\s?%| per ?cent", "", number)
    bare = re.sub(r",(?=\d{3}\b)", "", bare).replace(",", ".")
    if "." in bare:
        bare = bare.rstrip("0").rstrip(".")
    return bare.removeprefix("0") or "0"
