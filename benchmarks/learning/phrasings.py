"""The phrasings that the judge of harm is trained on: written, composed, and with typing errors."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

_HERE = Path(__file__).with_name("said")
_JUDGED = Path(__file__).parents[2] / "tests" / "relevance"
# The kind of questions without harm, and all kinds; each has a file of lists.
ORDINARY = "ordinary"
KINDS = (ORDINARY, "harm", "abuse", "misconduct")
# The ends of the names of lists that one writer wrote for several kinds, who knew no other list.
ONE_HAND = tuple(
    f"by a {number} writer who knew no other list"
    for number in (
        *("first", "second", "third", "fourth", "fifth", "sixth"),
        *("seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth"),
        *("fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"),
        *("twentieth", "twenty-first", "twenty-second", "twenty-third"),
        *("twenty-fourth", "twenty-fifth", "twenty-sixth", "twenty-seventh"),
        *("twenty-eighth", "twenty-ninth", "thirtieth", "thirty-first", "thirty-second"),
        *("thirty-third", "thirty-fourth", "thirty-fifth", "thirty-sixth"),
        *("thirty-seventh", "thirty-eighth", "thirty-ninth", "fortieth", "forty-first"),
        *("forty-second", "forty-third", "forty-fourth", "forty-fifth", "forty-sixth"),
        *("forty-seventh", "forty-eighth", "forty-ninth", "fiftieth"),
    )
)
# The number of people that each statement is combined with, and of frames for each subject.
_PEOPLE = 3
_FRAMES = 6
# By chance one in this many made-up phrasings is added with a slip too, in a word of at least so
# many letters.
_SLIPS = 3
_LONG = 4


class Phrasing(NamedTuple):
    """A text as it is typed, its kind, and the list that it is from."""

    text: str
    kind: str
    source: str


def made_up() -> list[Phrasing]:
    """Every phrasing written for training, each text once, and some with a slip."""
    found = {one.text: one for one in (*_written(), *_composed())}
    for one in list(found.values()):
        if _chance(f"slip {one.text}").randrange(_SLIPS) == 0:
            slipped = one._replace(text=_slipped(one.text))
            found.setdefault(slipped.text, slipped)
    return list(found.values())


def once_unseen() -> list[Phrasing]:
    """The phrasings by which notes on help are tested, from sets that were unseen once."""
    sets = {name: _table(_JUDGED / f"{name}.toml") for name in ("care", "care_fresh")}
    sets |= _table(_JUDGED / "care_hurried.toml")
    for name in ("blind_third", "blind_fourth"):
        sets[name] = _table(_JUDGED / f"{name}.toml")["care"]
    return [
        Phrasing(text, kind, name)
        for name, lists in sets.items()
        for kind in KINDS
        for text in lists[kind]
    ]


def _written() -> Iterator[Phrasing]:
    for kind in KINDS:
        for name, texts in _table(_HERE / f"{kind}.toml").items():
            yield from (Phrasing(text, kind, f"{kind}, {name}") for text in texts)


def _composed() -> Iterator[Phrasing]:
    """Statements combined with people, and subjects put into questions about them."""
    parts = _table(_HERE / "composed.toml")
    who = parts.pop("who")
    frames = who.pop("about")
    for kind, told in parts.items():
        for group, people in who.items():
            for what in told.get(group, ()):
                for one in _chance(what).sample(people, _PEOPLE):
                    yield Phrasing(f"{one} {what}", kind, f"composed of {group}")
        for subject in told["about"]:
            yield Phrasing(subject, kind, "composed of subjects")
            for frame in _chance(subject).sample(frames, _FRAMES):
                yield Phrasing(frame.format(subject), kind, "composed of subjects")
        yield from (Phrasing(text, kind, "told of oneself") for text in told.get("alone", ()))


def _slipped(text: str) -> str:
    """The text as typed in a hurry: in lower case, with a slip in one word; the same each time."""
    chance = _chance(text)
    words = text.lower().replace("'", "").split()
    long = [n for n, word in enumerate(words) if len(word) >= _LONG]
    if long:
        number = chance.choice(long)
        word = words[number]
        at = chance.randrange(1, len(word) - 1)
        words[number] = chance.choice(
            (
                word[:at] + word[at + 1 :],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                word[:at] + word[at] + word[at:],
                word[:at] + chance.choice("aeioulrst") + word[at + 1 :],
            )
        )
    return " ".join(words)


def _chance(text: str) -> random.Random:
    """Random choices that depend only on a text, so that they are the same each time."""
    return random.Random(text)  # noqa: S311


def _table(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text("utf-8"))
