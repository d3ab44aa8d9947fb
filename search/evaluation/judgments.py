"""Reads judged questions and related posts from a digest or a BEIR collection."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from corpus.folder.settings.judged import (
    QUESTIONS,
    RELATIONS,
    Judged,
    question_entries,
    relation_entries,
)
from corpus.problem import Problems
from corpus.text.counting import counted
from search.errors import JudgmentsMissing

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
        entries = _whole(file, question_entries)
        splits = sorted({entry.fields["split"] for entry in entries})
        if entries and split not in (*splits, "all"):
            raise JudgmentsMissing(_no_split(folder, split, [*splits, "all"]))
        return tuple(
            _question(entry.fields) for entry in entries if split in (entry.fields["split"], "all")
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
        entries = [entry.fields for entry in _whole(file, relation_entries)]
        return tuple(
            JudgedRelation(one["post"], one.get("same", {}), one.get("across", {}))
            for one in entries
        )
    judged = _qrels(folder, _RELATED + split.removeprefix(_RELATED))
    file = folder / DOCUMENTS
    told = dict(_queries(file)) if file.exists() else {}
    return tuple(_relation(name, grades, told.get(name, {})) for name, grades in judged.items())


def of_posts(
    judged: Sequence[JudgedQuestion], now: Callable[[str], str | None]
) -> tuple[tuple[JudgedQuestion, ...], tuple[str, ...]]:
    """The questions with grades of posts that are there, and the ids of those that are not.

    ``now`` gives the id that a post has now, for an id that it had once as well, and ``None`` for
    one that no post has. Grades of such posts are left out: no ranking could find them.
    """
    ids = {post: now(post) for question in judged for post in question.grades}
    missing = tuple(post for post, found in ids.items() if found is None)
    if all(post == found for post, found in ids.items()):
        return tuple(judged), ()
    kept = []
    for question in judged:
        grades = {found: g for post, g in question.grades.items() if (found := ids[post])}
        kept.append(replace(question, grades=grades))
    return tuple(kept), missing


def _whole(file: Path, read: Callable[[Path, Problems], list[Judged]]) -> list[Judged]:
    """The entries of a file in which every one is whole."""
    problems = Problems(file)
    entries = read(file, problems)
    if problems.found:
        more = len(problems.found) - 1
        rest = f" ({counted(more, 'fault')} more)" if more else ""
        raise JudgmentsMissing(f"{problems.found[0]}{rest}", "")
    return entries


def _question(told: Mapping[str, Any]) -> JudgedQuestion:
    blind = told.get("written") == "blind"
    return JudgedQuestion(told["id"], told["text"], told["kind"], told["grades"], blind)


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


@contextmanager
def _told(file: Path) -> Iterator[None]:
    """Turns errors in a file into ones that name it."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise JudgmentsMissing(f"{file} could not be read: {error}") from error
