"""Parses months and days in dates of other formats, and checks dates of a digest."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from datetime import date
from email.utils import parsedate
from functools import cache

from corpus.slug import is_month

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
# Names of months in French, German, Spanish, Italian, Portuguese and Dutch, without accents, and
# short forms that are not the beginning of a name.
_ELSEWHERE = """
janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
januar februar marz april mai juni juli august september oktober november dezember
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro
januari februari maart april mei juni juli augustus september oktober november december
jaenner feber maerz _ _ _ _ _ setiembre _ _ _
janner _ mrz _ _ _ _ _ _ _ _ _
_ _ mrt _ _ _ _ _ _ _ _ _
"""
_DIGEST = re.compile(r"(?:1[89]|2[01])\d\d(?:-\d\d(?:-\d\d)?)?", re.ASCII)
_ISO = re.compile(r"(\d{4})[-/](\d\d)(?:[-/](\d\d))?(?:$|[t ].*)", re.ASCII)
# With full stops the day always comes first.
_DOTTED = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})(?:$|[t ,].*)", re.ASCII)
# The time of the day behind a date.
_HOUR = re.compile(r",? (?:at |a |um |om |alle |as )?\d{1,2}[:h.]\d\d\b.*$", re.ASCII)
_ORDINAL = r"(?:st|nd|rd|th|er|o|a|e)?\.?"
_NAME = r"(?P<name>[a-z]{3,10})\.?"
_DAY = r"(?P<day>\d{1,2})"
_YEAR = r"(?P<year>\d{4})"
# What stands between the parts of a date in words: "17 de mayo de 2024", "17-May-2024".
_OF = r"(?:,? (?:(?:de|del|of|d') ?)?|[-/.])"
# The day of the week before them: "Friday, ", "segunda-feira, ".
_WEEKDAY = r"(?:[a-z]+(?:-feira)?[.,]{0,2} )?(?:the |den |el |le |il |op )?"
_WRITTEN = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        rf"{_WEEKDAY}{_DAY}{_ORDINAL}{_OF}{_NAME}{_OF}{_YEAR}",
        rf"{_WEEKDAY}{_NAME} {_DAY}{_ORDINAL},? {_YEAR}",
        rf"{_NAME}{_OF}{_YEAR}",
        rf"{_YEAR}[ ,]{{1,2}}{_NAME}(?: {_DAY})?",
    )
)


def month_in(text: str) -> str | None:
    """The month (``YYYY-MM``) of a date; ``None`` if it is not clear.

    Reads ``2024-05``, ``2024-05-17T08:00:00Z``, ``Fri, 17 May 2024 08:00:00 GMT``, ``May 2024``,
    ``17 May 2024``, ``May 17, 2024`` and the like in French, German, Spanish, Italian, Portuguese
    and Dutch, and ``17.05.2024``; never ``05/06/2024``, which is two dates.
    """
    year, month, _ = _read(text)
    told = f"{year:04}-{month:02}"
    return told if is_month(told) else None


def day_in(text: str) -> date | None:
    """The day of a date; ``None`` if it is not clear. Reads the same forms as ``month_in``."""
    with suppress(ValueError):
        return date(*_read(text))
    return None


def is_date(text: str, *, day: bool = False) -> bool:
    """Whether the text is a date in a digest's form and in the calendar: ``2020-05-06``.

    ``2020-05`` and ``2020`` are dates as well, unless it is to be known to the ``day``.
    """
    if not _DIGEST.fullmatch(text) or (day and len(text) < len("2020-05-06")):
        return False
    try:
        date.fromisoformat(text + "-01-01"[len(text) - len("2020") :])
    except ValueError:
        return False
    return True


def _month_named(name: str) -> int | None:
    """The number of a month, from its name or its first letters, in several languages."""
    found = {month for known, month in _names() if known.startswith(name)} if name else set()
    return found.pop() if len(found) == 1 else None


def _read(text: str) -> tuple[int, int, int]:
    """Year, month and day of a date; 0 for missing ones."""
    text = " ".join(text.split())
    plain = _plain(text)
    if found := _ISO.fullmatch(plain):
        return int(found[1]), int(found[2]), int(found[3] or 0)
    if found := _DOTTED.fullmatch(plain):
        return int(found[3]), int(found[2]), int(found[1])
    plain = _HOUR.sub("", plain)
    for pattern in _WRITTEN:
        if found := pattern.fullmatch(plain):
            told = found.groupdict()
            return int(told["year"]), _month_named(told["name"]) or 0, int(told.get("day") or 0)
    if parsed := parsedate(text if re.search(r"\d:\d\d", text) else ""):
        return parsed[0], parsed[1], parsed[2]
    return 0, 0, 0


def _plain(text: str) -> str:
    """The text in lower case, its letters without accents."""
    apart = unicodedata.normalize("NFKD", text.replace("’", "'").lower())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


@cache
def _names() -> frozenset[tuple[str, int]]:
    """Every name of a month, with its number."""
    lines = (MONTHS, *(line.split() for line in _ELSEWHERE.strip().split("\n")))
    return frozenset((name, at) for line in lines for at, name in enumerate(line, 1) if name != "_")
