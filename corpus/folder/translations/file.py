"""A translation's file, such as ``2021-07-mending.fr.md``: its name, and how it is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from corpus.folder.fields import FieldReader
from corpus.folder.front_matter import FENCE, Matter, MatterError
from corpus.folder.post_body import HEADING
from corpus.folder.post_file import FIELDS
from corpus.folder.salvage import salvage
from corpus.folder.write import quoted
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
    """What a file says; ``translation`` is ``None`` when it can't be read at all.

    ``lines`` holds the line of each field, and where the two parts of the text begin.
    """

    translation: Translation | None
    problems: tuple[Problem, ...]
    lines: Mapping[str, int] = field(default_factory=dict)


def parted(name: str) -> tuple[str, str] | None:
    """The id of the post and the language that a file's name tells; ``None`` for any other."""
    # Most names have one full stop, and need no further look.
    found = _NAME.fullmatch(name) if name.count(".") == 2 else None
    return (found["id"], found["language"]) if found and is_post_id(found["id"]) else None


def heading(language: str) -> str:
    """The line above the practice implications in a language."""
    known = _HEADINGS.get(language.partition("-")[0])
    return f"## {known[0]}" if known else HEADING


def read_translation(text: str, file: Path, language: str) -> TranslationFile:
    """Read the text of ``file`` and check all that shows without the original."""
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
    summary, implications, lines = _body(found.matter, language, problems)
    told = Translation(
        language=language,
        title=title,
        summary=summary,
        implications=implications,
        bottom_line=values.string("bottom_line") or None,
        of=values.string("of"),
    )
    return TranslationFile(told, tuple(problems.found), {**fields.lines, **lines})


def translation_text(translation: Translation) -> str:
    """The text of a translation's file; reading it gives the translation again."""
    front = [f"title: {quoted(translation.title)}"]
    if translation.bottom_line is not None:
        front.append(f"bottom_line: {quoted(translation.bottom_line)}")
    if translation.of:
        front.append(f"of: {quoted(translation.of)}")
    body = (translation.summary, heading(translation.language), translation.implications)
    return "\n".join((FENCE, *front, FENCE, "")) + "\n" + "\n\n".join(body) + "\n"


def _body(matter: Matter, language: str, problems: Problems) -> tuple[str, str, dict[str, int]]:
    """The summary, the practice implications, and the lines on which they begin."""
    lines = matter.body.split("\n")
    wanted = heading(language)
    first = next((n for n, line in enumerate(lines) if line.strip()), 0)
    last = max((n for n, line in enumerate(lines) if line.strip()), default=0)
    headings = [n for n, line in enumerate(lines) if _is_heading(line, language)]
    if not headings:
        nearly = next((n for n, line in enumerate(lines) if _is_nearly(line, language)), None)
        if nearly is None:
            what, cure = "the practice implications are missing", f"add a line {wanted} above them"
        else:
            what, cure = f'the heading is written "{lines[nearly].strip()}"', f"write {wanted}"
        problems.error(matter.body_line + (last if nearly is None else nearly), what, cure)
        return matter.body.strip(), "", {"summary": matter.body_line + first}
    for again in headings[1:]:
        what = f"a second heading follows that on line {matter.body_line + headings[0]}"
        problems.error(matter.body_line + again, what, f"keep one: {wanted}")
    at = headings[0]
    summary, implications = ("\n".join(p).strip() for p in (lines[:at], lines[at + 1 :]))
    if not summary:
        cure = f"write it above the line {lines[at].strip()}"
        problems.error(matter.body_line, "the summary is empty", cure)
    if not implications:
        cure = f"write them below the line {lines[at].strip()}"
        problems.error(matter.body_line + at, "the practice implications are empty", cure)
    begin = {"summary": matter.body_line + first, "implications": matter.body_line + at}
    return summary, implications, begin


def _is_heading(line: str, language: str) -> bool:
    """Whether a line is the heading of the practice implications."""
    found = _LEVEL.fullmatch(line)
    known = _HEADINGS.get(language.partition("-")[0])
    if found is None or known is None:
        return found is not None
    return folded(found["text"]) in map(folded, known)


def _is_nearly(line: str, language: str) -> bool:
    """Whether a line has the words of the heading, or those of the original's."""
    known = (*_HEADINGS.get(language.partition("-")[0], ()), HEADING.removeprefix("## "))
    return folded(line.strip("#*_ \t:.")) in map(folded, known)
