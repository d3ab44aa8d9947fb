"""Finds the numbers in a text in its language's notation: 1,240.5 is 1 240,5 in French."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

# What may stand between groups of three figures wherever a comma is the sign for decimals.
_SPACES = " \u00a0\u2009\u202f"


def numerals(text: str, language: str) -> Iterator[Decimal]:
    """The numbers in a text in order, without signs.

    ``language`` is a BCP 47 code; one that Babel does not know is read as English.
    """
    for found in _number(language).finditer(text):
        whole = re.sub(r"\D", "", found["whole"] or "0")
        yield Decimal(f"{whole}.{found['part'] or found['alone'] or 0}").normalize()


@cache
def _number(language: str) -> re.Pattern[str]:
    """The pattern of a number."""
    # Imported here: it takes a while, and only translations ask for it.
    from babel import Locale, UnknownLocaleError

    try:
        symbols = Locale.parse(language, sep="-").number_symbols["latn"]
    except (UnknownLocaleError, ValueError, KeyError):
        symbols = {"decimal": ".", "group": ","}
    decimal, group = symbols["decimal"], symbols["group"]
    between = re.escape(group + (_SPACES if decimal == "," else ""))
    # A point is read as the sign for decimals too where it can be none between groups.
    sign = f"[{re.escape(decimal)}.]"
    return re.compile(
        rf"(?<!\w)(?:(?P<whole>[0-9]{{1,3}}(?:[{between}][0-9]{{3}})+(?![0-9])|[0-9]+)"
        rf"(?:{sign}(?P<part>[0-9]+))?"
        # ".25" without a nought.
        rf"|(?<![^\s(\[=<>≤≥~−–-]){sign}(?P<alone>[0-9]+))"
    )
