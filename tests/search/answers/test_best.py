"""A question is answered by implications only where they fit well."""

from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest

from corpus.evidence.notice import Notice
from corpus.folder.read import DEMO
from corpus.post import Post
from search.answers.best import answers
from search.engine.seam import Snapshot
from search.question import Question
from search.results import Facets, Hit, Passage, Results, Understanding

MARKED = Passage("Prune roses in winter.", ((0, 5), (6, 11), (15, 21)))


def hit(rank: int, score: float, **changes: object) -> Hit:
    made = Hit(
        rank=rank,
        score=score,
        post=Post(id=f"p{rank}", title="T", summary="S"),
        title=Passage("T"),
        implication=MARKED,
        passage=None,
        words=("prune", "roses", "winter"),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # each is a field of it


def results(*hits: Hit, **changes: object) -> Results:
    made = Results(
        question=Question.parse("when to prune roses in winter"),
        understanding=Understanding(used=("prune", "roses", "winter")),
        hits=hits,
        total=len(hits),
        offset=0,
        sort="relevance",
        facets=Facets(),
        answered=bool(hits),
        nearest=(),
        generation="g",
        seconds=0.0,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # each is a field of it


def ranks(found: Results) -> list[int]:
    return [hit.rank for hit in answers(found)]


def test_at_most_three_of_the_best_answer() -> None:
    assert ranks(results(*(hit(n, 5.0) for n in range(1, 6)))) == [1, 2, 3]
    assert ranks(results(hit(1, 5.0), hit(2, 3.9), hit(3, 1.0))) == [1, 2]
    assert ranks(results()) == []


def test_a_retracted_study_never_answers() -> None:
    gone = Post(id="p1", title="T", summary="S", notices=(Notice("retraction"),))
    found = results(hit(1, 9.0, post=gone), hit(2, 5.0), hit(3, 4.9))
    assert ranks(found) == [2, 3]
    assert ranks(results(hit(1, 9.0, post=gone))) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"implication": None},
        {"words": ("prune",)},
        {"words": ("prune", "pruned", "Pruning")},
        {"score": 0.0},
        {"score": -1.0},
    ],
)
def test_a_hit_that_does_not_fit_well_answers_nothing(changes: dict[str, object]) -> None:
    changed = replace(hit(1, 5.0), **changes)  # type: ignore[arg-type]  # each is a field of a hit
    assert ranks(results(changed)) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"understanding": Understanding(used=("prune",))},
        {"sort": "newest"},
        {"offset": 10},
        {"answered": False},
    ],
)
def test_only_a_question_that_is_answered_in_order_of_relevance_has_answers(
    changes: dict[str, object],
) -> None:
    assert ranks(results(hit(1, 5.0), **changes)) == []


def test_a_word_that_no_post_has_keeps_no_answer_away() -> None:
    made = Understanding(used=("prune", "roses"), unknown=("gnomes",))
    assert ranks(results(hit(1, 5.0), understanding=made)) == [1]


def test_where_the_best_does_not_answer_none_does() -> None:
    assert ranks(results(hit(1, 5.0, words=("prune",)), hit(2, 5.0))) == []
    assert ranks(results(hit(1, 5.0), hit(2, 5.0, words=("prune",)), hit(3, 4.5))) == [1, 3]


def test_a_short_question_needs_all_its_words() -> None:
    two = {"understanding": Understanding(used=("prune",), phrases=("in winter",))}
    assert ranks(results(hit(1, 5.0, words=("prune", "winter")), **two)) == [1]
    assert ranks(results(hit(1, 5.0, words=("prune",)), **two)) == []


def test_the_judged_questions_are_answered_well_where_they_are(demo_snapshot: Snapshot) -> None:
    text = (DEMO / "relevance" / "questions.toml").read_text("utf-8")
    shown: list[int] = []
    asked = 0
    for question in tomllib.loads(text)["question"]:
        found = demo_snapshot.search(Question.parse(question["text"]))
        best = answers(found)
        asked += bool(best)
        shown += [question["grades"].get(hit.post.id, 0) for hit in best]
    assert asked > 110
    # Measured without the meaning leg: docs/relevance.md.
    assert sum(grade >= 2 for grade in shown) / len(shown) > 0.6
    assert sum(grade >= 1 for grade in shown) / len(shown) > 0.65
