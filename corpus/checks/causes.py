"""Whether a sentence claims a cause, or to be surer than a study can be."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from corpus.checks.notes import either

_FILE = Path(__file__).with_name("causes.toml")
# Parts of a sentence each of which may be advice for itself.
_CLAUSE = re.compile(r"[,;:–—]\s")


class _Claims:
    """The patterns of ``causes.toml``."""

    def __init__(self) -> None:
        data = tomllib.loads(_FILE.read_text("utf-8"))
        verbs = "|".join(data["verbs"].split())
        told = rf"(?:{verbs})e?s"
        planned = rf"will (?:\w+ )?(?:{verbs})"
        self.causes = {"en": either(told, planned, *data["causes"]), "fr": either(*data["french"])}
        # In a title, the words before a verb show whether it is plural or an infinitive.
        self.plural = re.compile(rf"(?<=s )(?:{verbs})(?= \w)", re.IGNORECASE)
        self.certain = either(*data["certain"])
        self.open = either(*data["open"])
        self.advice = either(*data["advice"])
        self.hedged = either(*data["hedged"])


@cache
def _claims() -> _Claims:
    return _Claims()


def cause_claimed(text: str, language: str, *, title: bool = False) -> str:
    """The words by which a sentence claims a cause; empty if it claims none, or leaves it open.

    Of other ``language`` than French it is read as English.
    """
    known = _claims()
    french = language.partition("-")[0] == "fr"
    causes = known.causes["fr" if french else "en"]
    if "?" in text or known.open.search(text) or known.hedged.search(text):
        return ""
    for clause in _CLAUSE.split(text):
        if known.advice.search(clause):
            continue
        found = causes.search(clause)
        if not found and title and not french:
            found = known.plural.search(clause)
        if found:
            return found[0]
    return ""


def certainty_claimed(text: str) -> str:
    """The words by which a sentence claims to be certain; empty if it does not."""
    known = _claims()
    found = None if "?" in text or known.open.search(text) else known.certain.search(text)
    return found[0] if found else ""
