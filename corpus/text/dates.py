"""Months read from the dates of other formats, and dates as a digest writes them."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from email.utils import parsedate

from corpus.slug import is_month

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_DIGEST = re.compile(r"(?:1[89]|2[01])\d\d(?:-\d\d(?:-\d\d)?)?", re.ASCII)
_ISO = re.compile(r"(\d{4})[-/](\d\d)(?:[-/]\d\d)?(?:$|[T ].*)")
_DAY = re.compile(r"(\d{4})[-/](\d\d)[-/](\d\d)(?:$|[T ].*)")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3,9})\.? (\d{4})")
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_WORDS = re.compile(r"(?:\d{1,2}(?:st|nd|rd|th)? )?([a-z]{3,9})\.?(?: \d{1,2},?|,)? (\d{4})")


def month_in(text: str) -> str | None:
    """The month (``YYYY-MM``) of a date, ``None`` when none is plain from it.

    Reads ``2024-05``, ``2024-05-17T08:00:00Z``, ``Fri, 17 May 2024 08:00:00 GMT``, ``May 2024``,
    ``17 May 2024`` and ``May 17, 2024``; never ``05/06/2024``, which is two dates.
    """
    text = " ".join(text.split())
    if found := _ISO.fullmatch(text):
        month = f"{found[1]}-{found[2]}"
    elif (words := _WORDS.fullmatch(text.lower())) and (number := _number(words[1])):
        month = f"{words[2]}-{number:02}"
    elif date := parsedate(text if re.search(r"\d:\d\d", text) else ""):
        month = f"{date[0]:04}-{date[1]:02}"
    else:
        return None
    return month if is_month(month) else None


def is_date(text: str, *, day: bool = False) -> bool:
    """Whether the text is a date as a digest writes it: ``2020-05-06`` of the calendar.

    ``2020-05`` and ``2020`` are dates as well, unless it is to be known to the ``day``.
    """
    if not _DIGEST.fullmatch(text) or (day and len(text) < len("2020-05-06")):
        return False
    try:
        date.fromisoformat(text + "-01-01"[len(text) - len("2020") :])
    except ValueError:
        return False
    return True


def day_in(text: str) -> date | None:
    """The day of a date, ``None`` when none is plain from it; reads what ``month_in`` reads."""
    text = " ".join(text.lower().split())
    year, month, day = 0, 0, 0
    if found := _DAY.fullmatch(text.upper()):
        year, month, day = (int(part) for part in found.groups())
    elif found := _DAY_FIRST.fullmatch(text):
        year, month, day = int(found[3]), _number(found[2]) or 0, int(found[1])
    elif found := _MONTH_FIRST.fullmatch(text):
        year, month, day = int(found[3]), _number(found[1]) or 0, int(found[2])
    elif told := parsedate(text if re.search(r"\d:\d\d", text) else ""):
        year, month, day = told[:3]
    with suppress(ValueError):
        return date(year, month, day)
    return None


def _number(name: str) -> int | None:
    """Which month of the year a name or the first letters of one stand for."""
    fitting = [at for at, month in enumerate(MONTHS, 1) if month.startswith(name)]
    return fitting[0] if len(fitting) == 1 else None
