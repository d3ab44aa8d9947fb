"""Years that a question says in words: "studies since 2020", "avant 2010"; see the file beside."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from corpus.text.words import WORD

# A question of at most this many words, none of them of somebody, is a row of keywords.
_KEYWORDS = 7
# Within so many characters behind a word for studies, years are theirs.
_NEAR = 30
_YEAR = r"(?:19|20)\d\d"
# Nearly all questions have none of these, and need no closer look.
_HINT = re.compile(rf"{_YEAR}|\b(?:last|past|recent|latest|derni|récent)", re.IGNORECASE)


class SaidYears(NamedTuple):
    """The years that a text says, both ends included, and where it says so."""

    first: int | None
    last: int | None
    start: int
    end: int


class _Words(NamedTuple):
    """What the file holds; the patterns of two years come first."""

    patterns: tuple[re.Pattern[str], ...]
    studies: re.Pattern[str]
    somebody: frozenset[str]
    counted: re.Pattern[str]
    numbers: dict[str, int]
    recent: int


def said_years(text: str, today: date) -> SaidYears | None:
    """The years of studies that a text says in words; ``None`` if it says none for certain.

    They must be those of studies, not of what somebody lived through, nor a number of people. Of
    several the first of a kind counts.
    """
    if not _HINT.search(text):
        return None
    words = _words()
    studies = [found.end() for found in words.studies.finditer(text)]
    alone = not tells_of_somebody(text)
    if not studies and not (alone and len(WORD.findall(text)) <= _KEYWORDS):
        return None
    for pattern in words.patterns:
        for found in pattern.finditer(text):
            # In a row of keywords, "in 2019" may be part of a name.
            sure = bool(studies) or not found.re.groupindex.keys() & {"within", "count"}
            near = any(0 < found.start() - end <= _NEAR for end in studies)
            if (near or (alone and sure)) and not words.counted.match(text, found.end()):
                return SaidYears(*_span(found, words, today.year), found.start(), found.end())
    return None


def tells_of_somebody(text: str) -> bool:
    """Whether a question tells of somebody's life, whose times are not those of studies."""
    return not _words().somebody.isdisjoint(word.lower() for word in WORD.findall(text))


def _span(found: re.Match[str], words: _Words, this_year: int) -> tuple[int | None, int | None]:
    """The first and the last year that a match of a pattern names."""
    match {name: text for name, text in found.groupdict().items() if text}:
        case {"first": first, "last": last}:
            return min(int(first), int(last)), max(int(first), int(last))
        case {"before": year}:
            return None, int(year) - 1
        case {"until": year}:
            return None, int(year)
        case {"after": year}:
            return int(year) + 1, None
        case {"since": year}:
            return int(year), None
        case {"within": year}:
            return int(year), int(year)
        case {"count": count}:
            return this_year - (words.numbers.get(count.lower()) or int(count)), None
        case _:
            return this_year - words.recent, None


@cache
def _words() -> _Words:
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    studies = f"(?:{'|'.join(data['studies'].split())})"
    count = rf"(?P<count>\d\d?|{'|'.join(data['numbers'])})"
    dash = r"\s?[-–—]\s?"
    rows = [
        rf"(?:{data['between']}) (?P<first>{_YEAR})(?: (?:{data['to']}) |{dash})(?P<last>{_YEAR})",
        rf"(?P<first>{_YEAR}){dash}(?P<last>{_YEAR})",
        *(
            rf"(?:{data[end]}) (?P<{end}>{_YEAR})(?: (?:{data['onwards']}))?"
            for end in ("before", "until", "after", "since", "within")
        ),
        *(text.replace("COUNT", count) for text in data["last"]),
        *(text.replace("STUDIES", studies) for text in data["recent"]),
    ]
    return _Words(
        tuple(re.compile(rf"(?<![\w'’-]){row}(?![\w-])", re.IGNORECASE) for row in rows),
        re.compile(rf"\b{studies}\b", re.IGNORECASE),
        frozenset(data["somebody"].split()),
        re.compile(rf" (?:{'|'.join(data['counted'].split())})\b", re.IGNORECASE),
        data["numbers"],
        data["recent_years"],
    )
