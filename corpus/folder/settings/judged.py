"""The judged questions and related posts of a digest: ``questions.toml`` and ``relations.toml``.

They lie in the digest's folder ``relevance``, or beside its posts. They change no answer, so a
fault in them keeps no digest from being indexed; it would make measurements wrong.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.folder.text_file import read_text
from corpus.problem import Problems

QUESTIONS, RELATIONS = "questions.toml", "relations.toml"
# The folder for them in a digest's.
JUDGMENTS = "relevance"
MAX_BYTES = 64 * 1024 * 1024
# The most that a post can be worth to a question.
MAX_GRADE = 3
_WRITTEN = ("blind", "after reading", "given")


@dataclass(frozen=True, slots=True)
class Judged:
    """An entry of such a file: its line, and its fields as they stand there."""

    line: int
    fields: Mapping[str, Any]

    @property
    def posts(self) -> Iterator[str]:
        """The ids of all posts that it names."""
        yield from filter(None, [self.fields.get("post")])
        for grades in ("grades", "same", "across"):
            yield from self.fields.get(grades, ())


def judgments_folder(root: Path) -> Path:
    """The folder of a digest's judgments: its ``relevance``, else the digest's folder itself."""
    own = root / JUDGMENTS
    if (own / QUESTIONS).exists():
        return own
    return root if root.is_dir() else root.parent


def judged_files(root: Path) -> list[Path]:
    """The files of judgments that a digest has."""
    folders = (root / JUDGMENTS, root)
    made = (folder / name for folder in folders for name in (QUESTIONS, RELATIONS))
    return [path for path in made if path.is_file()]


def question_entries(file: Path, problems: Problems) -> list[Judged]:
    """The entries of ``questions.toml`` that are whole; the others are problems."""
    return _entries(file, "question", _of_question, problems)


def relation_entries(file: Path, problems: Problems) -> list[Judged]:
    """The entries of ``relations.toml`` that are whole; the others are problems."""
    return _entries(file, "relation", _of_relation, problems)


def _entries(
    file: Path, name: str, faults: Callable[[Mapping[str, Any]], Iterator[str]], problems: Problems
) -> list[Judged]:
    text = read_text(file, file.parent, problems, MAX_BYTES)
    if text is None:
        return []
    try:
        tables = tomllib.loads(text)[name]
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        problems.error(
            int(at[1]) if at else text.count("\n") + 1,
            f"this is not TOML ({error})",
            "see the files of the demo digest",
        )
        return []
    except KeyError:
        tables = None
    if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
        problems.error(1, f"there is no [[{name}]]", f"begin each entry with [[{name}]]")
        return []
    heads = re.compile(rf"^[ \t]*\[\[[ \t]*{name}[ \t]*\]\]", re.MULTILINE)
    starts = [text.count("\n", 0, head.start()) + 1 for head in heads.finditer(text)]
    # Entries may also be written as a list of tables in braces.
    lines = starts if len(starts) == len(tables) else [1] * len(tables)
    entries, taken = [], set[str]()
    for line, fields in zip(lines, tables, strict=True):
        wrong = [*faults(fields), *_taken_before(fields, taken)]
        for what in wrong:
            problems.error(line, f"in this {name} {what}", "correct it; see docs/relevance.md")
        if not wrong:
            entries.append(Judged(line, fields))
    return entries


def _of_question(fields: Mapping[str, Any]) -> Iterator[str]:
    yield from _texts(fields, ("id", "text", "kind", "split"))
    if fields.get("written", _WRITTEN[0]) not in _WRITTEN:
        yield f"written is none of {', '.join(_WRITTEN)}"
    if "grades" not in fields:
        yield "grades is missing ({} if no post answers it)"
    else:
        yield from _grades("grades", fields["grades"])


def _of_relation(fields: Mapping[str, Any]) -> Iterator[str]:
    yield from _texts(fields, ("post",))
    for name in ("same", "across"):
        yield from _grades(name, fields.get(name, {}))


def _texts(fields: Mapping[str, Any], names: Sequence[str]) -> Iterator[str]:
    for name in names:
        told = fields.get(name)
        if not isinstance(told, str) or not told.strip():
            yield f"{name} is missing" if told is None else f"{name} is no text, or empty"


def _grades(name: str, told: object) -> Iterator[str]:
    if not isinstance(told, dict):
        yield f"{name} is no table of posts and grades"
        return
    for post, grade in told.items():
        # A yes or no is a number to Python.
        if type(grade) is not int or not 0 <= grade <= MAX_GRADE:
            yield f"the grade of {post} is no whole number from 0 to {MAX_GRADE}"


def _taken_before(fields: Mapping[str, Any], taken: set[str]) -> Iterator[str]:
    """Whether an id was that of an entry before; it is taken from now on."""
    own = fields.get("id", fields.get("post"))
    if isinstance(own, str):
        if own in taken:
            yield f'the id "{own}" is that of another one too'
        taken.add(own)
