"""Other ways to word a term, and words that decide nothing although no post has them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from search.query.clinical_terms import ClinicalTerms, Term
from search.text.word_parts import fold

_SAID = tomllib.loads(Path(__file__).with_name("ordinary.toml").read_text("utf-8"))
_SPARE = {kind: re.compile(pattern) for kind, pattern in _SAID["spare"].items()}
_GENERIC = re.compile(rf"({'|'.join(_SAID['generic'])})s?$")
_ANYBODY, _KIN, _HELPING = (re.compile(_SAID[name]) for name in ("anybody", "kin", "helping"))
_ASIDE = re.compile(rf"\b({_SAID['aside']})\s*$")
_TIMES = frozenset(_SAID["times"].split())
_THINGS = frozenset(_SAID["things"].split())
_VERDICTS = frozenset(_SAID["verdicts"].split())


def said_otherwise(term: Term, terms: ClinicalTerms) -> tuple[str, ...]:
    """Every text that means the same as a term, the term itself first.

    Among them are those without what says nothing more ("panic disorder" is panic), and, where
    the name of a condition begins with an age, that of people of the age ("late-life depression").
    """
    names = terms.equals(term)
    spare = _SPARE.get(term.kind)
    if spare is None:
        return names
    shorter = filter(terms.kind, (spare.sub("", name) for name in names))
    aged = filter(None, (_of_an_age(name, terms) for name in names))
    return tuple(dict.fromkeys((*names, *shorter, *aged)))


def _of_an_age(name: str, terms: ClinicalTerms) -> str | None:
    age, _, condition = name.partition(" ")
    people = _SAID["ages"].get(age.lower())
    return f"{condition} {people}" if people and terms.kind(condition) else None


def is_generic(text: str) -> bool:
    """Whether a text ends in a word that means nothing alone: "syndrome" of "Down syndrome"."""
    return bool(_GENERIC.search(text.lower()))


def is_anybody(text: str) -> bool:
    """Whether a text describes people only by sex and age: "young women"."""
    return bool(_ANYBODY.fullmatch(fold(text)))


def is_kin(text: str) -> bool:
    """Whether a text names a family relation: "grandmother"."""
    return bool(_KIN.fullmatch(fold(text)))


def is_helping(text: str) -> bool:
    """Whether a text names an occupation of those who help or ask: "midwife"."""
    return bool(_HELPING.fullmatch(fold(text)))


def sets_aside(text: str) -> bool:
    """Whether a text ends in words that set aside what follows: "talking instead of"."""
    return bool(_ASIDE.search(fold(text)))


def is_thing(word: str) -> bool:
    """Whether a word names a thing of any home, office or street: "desk", "diaries"."""
    folded = fold(word)
    forms = folded, folded.removesuffix("s"), folded.removesuffix("es"), f"{folded[:-3]}y"
    return not _THINGS.isdisjoint(forms if folded.endswith("ies") else forms[:3])


def is_time(word: str) -> bool:
    """Whether a word names a time, which is never the subject of a question: "every night"."""
    folded = fold(word)
    return folded in _TIMES or folded.removesuffix("s") in _TIMES


def is_verdict(word: str) -> bool:
    """Whether a word only says how something is judged, or how much: "normal", "drawbacks"."""
    folded = fold(word)
    return folded in _VERDICTS or folded.removesuffix("s") in _VERDICTS
