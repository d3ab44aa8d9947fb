"""What a new generation changes for readers: answers and related posts before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from search.engine.embedded import model
from search.engine.inventory import related_lists
from search.engine.reader import Reader
from search.errors import JudgmentsMissing
from search.evaluation.judgments import JudgedQuestion, read_questions
from search.index.generation import read_manifest
from search.question import Question

FIRST = 3


@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """A judged question whose first answers change; ``before`` and ``after`` hold ids of posts.

    Without any, the question is told to have no answer. ``grades`` are the judgments by id.
    """

    id: str
    text: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    grades: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ChangedList:
    """A post one of whose lists of related posts changes: closest, across or newer."""

    post: str
    name: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """What changes of ``asked`` judged questions, and of the ``posts`` that both generations have.

    ``before`` names the generation that was compared with.
    """

    before: str
    asked: int
    posts: int
    answers: tuple[ChangedAnswer, ...]
    lists: tuple[ChangedList, ...]


def review(before: Path, after: Path, questions: Sequence[JudgedQuestion]) -> Review:
    """Compare two generations."""
    old_lists, new_lists = related_lists(before), related_lists(after)
    both = [post_id for post_id in new_lists if post_id in old_lists]
    old, new = _first(before, questions), _first(after, questions)
    return Review(
        before=before.name,
        asked=len(questions),
        posts=len(both),
        answers=tuple(
            ChangedAnswer(q.id, q.text, one, other, q.grades)
            for q, one, other in zip(questions, old, new, strict=True)
            if one != other
        ),
        lists=tuple(
            ChangedList(post_id, name, ids, new_lists[post_id][name])
            for post_id in both
            for name, ids in old_lists[post_id].items()
            if ids != new_lists[post_id][name]
        ),
    )


def _first(generation: Path, questions: Sequence[JudgedQuestion]) -> list[tuple[str, ...]]:
    """The ids of the first answers to each question, as a reader gets them."""
    embedder = model()[0] if read_manifest(generation).semantic else None
    reader = Reader(generation, embedder)
    try:
        return [first_answers(reader, q.text, FIRST) for q in questions]
    finally:
        reader.close()


def first_answers(reader: Reader, question: str, limit: int) -> tuple[str, ...]:
    """The ids of the first posts that answer a question."""
    results = reader.search(
        Question.parse(question),
        limit=limit,
        offset=0,
        sort="relevance",
        expand=True,
        off=(),
        explain=False,
    )
    return tuple(hit.post.id for hit in results.hits)


def judged_questions(folder: Path) -> tuple[JudgedQuestion, ...]:
    """Every judged question in the folder of a digest's judgments, or of a collection's.

    Raises ``JudgmentsMissing`` when there is none.
    """
    splits = sorted(
        file.stem for file in folder.glob("qrels/*.tsv") if not file.stem.startswith("related")
    )
    found: dict[str, JudgedQuestion] = {}
    for split in splits or ["all"]:
        found.update((question.id, question) for question in read_questions(folder, split))
    if not found:
        raise JudgmentsMissing(f"{folder} has no judged questions")
    return tuple(found.values())
