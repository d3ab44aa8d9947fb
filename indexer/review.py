"""What a new generation changes for readers: answers and related posts before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from search.engine.inventory import related_lists
from search.engine.location import Location
from search.engine.open import open_generation
from search.engine.seam import Snapshot
from search.errors import JudgmentsMissing
from search.evaluation.judgments import JudgedQuestion, read_questions
from search.question import Question
from search.results import SearchOptions

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
    """A post with a changed list of related posts: closest, across or newer."""

    post: str
    name: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """The changes among ``asked`` judged questions, and the ``posts`` in both generations.

    ``before`` names the generation that was compared with.
    """

    before: str
    asked: int
    posts: int
    answers: tuple[ChangedAnswer, ...]
    lists: tuple[ChangedList, ...]


def review(before: Location, after: Location, questions: Sequence[JudgedQuestion]) -> Review:
    """Compare the generations at two locations."""
    with open_generation(before) as snapshot:
        name = snapshot.generation
        old_lists, old = related_lists(snapshot), _first(snapshot, questions)
    with open_generation(after) as snapshot:
        new_lists, new = related_lists(snapshot), _first(snapshot, questions)
    both = [post_id for post_id in new_lists if post_id in old_lists]
    return Review(
        before=name,
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


def _first(snapshot: Snapshot, questions: Sequence[JudgedQuestion]) -> list[tuple[str, ...]]:
    """The ids of the first answers to each question, as a reader gets them."""
    return [first_answers(snapshot, q.text, FIRST) for q in questions]


def first_answers(snapshot: Snapshot, question: str, limit: int) -> tuple[str, ...]:
    """The ids of the first posts that answer a question."""
    results = snapshot.search(Question.parse(question), SearchOptions(limit=limit))
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
