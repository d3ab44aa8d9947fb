"""Texts of a table in other languages, under the tag of each: ``fr.description = "..."``."""

from __future__ import annotations

from corpus.digest import Translated
from corpus.folder.settings.table import Table


def texts_of(
    table: Table, languages: tuple[str, ...], names: tuple[str, ...]
) -> dict[str, Translated]:
    """The texts of a table by their ``names``, each in those of the languages that have it.

    The first of the names may be told alone: ``fr = "Sol"`` is ``fr.name = "Sol"``. Any other name
    in one of these tables is an error.
    """
    found: dict[str, list[tuple[str, str]]] = {name: [] for name in names}
    for tag, told in tables_of(table, languages, names[0]).items():
        told.check_names(names)
        for name in names:
            if text := told.string(name):
                found[name].append((tag, text))
    return {name: tuple(texts) for name, texts in found.items()}


def tables_of(table: Table, languages: tuple[str, ...], alone: str = "") -> dict[str, Table]:
    """What a table holds for each language, by its tag.

    A text instead of a table is the one that is called ``alone``, where there is such a name.
    """
    found = {}
    for tag in languages:
        held = table.values.get(tag, {})
        if isinstance(held, str) and alone:
            held = {alone: held}
        if isinstance(held, dict):
            found[tag] = Table(held, table.text, table.begin_of(tag), table.problems)
        else:
            what = f'"{tag}" must hold texts by their names'
            table.error_near(tag, what, f'write {tag}.{alone or "NAME"} = "..."')
    return found
