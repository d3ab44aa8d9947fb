"""Reads judged questions and related posts from a digest or a BEIR collection."""

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
# What a collection says of the documents that are queries.
DOCUMENTS = "related_queries.jsonl"
_RELATED = "related-"


@dataclass(frozen=True, slots=True)
class JudgedQuestion:
    """A question with the grades of its posts; unanswerable questions have none.

    ``blind`` says that it was written before the posts were read.
    """

    id: str
    text: str
    kind: str
    grades: Mapping[str, int]
    blind: bool = False


@dataclass(frozen=True, slots=True)
class JudgedRelation:
    """A post with the grades of the posts that its reader should be led to.

    ``same`` share a topic with it, ``across`` do not; collections without topics have ``same``.
    ``facet`` says in which respect they were judged, if in one; ``id`` is that of the judgments,
    if it is not the post's.
    """

    post: str
    same: Mapping[str, int] = field(default_factory=dict)
    across: Mapping[str, int] = field(default_factory=dict)
    facet: str = ""
    id: str = ""

    @property
    def name(self) -> str:
        """The id of the judgment, else that of its post."""
        return self.id or self.post


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
                JudgedQuestion(
                    q["id"],
                    q["text"],
                    q["kind"],
                    _grades(q["grades"]),
                    q.get("written") == "blind",
                )
                for q in tables
                if split in (q["split"], "all")
            )
    grades = _qrels(folder, split)
    file = folder / "queries.jsonl"
    texts = {i: str(query.get("text") or "") for i, query in _queries(file)}
    if grades and grades.keys().isdisjoint(texts):
        raise JudgmentsMissing(
            f"{file} has no question that qrels/{split}.tsv judges"
            + (": documents as queries are evaluated with --related" if _RELATED in split else "")
        )
    return tuple(
        JudgedQuestion(i, texts[i], "all", judged) for i, judged in grades.items() if i in texts
    )


def read_relations(folder: Path, split: str) -> tuple[JudgedRelation, ...]:
    """The judged relations, from ``qrels/related-SPLIT.tsv`` or ``relations.toml``.

    The queries of a collection are documents by their ids; those of other ids have a line in
    ``related_queries.jsonl``: ``_id``, ``post`` and the ``facet`` that they were judged by. Raises
    ``JudgmentsMissing``.
    """
    file = folder / RELATIONS
    if file.exists():
        with _told(file):
            return tuple(
                JudgedRelation(r["post"], _grades(r.get("same", {})), _grades(r.get("across", {})))
                for r in _tables(file, "relation")
            )
    judged = _qrels(folder, _RELATED + split.removeprefix(_RELATED))
    file = folder / DOCUMENTS
    told = dict(_queries(file)) if file.exists() else {}
    return tuple(_relation(name, grades, told.get(name, {})) for name, grades in judged.items())


def _relation(name: str, grades: Mapping[str, int], told: Mapping[str, Any]) -> JudgedRelation:
    post, facet = str(told.get("post") or name), str(told.get("facet") or "")
    return JudgedRelation(post, grades, facet=facet, id="" if post == name else name)


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
    if not splits:
        return f"{folder} has no judged questions"
    return f'{folder} has no judged questions called "{split}", but {", ".join(splits)}'


def _queries(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The fields of each query by its id."""
    for number, line in _lines(file):
        try:
            query: dict[str, Any] = json.loads(line)
            yield str(query["_id"]), query
        except (ValueError, TypeError, KeyError) as error:
            raise JudgmentsMissing(f"{file}:{number}: not a JSON object with an _id") from error


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, numbered from 1; only a newline ends a line."""
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
    """Turns errors in a file into ones that name it."""
    try:
        yield
    except KeyError as error:
        raise JudgmentsMissing(f"{file} has an entry without {error}") from error
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise JudgmentsMissing(f"{file} could not be read: {error}") from error
