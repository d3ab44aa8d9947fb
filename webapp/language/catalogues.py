"""The catalogues of page texts: one file for each language besides English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from markupsafe import Markup

# The language that messages are written in, which needs no catalogue.
SOURCE = "en"
FOLDER = Path(__file__).parent.parent / "translations"
FILE = Path("LC_MESSAGES", "messages.po")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The texts of one language: ``texts`` has those without plural forms, by their English.

    ``plurals`` are the others, by both their English forms; ``plural`` is the rule that tells, by
    the number ``n``, which of the forms is meant.
    """

    tag: str
    texts: Mapping[str, Markup]
    plurals: Mapping[tuple[str, str], tuple[str, ...]]
    plural: str
    translations: NullTranslations

    def gettext(self, text: str) -> str:
        """A text in this language; in English if the catalogue lacks it."""
        return str(self.texts.get(text, text))

    def ngettext(self, one: str, many: str, number: int) -> str:
        """The form of a text for a number."""
        return str(self.translations.ungettext(one, many, number))

    def forms(self, one: str, many: str) -> tuple[str, ...]:
        """All plural forms of a text, in the order of the rule."""
        return self.plurals.get((one, many), (one, many))


def languages(folder: Path = FOLDER) -> frozenset[str]:
    """The tags of the languages that have a catalogue."""
    return frozenset((SOURCE, *(path.name for path in folder.glob("*") if (path / FILE).is_file())))


@cache
def catalogue(tag: str, folder: Path = FOLDER) -> Catalogue:
    """The catalogue of a language, cached.

    What a translator edits is read as it is: there is no compiled file that could be behind it.
    """
    if tag == SOURCE:
        return Catalogue(tag, {}, {}, "(n != 1)", NullTranslations())
    with (folder / tag / FILE).open("rb") as file:
        read = read_po(file, locale=Locale.parse(tag, sep="-"))
    compiled = BytesIO()
    write_mo(compiled, read)
    compiled.seek(0)
    texts: dict[str, Markup] = {}
    plurals: dict[tuple[str, str], tuple[str, ...]] = {}
    for message in read:
        if not message.id or not message.string or message.fuzzy:
            continue
        if isinstance(message.id, str):
            # The texts are part of the program, as its templates are: they may hold tags.
            texts[message.id] = Markup(message.string)  # noqa: S704
        elif all(message.string):
            plurals[message.id[0], message.id[1]] = tuple(message.string)
    return Catalogue(tag, texts, plurals, read.plural_expr, Translations(compiled))
