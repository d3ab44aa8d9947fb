"""Judged questions and related posts, read from a digest's or a BEIR collection's files."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from search.errors import JudgmentsMissing

QUESTIONS = "questions.toml"
RELATIONS = "relations.toml"


@dataclass(frozen=True, slots=True)
class JudgedQuestion:
    """A question and the grade of each post that has one; none at all when it has no answer."""

    id: str
    text: str
    kind: str
    grades: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class JudgedRelation:
    """A post and the grades of the posts its reader should be led to.

    ``same`` share a topic with it, ``across`` do not; collections without topics have ``same``.
    """

    post: str
    same: Mapping[str, int] = field(default_factory=dict)
    across: Mapping[str, int] = field(default_factory=dict)


def read_questions(folder: Path, split: str) -> tuple[JudgedQuestion, ...]:
    """The judged questions of a split, from BEIR files or a digest's ``questions.toml``.

    Raises ``JudgmentsMissing``.
    """
    file = folder / QUESTIONS
    if file.exists():
        with _told(file):
            tables = _tables(file, "question")
            splits = sorted({q["split"] for q in tables})
            if tables and split not in (*splits, "all"):
                raise JudgmentsMissing(_no_split(folder, split, [*splits, "all"]))
            return tuple(
                JudgedQuestion(q["id"], q["text"], q["kind"], _grades(q["grades"]))
                for q in tables
                if split in (q["split"], "all")
            )
    grades = _qrels(folder, split)
    texts = dict(_queries(folder / "queries.jsonl"))
    return tuple(
        JudgedQuestion(i, texts[i], "all", judged) for i, judged in grades.items() if i in texts
    )


def read_relations(folder: Path, split: str) -> tuple[JudgedRelation, ...]:
    """The judged relations, from ``qrels/related-SPLIT.tsv`` or ``relations.toml``.

    Raises ``JudgmentsMissing``.
    """
    file = folder / RELATIONS
    if file.exists():
        with _told(file):
            return tuple(
                JudgedRelation(r["post"], _grades(r.get("same", {})), _grades(r.get("across", {})))
                for r in _tables(file, "relation")
            )
    judged = _qrels(folder, f"related-{split}")
    return tuple(JudgedRelation(post, grades) for post, grades in judged.items())


def _qrels(folder: Path, split: str) -> dict[str, dict[str, int]]:
    file = folder / "qrels" / f"{split}.tsv"
    if not file.exists():
        has = sorted(f.stem for f in folder.glob("qrels/*.tsv"))
        raise JudgmentsMissing(_no_split(folder, split, has))
    grades: dict[str, dict[str, int]] = {}
    for number, line in _lines(file):
        if number == 1:
            continue
        try:
            question, post, grade = line.split("\t")
            grades.setdefault(question, {})[post] = int(grade)
        except ValueError as error:
            raise JudgmentsMissing(
                f"{file}:{number}: not a question, a post and a grade with tabs between"
            ) from error
    return grades


def _no_split(folder: Path, split: str, splits: Sequence[str]) -> str:
    return f"{folder} has no judgments {split!r} (it has: {', '.join(splits) or 'none'})"


def _queries(file: Path) -> Iterator[tuple[str, str]]:
    """The id and text of each query."""
    for number, line in _lines(file):
        try:
            query = json.loads(line)
            yield query["_id"], str(query.get("text") or "")
        except (ValueError, TypeError, KeyError) as error:
            raise JudgmentsMissing(f"{file}:{number}: not a JSON object with an _id") from error


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    """The lines that hold something, numbered from 1; only a newline ends one."""
    with _told(file):
        text = file.read_text("utf-8")
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, line.rstrip("\r")


def _tables(file: Path, name: str) -> list[dict[str, Any]]:
    tables: list[dict[str, Any]] = tomllib.loads(file.read_text("utf-8"))[name]
    return tables


def _grades(judged: Mapping[str, Any]) -> dict[str, int]:
    return {post: int(grade) for post, grade in judged.items()}


@contextmanager
def _told(file: Path) -> Iterator[None]:
    """Whatever is wrong with the file is told with its name."""
    try:
        yield
    except KeyError as error:
        raise JudgmentsMissing(f"{file} has an entry without {error}") from error
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise JudgmentsMissing(f"{file} could not be read: {error}") from error
