"""Judgments say which posts answer which questions, in a person's eyes: what ranking is held to."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
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
    if (folder / QUESTIONS).exists():
        return tuple(
            JudgedQuestion(q["id"], q["text"], q["kind"], q["grades"])
            for q in _toml(folder / QUESTIONS)["question"]
            if q["split"] == split or split == "all"
        )
    grades = _qrels(folder, split)
    texts = {q["_id"]: str(q.get("text") or "") for q in _lines(folder / "queries.jsonl")}
    return tuple(
        JudgedQuestion(i, texts[i], "all", judged) for i, judged in grades.items() if i in texts
    )


def read_relations(folder: Path, split: str) -> tuple[JudgedRelation, ...]:
    """The judged relations, from ``qrels/related-SPLIT.tsv`` or ``relations.toml``.

    Raises ``JudgmentsMissing``.
    """
    if (folder / RELATIONS).exists():
        return tuple(
            JudgedRelation(r["post"], r.get("same", {}), r.get("across", {}))
            for r in _toml(folder / RELATIONS)["relation"]
        )
    judged = _qrels(folder, f"related-{split}")
    return tuple(JudgedRelation(post, grades) for post, grades in judged.items())


def _qrels(folder: Path, split: str) -> dict[str, dict[str, int]]:
    file = folder / "qrels" / f"{split}.tsv"
    if not file.exists():
        has = ", ".join(sorted(f.stem for f in folder.glob("qrels/*.tsv"))) or "none"
        raise JudgmentsMissing(f"{folder} has no judgments {split!r} (it has: {has})")
    grades: dict[str, dict[str, int]] = {}
    for number, line in enumerate(file.read_text("utf-8").splitlines()[1:], 2):
        try:
            question, post, grade = line.split("\t")
            grades.setdefault(question, {})[post] = int(grade)
        except ValueError as error:
            raise JudgmentsMissing(
                f"{file}:{number}: not a question, a post and a grade with tabs between"
            ) from error
    return grades


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    try:
        text = file.read_text("utf-8")
    except (OSError, ValueError) as error:
        raise JudgmentsMissing(f"{file} could not be read: {error}") from error
    for number, line in enumerate(text.splitlines(), 1):
        try:
            yield json.loads(line)
        except ValueError as error:
            raise JudgmentsMissing(f"{file}:{number}: not a JSON object") from error


def _toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except ValueError as error:
        raise JudgmentsMissing(f"{file} is not TOML: {error}") from error
