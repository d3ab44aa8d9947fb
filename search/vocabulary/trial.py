"""The effect of a digest's vocabulary on one question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from search.engine.seam import Snapshot
from search.evaluation.measures import ndcg
from search.question import Question
from search.results import Results, SearchOptions

# How many posts are told, and how deep places are looked for.
FIRST = 5
DEPTH = 50
_DEEP = SearchOptions(limit=DEPTH)


@dataclass(frozen=True, slots=True)
class Placed:
    """A post at a rank of an answer; ``grade`` is None for a post that was not judged."""

    place: int
    id: str
    title: str
    grade: int | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """A post whose rank an expansion changes; a rank is None below the first fifty."""

    id: str
    title: str
    without: int | None
    place: int | None
    grade: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The first posts of an answer; ``ndcg`` is None for a question that was not judged."""

    first: tuple[Placed, ...]
    total: int
    ndcg: float | None = None


@dataclass(frozen=True, slots=True)
class GroupTrial:
    """The effect of one group: ``words`` of the question lead to ``terms``.

    ``without`` is the answer with none of the terms, beside which ``moves`` tells the posts that
    the group moves within, into or out of the first five.
    """

    words: str
    terms: tuple[str, ...]
    without: Answer
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """A question's answer with all groups, without any, and the effect of each."""

    question: str
    whole: Answer
    plain: Answer
    groups: tuple[GroupTrial, ...]


def trial(snapshot: Snapshot, question: Question, grades: Mapping[str, int] | None = None) -> Trial:
    """Search with all of the vocabulary, with none of it, and without each group.

    A group of which several terms are looked for is tried as a whole and then term by term.
    ``grades`` are the question's judged posts, where it is a judged one.
    """
    whole = snapshot.search(question, _DEEP)
    looked: dict[str, list[tuple[str, str]]] = {}
    for expansion in whole.understanding.expansions:
        looked.setdefault(expansion.words, []).append((expansion.id, expansion.term))
    sets = [(words, leads) for words, leads in looked.items()]
    sets += [(words, [lead]) for words, leads in looked.items() if len(leads) > 1 for lead in leads]
    groups = []
    for words, leads in sets:
        without = snapshot.search(question, replace(_DEEP, off=tuple(name for name, _ in leads)))
        groups.append(
            GroupTrial(
                words=words,
                terms=tuple(term for _, term in leads),
                without=_answer(without, grades),
                moves=_moves(without, whole, grades),
            )
        )
    return Trial(
        question=question.text,
        whole=_answer(whole, grades),
        plain=_answer(snapshot.search(question, replace(_DEEP, expand=False)), grades),
        groups=tuple(groups),
    )


def _answer(results: Results, grades: Mapping[str, int] | None) -> Answer:
    first = tuple(
        Placed(hit.rank, hit.post.id, hit.post.title, _grade(hit.post.id, grades))
        for hit in results.hits[:FIRST]
    )
    ranked = [hit.post.id for hit in results.hits]
    return Answer(first, results.total, None if grades is None else ndcg(ranked, grades))


def _moves(without: Results, whole: Results, grades: Mapping[str, int] | None) -> tuple[Move, ...]:
    """The posts among the first five of either answer whose rank differs."""
    before = {hit.post.id: hit.rank for hit in without.hits}
    after = {hit.post.id: hit.rank for hit in whole.hits}
    posts = {hit.post.id: hit.post.title for hit in (*whole.hits[:FIRST], *without.hits[:FIRST])}
    return tuple(
        Move(post, title, before.get(post), after.get(post), _grade(post, grades))
        for post, title in posts.items()
        if before.get(post) != after.get(post)
    )


def _grade(post: str, grades: Mapping[str, int] | None) -> int | None:
    """The grade of a post for a judged question; 0 if it is not listed."""
    return None if grades is None else grades.get(post, 0)
