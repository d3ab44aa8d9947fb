"""The catalogues of page texts: one file for each language besides English."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from gettext import c2py
from pathlib import Path

from babel import Locale
from babel.messages.pofile import read_po
from markupsafe import Markup

# The language that messages are written in, which needs no catalogue.
SOURCE = "en"
FOLDER = Path(__file__).parent.parent / "translations"
FILE = Path("LC_MESSAGES", "messages.po")


@dataclass(frozen=True, slots=True)
class Rule:
    """Which plural form goes with a number ``n``: as ``written`` in C, and as ``chosen`` by it."""

    written: str
    chosen: Callable[[int], int]

    @classmethod
    def of(cls, written: str) -> Rule:
        """The rule of a catalogue."""
        return cls(written, c2py(written))


ENGLISH = Rule.of("(n != 1)")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The texts of one language: ``texts`` has those without plural forms, by their English.

    ``plurals`` are the others, by both their English forms, and ``rule`` tells which is meant.
    """

    tag: str
    texts: Mapping[str, Markup]
    plurals: Mapping[tuple[str, str], tuple[str, ...]]
    rule: Rule

    def gettext(self, text: str) -> str:
        """A text in this language; in English if the catalogue lacks it."""
        return str(self.texts.get(text, text))

    def ngettext(self, one: str, many: str, number: int) -> str:
        """The form of a text for a number."""
        forms, rule = self.forms(one, many)
        return forms[rule.chosen(number)]

    def forms(self, one: str, many: str) -> tuple[tuple[str, ...], Rule]:
        """All plural forms of a text and the rule that chooses among them.

        They are the English ones, by the rule of English, if the catalogue lacks one of its own.
        """
        found = self.plurals.get((one, many))
        return (found, self.rule) if found else ((one, many), ENGLISH)


def languages(folder: Path = FOLDER) -> frozenset[str]:
    """The tags of the languages that have a catalogue."""
    return frozenset((SOURCE, *(path.name for path in folder.glob("*") if (path / FILE).is_file())))


@cache
def catalogue(tag: str, folder: Path = FOLDER) -> Catalogue:
    """The catalogue of a language, cached.

    What a translator edits is read as it is: there is no compiled file that could be behind it.
    """
    if tag == SOURCE:
        return Catalogue(tag, {}, {}, ENGLISH)
    with (folder / tag / FILE).open("rb") as file:
        read = read_po(file, locale=Locale.parse(tag, sep="-"))
    texts: dict[str, Markup] = {}
    plurals: dict[tuple[str, str], tuple[str, ...]] = {}
    for message in read:
        if not message.id or not message.string or message.fuzzy:
            continue
        if isinstance(message.id, str):
            # The texts are part of the program, as its templates are: they may hold tags.
            texts[message.id] = Markup(message.string)  # noqa: S704
        elif all(message.string) and len(message.string) == read.num_plurals:
            plurals[message.id[0], message.id[1]] = tuple(message.string)
    return Catalogue(tag, texts, plurals, Rule.of(read.plural_expr))
