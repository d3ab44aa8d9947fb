"""Parses printed lists of authors and editors."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.citations.groups import could_be_group, names_group
from corpus.citations.initials import is_initials
from corpus.citations.names import (
    Person,
    could_be_person,
    group,
    has_initials,
    is_suffix,
    is_without_case,
    read_tidy_name,
)

_CUT = re.compile(
    r"(?:\.\s?){3,}|…|\bet\.? al\b\.?|(?:\band|&) (?:colleagues|others)\b", re.IGNORECASE
)
# Stands for what is left out, as one of the pieces of a list.
_GAP = "\x00"
# What parts two names, and what may stand inside the name of a group.
_SEPARATOR = re.compile(r"(, ?(?:& ?|and |y |und |et )|, ?| ?& ?| and )")
_ON_BEHALF = re.compile(r"^(?:(?:for|on behalf of) )?(?:the )?(?=[^\W\d_a-z])")
# As many signs as a family name of Chinese, Japanese or Korean has.
_MOST_OF_A_FAMILY = 2
_BARE_AND = frozenset({" and ", " & "})


@dataclass(frozen=True, slots=True)
class NameList:
    """Names in printed order.

    ``gap`` is the number of names before those that the print leaves out ("et al.", "..."), and
    ``None`` where all are named. ``certain`` is false when the words might as well be something
    else, such as a title.
    """

    names: tuple[Person, ...] = ()
    gap: int | None = None
    certain: bool = False


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of a list, and the separator before it."""

    text: str
    before: str


def read_names(text: str) -> NameList | None:
    """The names in a printed list; ``None`` if the text is not one.

    Reads "Family, I. I., & Family, I.", "I. I. Family and Given Family", "Family II, Family I",
    "Family, Given; Family, Given", names of groups, "et al.", and ellipses.
    """
    whole, others = _CUT.subn(f", {_GAP}, ", " ".join(text.split()))
    whole = " ".join(whole.split()).strip(" ,;:&")
    pieces = _pieces(whole)
    if not any(piece.text not in ("", _GAP) for piece in pieces):
        return None
    initials = any(is_initials(piece.text) or has_initials(piece.text) for piece in pieces)
    without_case = any(is_without_case(piece.text) for piece in pieces)
    if ";" in whole:
        units = _units_of_semicolons(whole)
    elif not (initials or without_case) and names_group(whole.rstrip(".")):
        units = _groups(pieces)
    else:
        units = _units(pieces)
    names: list[Person] = []
    gap = None
    for unit in units:
        if unit == _GAP:
            gap = len(names) if gap is None else gap
            continue
        name = unit if isinstance(unit, Person) else read_tidy_name(_ON_BEHALF.sub("", unit))
        if name is None or not (
            could_be_group(name.family) if name.group else could_be_person(name)
        ):
            return None
        names.append(name)
    return NameList(tuple(names), gap, initials or bool(others)) if names else None


def _pieces(text: str) -> list[_Piece]:
    """The pieces between commas, "&" and "and", without empty ones."""
    parts = _SEPARATOR.split(text)
    found: list[_Piece] = []
    before = ""
    for at in range(0, len(parts), 2):
        before += parts[at - 1] if at else ""
        if piece := parts[at].strip():
            found.append(_Piece(piece, before))
            before = ""
    return found


def _units_of_semicolons(text: str) -> list[str | Person]:
    """The names in a list separated by semicolons, whose commas are inside names."""
    units: list[str | Person] = []
    for part in re.split(r"; ?(?:& ?|and )?", text):
        part = part.strip(" ,")
        if part.strip(", ") == _GAP or names_group(part):
            units.append(part)
            continue
        before, gap, _ = part.partition(_GAP)
        units += [
            half.strip(" ,") for half in re.split(r",? & |,? and ", before) if half.strip(" ,")
        ]
        units += [_GAP] if gap else []
    return [unit for unit in units if unit]


def _groups(pieces: list[_Piece]) -> list[str | Person]:
    """The names of groups in a list without initials; a comma before "&" separates two."""
    units: list[str] = []
    for piece in pieces:
        parts = piece.text == _GAP or units[-1:] == [_GAP] or piece.before.startswith(", &")
        if parts or not units:
            units.append(piece.text)
        else:
            units[-1] += piece.before + piece.text
    return [unit if unit == _GAP else group(unit.rstrip(".")) for unit in units]


def _units(pieces: list[_Piece]) -> list[str | Person]:
    """The names in a list whose commas separate names as well as their parts."""
    in_pairs = _in_pairs(pieces)
    units: list[str | Person] = []
    at = 0
    while at < len(pieces):
        piece, at = pieces[at], at + 1
        if piece.text == _GAP:
            units.append(_GAP)
            continue
        text = piece.text
        if not (has_initials(text) or is_initials(text)):
            if _given_follows(pieces, at, in_pairs=in_pairs):
                text, at = f"{text}, {pieces[at].text}", at + 1
            else:
                text, at = _grouped(pieces, at)
        while at < len(pieces) and is_suffix(pieces[at].text):
            text, at = f"{text}, {pieces[at].text}", at + 1
        units.append(text)
    last = units[-1] if units else ""
    if isinstance(last, str) and not last.endswith(_GAP) and not _abbreviated(last):
        units[-1] = last.rstrip(".")
    return units


def _given_follows(pieces: list[_Piece], at: int, *, in_pairs: bool) -> bool:
    """Whether the piece after a family name has the given names for it."""
    if at == len(pieces) or pieces[at].before.strip() != "," or pieces[at].text == _GAP:
        return False
    family, given = pieces[at - 1].text, pieces[at].text
    # "王, 小明": in such scripts nobody has initials.
    without_case = is_without_case(family) and is_without_case(given)
    return in_pairs or is_initials(given) or (without_case and len(family) <= _MOST_OF_A_FAMILY)


def _grouped(pieces: list[_Piece], at: int) -> tuple[str, int]:
    """The name that ends before ``at``, extended as long as it is one group's name."""
    text = pieces[at - 1].text
    while at < len(pieces) and not _is_person(pieces, at):
        piece = pieces[at]
        bare = piece.before in _BARE_AND
        whole = f"{text}{piece.before}{piece.text}"
        group_follows = names_group(piece.text)
        if not (names_group(text) or (bare and group_follows)) or (group_follows and not bare):
            break
        text, at = whole, at + 1
    return text, at


def _is_person(pieces: list[_Piece], at: int) -> bool:
    """Whether a piece begins a person's name, or stands for names left out."""
    text = pieces[at].text
    return (
        text == _GAP
        or has_initials(text)
        or is_initials(text)
        or is_without_case(text)
        or (at + 1 < len(pieces) and is_initials(pieces[at + 1].text))
    )


def _in_pairs(pieces: list[_Piece]) -> bool:
    """Whether a list without initials alternates family and given names."""
    chunks: list[int] = []
    for piece in pieces:
        if not chunks or "&" in piece.before or "and" in piece.before:
            chunks.append(0)
        chunks[-1] += 1
    return (
        len(chunks) > 1
        and all(count % 2 == 0 for count in chunks)
        and not any(is_initials(piece.text) or piece.text == _GAP for piece in pieces)
    )


def _abbreviated(name: str) -> bool:
    """Whether the full stop at the end of a name belongs to the name."""
    last = name.split()[-1] if name.split() else ""
    return is_initials(last) or is_suffix(last)
