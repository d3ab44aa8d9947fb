"""Signs by which a word of a question names somebody: what it is, and what stands around it.

The script ``webapp/static/guard.js`` reads a question in the same way, by the same lists.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from search.question import clean

# A French word that has lost its vowel ("d'Emma") is one of its own; figures and marks are too.
TOKENS = (
    r"(?:[Qq]u|[CcDdJjLlMmNnSsTt])'(?=[A-Za-z]{2})|[A-Za-z]+(?:[-'][A-Za-z]+)*"
    r"|[0-9]+|[!-/:-@\[-`{-~]"
)
# Letters that are not another one with an accent.
FOLDS = {
    **{"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ı": "i"},
    **{"ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "þ": "th", "Þ": "Th"},
}
# Of a longer word, as much as its neighbours see ("drinks" is "drinking"), and as much as tells
# that it is an ordinary one.
SEEN = 5
BEGINNING = 6

# What the lists tell of a word: it is a given name, or one that is another word as well, or one
# that is a family name too; a family name of an author; another word with a capital, as places
# have; an ordinary word; in no list.
_GIVEN, _BOTH, _FAMILY, _AUTHOR, _THING, _WORD, _OTHER = "gbhatwo"
_LISTS = {
    "names": _GIVEN,
    "also_words": _BOTH,
    "also_authors": _FAMILY,
    "authors": _AUTHOR,
    "things": _THING,
}
# Kinds of words that are no ordinary ones in small letters, and of those that may be names then.
_NAMES = _GIVEN + _FAMILY + _OTHER
_MAY_NAME = _BOTH + _NAMES

_TOKEN = re.compile(TOKENS)
_FOLDS = str.maketrans(FOLDS)
# A family name by its letters: "O'Brien", "McLeod".
_IRISH = re.compile("(?:O'|Mc)[A-Z]")
# So many words with a capital make a text with capitals, if all words so long have one.
_STYLED = 3
_LONG = 4


class Token(NamedTuple):
    """A word, number or mark of a question.

    ``kind`` has two letters for a word, by the lists and by its letters, and none for others;
    ``seen`` is what its neighbours see of it, ``own`` whether it has an "'s".
    """

    word: str
    kind: str
    seen: str
    own: bool = False


class Lists(NamedTuple):
    """Words in lower case: the kind of each, full names of authors, and titles of people.

    An ordinary word is known by its beginning, which has a "~" behind it.
    """

    kinds: Mapping[str, str]
    authors: frozenset[str]
    titles: frozenset[str]


@cache
def lists() -> Lists:
    """The lists in the file of this package."""
    data = tomllib.loads(Path(__file__).with_name("names.toml").read_text("utf-8"))
    kinds = {f"{word}~": _WORD for word in data["words"].split()}
    for name, kind in _LISTS.items():
        kinds.update(dict.fromkeys(data[name].split(), kind))
    authors = frozenset(" ".join(name.split()) for name in data["full_names"].split(";"))
    return Lists(kinds, authors, frozenset(data["titles"].split()))


def tokens(text: str, known: Lists) -> list[Token]:
    """The tokens of a text, without the full stop of a title."""
    folded = unicodedata.normalize("NFKD", clean(text)).translate(_FOLDS)
    plain = "".join(c for c in folded if not unicodedata.category(c).startswith("M"))
    typed = _TOKEN.findall(plain)
    style = _style([word for word in typed if word[0].isalpha()])
    read: list[Token] = []
    for word in typed:
        if not (word == "." and read and read[-1].seen[0] == "@"):
            read.append(_token(word, style, known))
    for at in range(len(read) - 1):
        if f"{read[at].word} {read[at + 1].word}" in known.authors:
            for of in (at, at + 1):
                kind = _AUTHOR + read[of].kind[1:]
                read[of] = read[of]._replace(kind=kind, seen=kind)
    return read


def _style(words: list[str]) -> str:
    """How a text is written: "U" in capitals, "T" with one in each long word, else "" ."""
    if sum(word[0].isupper() for word in words) < _STYLED:
        return ""
    if all(word.isupper() for word in words):
        return "U"
    return "T" if all(word[0].isupper() for word in words if len(word) >= _LONG) else ""


def _token(typed: str, style: str, known: Lists) -> Token:
    if typed.isdigit():
        return Token(typed, "", _number(typed))
    if not typed[0].isalpha():
        return Token(typed, "", typed)
    own = typed.endswith(("'s", "'S"))
    base = typed[:-2] if own else typed
    word = base.replace("'", "").lower()
    shape = _shape(base)
    if word in known.titles:
        return Token(word, _WORD + shape, "@x" if shape == "x" else "@X")
    kinds = known.kinds
    parts = word.split("-")
    kind = kinds.get(word, "")
    if not kind and any(kinds.get(part) == _GIVEN for part in parts):
        kind = _GIVEN
    kind = kind or kinds.get(parts[0]) or kinds.get(f"{parts[0][:BEGINNING]}~", _OTHER)
    if kind == _OTHER and _IRISH.match(base):
        kind = _FAMILY
    if kind == _OTHER and word.endswith("s") and kinds.get(word[:-1]) == _GIVEN:
        # The apostrophe was left out.
        kind, own = _GIVEN, True
    ordinary = kind == _WORD or (shape == "x" and kind not in _NAMES)
    kind += style if style and shape != "x" else shape
    return Token(word, kind, word[:SEEN] if ordinary else kind, own)


def _number(figures: str) -> str:
    """What kind of number: "#a" as an age is, "#y" as a year is, "#n" any other."""
    if len(figures) < 3:
        return "#a"
    return "#y" if len(figures) == 4 and figures[:2] in ("19", "20") else "#n"


def _shape(word: str) -> str:
    """How a word is written: "x" small, "I" one capital, "C" in capitals, "X" begins with one."""
    if word[0].islower():
        return "x"
    if len(word) == 1:
        return "I"
    return "C" if word.isupper() else "X"


def candidates(read: list[Token]) -> Iterator[int]:
    """The places of words that may be names: with a capital, in a list, in none, after a title."""
    for at, token in enumerate(read):
        if token.kind and (
            token.kind[0] in _MAY_NAME
            or token.kind[1] != "x"
            or (at and read[at - 1].seen[0] == "@")
        ):
            yield at


def signs(read: list[Token], at: int) -> Iterator[str]:
    """The signs of one word: its kind, and two words on either side."""
    kind = read[at].kind
    yield f"0 {kind}"
    if read[at].own:
        yield "own"
        yield f"own {kind}"
    for side, step, edge in (("a", -1, "^"), ("x", 1, "$")):
        near, far = (
            read[place].seen if 0 <= (place := at + step * n) < len(read) else edge for n in (1, 2)
        )
        yield f"{side} {near}"
        yield f"{side}0 {near} {kind}"
        yield f"{side}{side} {far}"
        yield f"{side}+ {near} {far}"
        yield f"{side}k {_kind(read, at + step)} {kind}"
    yield f"k {_kind(read, at - 1)} {kind} {_kind(read, at + 1)}"


def _kind(read: list[Token], at: int) -> str:
    """What is at a place, without which word: the kind of a word, or a number or mark."""
    if not 0 <= at < len(read):
        return "^" if at < 0 else "$"
    return read[at].kind or read[at].seen


def signs_of_all(read: list[Token]) -> Iterator[str]:
    """The signs of a whole question: what any of its words is seen as."""
    yield from dict.fromkeys(f"q {token.seen}" for token in read)
