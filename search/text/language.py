"""The words of a language that analysis treats specially: stop words, filler, spellings."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

FILES = {"en": Path(__file__).with_name("english.toml")}
# The file of the words of French, which questions and translations may be in.
FRENCH = Path(__file__).with_name("french.toml")


@dataclass(frozen=True, slots=True)
class Language:
    """The words of a language that analysis treats specially, folded.

    ``filler`` holds turns of phrase by their first word, the longest first.
    """

    stop_words: frozenset[str]
    question_words: frozenset[str] = frozenset()
    before_nouns: frozenset[str] = frozenset()
    possessives: frozenset[str] = frozenset()
    pronouns: frozenset[str] = frozenset()
    objects: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()
    in_capitals: frozenset[str] = frozenset()
    filler: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    phrases: tuple[str, ...] = ()
    spellings: tuple[tuple[str, str], ...] = ()
    stems: tuple[tuple[str, str], ...] = ()


def language_file(code: str) -> Path:
    """The file of the language with that code; English stands in for one that has none."""
    return FILES.get(code[:2], FILES["en"])


@cache
def language(code: str) -> Language:
    """The language with that code, as its file has it."""
    data = tomllib.loads(language_file(code).read_text("utf-8"))
    single = (*data["foreign_words"].split(), *data["short_words"].split())
    turns = [tuple(f.split()) for f in (*data["filler"], *single)]
    filler: dict[str, tuple[tuple[str, ...], ...]] = {}
    for turn in sorted(turns, key=len, reverse=True):
        filler[turn[0]] = (*filler.get(turn[0], ()), turn)
    return Language(
        stop_words=frozenset(data["stop_words"].split()),
        question_words=frozenset(data["question_words"].split()),
        before_nouns=frozenset(data["before_nouns"].split()),
        possessives=frozenset(data["possessives"].split()),
        pronouns=frozenset(data["pronouns"].split()),
        objects=frozenset(data["objects"].split()),
        heads=frozenset(data["heads"].split()),
        in_capitals=frozenset(data["in_capitals"].split()),
        filler=filler,
        phrases=tuple(data.get("phrases", ())),
        spellings=tuple(data.get("spellings", {}).items()),
        stems=tuple(data.get("stems", {}).items()),
    )
