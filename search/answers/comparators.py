"""The kinds of comparators of effects: a waiting list, usual care, a placebo, a treatment."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("comparators.toml")
# In brackets a share is told, or what is the same on both sides.
_SHARE = re.compile(r"\([^()]*\d[^()]*\)")
_ASIDE = re.compile(r"\(([^()]*)\)")
# A hyphen joins words, so that "non-directive" and "in-person" are no "non" and no "in".
_EDGES = r"(?<![\w-])(?:{})(?![\w-])"
_NO_WORD = re.compile(r"[^\w-]+")
# More of a name is not read: what it is held against stands at its beginning.
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class ComparatorKind:
    """A kind of comparator, as ``comparators.toml`` defines it."""

    kind: str
    told: str
    words: tuple[str, ...] = ()
    general: tuple[str, ...] = ()
    neutral: tuple[str, ...] = ()
    mixes: bool = False


@cache
def comparator_kinds() -> dict[str, ComparatorKind]:
    """Every kind by its name, in the order in which pages show them."""
    lists = ("words", "general", "neutral")
    made = (
        ComparatorKind(**{**entry, **{name: tuple(entry.get(name, ())) for name in lists}})
        for entry in _data()["kinds"]
    )
    return {kind.kind: kind for kind in made}


@lru_cache(maxsize=4096)
def comparator_kind(comparator: str | None) -> ComparatorKind:
    """The kind of a comparator as a post words it, by all its words; ``none`` without any.

    ``waiting list or usual care`` and ``control (active or inactive)`` are ``mixed``, ``usual care
    without feedback`` is ``usual care``, ``no feedback`` is ``without``, and what nothing is known
    of is ``other``. What stands in brackets counts where nothing else tells the kind.
    """
    kinds = comparator_kinds()
    if not comparator or not comparator.strip():
        return kinds["none"]
    text = _plain(_SHARE.sub(" ", comparator[:_LONGEST]))
    text = _joint("untold").sub(" ", text)
    inside = " , ".join(_ASIDE.findall(text))
    outside = _ASIDE.sub(" ", text)
    if _joint("combined").search(text) and _found(kinds["treatment"], "general", outside):
        return kinds["treatment"]
    head = _kinds(outside)
    if not any(told for _, told in head) and inside:
        head = _kinds(inside) or head
    return _one([kind for kind, _ in head]) or _neutral(text)


def in_its_study(comparator: str | None, beside: Iterable[str | None]) -> ComparatorKind:
    """The kind of a comparator among those of its own study, which may tell more of the same.

    A ``control`` beside ``control (active or inactive)`` or ``no feedback/control`` is that one,
    unless the study has several such.
    """
    kind = comparator_kind(comparator)
    if kind.kind != "control" or comparator is None:
        return kind
    name = _bare(comparator)
    fuller = {comparator_kind(other) for other in beside if other and name in _names(other)}
    told = fuller - {kind}
    return told.pop() if len(told) == 1 else kind


def _names(comparator: str) -> Iterator[str]:
    """What a comparator is called: without what is in brackets, and by each of its names."""
    yield _bare(comparator)
    yield from (_bare(part) for part in comparator.split("/"))


def _bare(comparator: str) -> str:
    return " ".join(_ASIDE.sub(" ", _plain(comparator)).split())


def _plain(text: str) -> str:
    """A text without accents, and with plain apostrophes; its capitals stay."""
    parts = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def _kinds(text: str) -> list[tuple[ComparatorKind, bool]]:
    """The kinds that the parts of a text name, and whether by a word that only they have."""
    parts = re.split(r"[/,;]", _joint("apart").sub(" , ", text))
    # What follows a comma may tell only where or for what.
    told = [p for n, p in enumerate(parts) if not n or not _joint("aside").match(p.strip())]
    found = map(_kind, told)
    return [kind for kind in found if kind is not None]


def _kind(part: str) -> tuple[ComparatorKind, bool] | None:
    """The kind that a part of a comparator names, if it names any."""
    part = _until("except", part)
    first = _specific(part)
    if first and (first[0].kind in ("before", "nothing") or _joint("no").search(part) is None):
        together = _joint("plus").search(part) is not None or "+" in part
        return (_main(first) if together else _specific(_until("aside", part))[0]), True
    head, lacking = _cut(part)
    if lacking is not None:
        return _lacking(head, lacking)
    weak = [kind for kind in comparator_kinds().values() if _found(kind, "general", part)]
    return (weak[0], False) if weak else None


def _main(joined: list[ComparatorKind]) -> ComparatorKind:
    """Of what is given together, what makes it a comparator: a placebo, else what does the most."""
    return next((kind for kind in joined if kind.kind == "placebo"), joined[-1])


def _lacking(head: str, lacking: str) -> tuple[ComparatorKind, bool]:
    """The kind of a part that something is not in: ``usual care without feedback``."""
    kinds = comparator_kinds()
    named = _specific(head)
    if named:
        return named[0], True
    if not _NO_WORD.sub("", _joint("any").sub(" ", head)):
        rest = _joint("any").sub(" ", lacking)
        left = _joint("anything").sub(" ", rest)
        if rest.strip() and not _NO_WORD.sub("", left):
            return kinds["nothing"], True
    if _joint("others").search(head) and _found(kinds["treatment"], "general", head):
        return kinds["treatment"], True
    return kinds["without"], True


def _cut(part: str) -> tuple[str, str | None]:
    """What stands before a negation, and what after it; ``None`` where there is none."""
    found = _joint("no").search(part)
    return (part, None) if found is None else (part[: found.start()], part[found.end() :])


def _until(joint: str, part: str) -> str:
    """What stands before a joint, unless that is nothing."""
    before = _joint(joint).split(part, maxsplit=1)[0]
    return before if _specific(before) or joint == "except" else part


def _specific(text: str) -> list[ComparatorKind]:
    """The kinds of which a text has words; a word that an earlier kind has read is gone."""
    found: list[ComparatorKind] = []
    for kind in comparator_kinds().values():
        if kind.words:
            text, count = _named(kind.kind, "words").subn(" ", text)
            if count:
                found.append(kind)
    return found


def _one(found: list[ComparatorKind]) -> ComparatorKind | None:
    """The one kind of a comparator with such parts; ``mixed`` where they mix."""
    if not found:
        return None
    mixed = {kind.kind for kind in found if kind.mixes}
    if len(mixed) > 1 and found[0].kind != "before":
        return comparator_kinds()["mixed"]
    return next((kind for kind in found if kind.mixes and found[0].kind != "before"), found[0])


def _neutral(text: str) -> ComparatorKind:
    """The kind of a comparator of which no part tells more: a control, or something else."""
    kinds = comparator_kinds()
    return next((kind for kind in kinds.values() if _found(kind, "neutral", text)), kinds["other"])


def _found(kind: ComparatorKind, words: str, text: str) -> bool:
    return bool(getattr(kind, words)) and _named(kind.kind, words).search(text) is not None


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))


@cache
def _joint(name: str) -> re.Pattern[str]:
    """A pattern that finds any of some words as whole words."""
    words = sorted(_data()["joined"][name], key=len, reverse=True)
    return re.compile(_EDGES.format("|".join(map(re.escape, words))), re.IGNORECASE)


@cache
def _named(kind: str, words: str) -> re.Pattern[str]:
    """A pattern that finds any word of a kind; those in capitals match as whole words only."""
    listed: tuple[str, ...] = getattr(comparator_kinds()[kind], words)
    parts = (
        rf"(?-i:\b{re.escape(word)}s?\b)"
        if word.isupper()
        else rf"\b{re.escape(word)}\w*".replace(r"\ \.\.\.\ ", r"(?: \w+){0,2} ")
        for word in sorted(listed, key=len, reverse=True)
    )
    return re.compile("|".join(parts), re.IGNORECASE)
