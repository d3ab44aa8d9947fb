"""Reads a translation's file, such as ``2021-07-mending.fr.md``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from corpus.folder.fields import FieldReader
from corpus.folder.front_matter import Matter, MatterError
from corpus.folder.post_body import HEADING, Heading, part_lines, read_body
from corpus.folder.post_file import FIELDS
from corpus.folder.salvage import salvage
from corpus.post import Translation
from corpus.problem import Problem, Problems
from corpus.slug import is_post_id
from corpus.text.folding import folded

# What a translation holds beside its text; every fact of the study is in the original's file.
OWN = ("title", "bottom_line", "of")

# What stands above the practice implications, by language; the first is written. In a language that
# is not here it is the only heading of the second level, whatever it says.
_HEADINGS = {
    "fr": (
        "Implications pour la pratique",
        "Implications pour la pratique clinique",
        "Implications pratiques",
        "Implications cliniques",
    )
}

_NAME = re.compile(r"(?P<id>[^.]+)\.(?P<language>[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*)\.md")
_LEVEL = re.compile(r"##[ \t]+(?P<text>[^#\s].*?)[ \t]*:?[ \t]*#*[ \t]*")


@dataclass(frozen=True, slots=True)
class TranslationFile:
    """The contents of a file; ``translation`` is ``None`` if it can't be read at all.

    ``lines`` holds the line of each field, and where the two parts of the text begin.
    """

    translation: Translation | None
    problems: tuple[Problem, ...]
    lines: Mapping[str, int] = field(default_factory=dict)


def parted(name: str) -> tuple[str, str] | None:
    """The post's id and the language in a file's name; ``None`` for other names."""
    # Most names have one full stop, and need no further look.
    found = _NAME.fullmatch(name) if name.count(".") == 2 else None
    return (found["id"], found["language"]) if found and is_post_id(found["id"]) else None


def heading_in(language: str) -> Heading:
    """The heading above the practice implications in a language."""
    known = _HEADINGS.get(language.partition("-")[0], ())
    words = set(map(folded, known))
    meant = {*words, folded(HEADING.removeprefix("## "))}

    def matches(line: str) -> bool:
        found = _LEVEL.fullmatch(line)
        return found is not None and (not words or folded(found["text"]) in words)

    def nearly(line: str) -> bool:
        return folded(line.strip("#*_ \t:.")) in meant

    return Heading(f"## {known[0]}" if known else HEADING, matches, nearly)


def read_translation(text: str, file: Path, language: str) -> TranslationFile:
    """Read the text of ``file``, and check what can be checked without the original."""
    problems = Problems(file)
    try:
        found = salvage(text)
    except MatterError as error:
        problems.error(error.line, error.what, error.cure)
        return TranslationFile(None, tuple(problems.found))
    for fault in found.faults:
        problems.error(fault.line, fault.what, fault.cure)
    fields = found.matter.fields
    for name in fields.lines.keys() & set(FIELDS) - set(OWN):
        what = f'"{name}" belongs to the original alone'
        problems.error(fields.lines[name], what, "delete it here: facts are taken from there")
    values = FieldReader(fields, problems, "a translation", found.lost)
    values.check_names((*OWN, *FIELDS))
    title = values.string("title")
    if not title and not values.is_wrong("title"):
        problems.error(values.line("title"), "the title is missing", 'write title: "..."')
    told = titled(title, language, found.matter, values)
    lines = {**fields.lines, **part_lines(found.matter, heading_in(language))}
    return TranslationFile(told, tuple(problems.found), lines)


def titled(title: str, language: str, matter: Matter, values: FieldReader) -> Translation:
    """The translation of a known title: its text is the body, the rest the field ``values``.

    What is wrong with either is added to the problems of the values.
    """
    summary, implications = read_body(
        matter, values.problems, values.problems, heading_in(language)
    )
    return Translation(
        language=language,
        title=title,
        summary=summary,
        implications=implications,
        bottom_line=values.string("bottom_line") or None,
        of=values.string("of"),
    )
