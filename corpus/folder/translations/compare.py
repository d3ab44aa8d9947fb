"""Compares a translation with its original: missing and extra parts, numbers, age."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from corpus.folder.images import images_in
from corpus.folder.translations.file import TranslationFile
from corpus.post import Post, Translation
from corpus.problem import Problem, Problems
from corpus.text.numerals import numerals


def compare(file: Path, read: TranslationFile, original: Post, language: str) -> Iterator[Problem]:
    """The problems of a translation that was ``read``, of a post in ``language``."""
    told, problems = read.translation, Problems(file)
    if told is None:
        return
    _check_age(told, original, read.lines, problems)
    if original.bottom_line and not told.bottom_line:
        cure = 'add a line bottom_line: "..."'
        problems.warning(read.lines.get("title", 1), "the bottom line is not translated", cure)
    if told.bottom_line and not original.bottom_line:
        what = "the original has no bottom line"
        problems.error(read.lines["bottom_line"], what, "delete it, or write one there")
    _check_numbers(told, original, read.lines, problems, language)
    shown = {image.target for image in images_in(f"{original.summary}\n{original.implications}")}
    for part in ("summary", "implications"):
        for image in images_in(getattr(told, part)):
            line = read.lines.get(part, 1)
            if image.target not in shown:
                what = f'the original does not show the image "{image.target}"'
                problems.error(line, what, "show it there as well, or delete it here")
            elif not image.alt:
                what = f'the image "{image.target}" does not tell what it shows'
                cure = f"write it for who can't see it: ![What it shows]({image.target})"
                problems.error(line, what, cure)
    yield from problems.found


def _check_age(
    told: Translation, original: Post, lines: Mapping[str, int], problems: Problems
) -> None:
    """Warn if the original has changed since it was translated."""
    if not told.of:
        what = "it is not told which version of the original this translates"
        cure = f"once it says what the original says, add a line of: {original.version}"
        problems.warning(lines.get("title", 1), what, cure)
    elif told.of != original.version:
        what = "the original has changed since this was translated"
        cure = f"bring it up to date, then write of: {original.version}"
        problems.warning(lines["of"], what, cure)


def _check_numbers(
    told: Translation,
    original: Post,
    lines: Mapping[str, int],
    problems: Problems,
    language: str,
) -> None:
    """Warn of each number that the same part of the original lacks."""
    known = set(numerals("\n".join(_parts(original).values()), language))
    for name, text in _parts(told).items():
        strange = [n for n in dict.fromkeys(numerals(text, told.language)) if n not in known]
        if strange:
            numbers = ", ".join(f"{number:f}" for number in strange)
            which = "these numbers" if len(strange) > 1 else "this number"
            what = f"the original does not have {which}: {numbers}"
            cure = f"correct it, or write it as {told.language} writes numbers"
            problems.warning(lines.get(name, 1), what, cure)


def _parts(told: Post | Translation) -> dict[str, str]:
    """The texts of a post or a translation, by part."""
    names = ("title", "bottom_line", "summary", "implications")
    return {name: getattr(told, name) or "" for name in names}
