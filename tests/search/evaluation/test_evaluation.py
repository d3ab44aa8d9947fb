"""An evaluation measures the ranking against a baseline, and how unanswerable questions fare."""

from __future__ import annotations

from dataclasses import replace

import pytest

from search.engine.seam import Snapshot
from search.errors import JudgmentsMissing
from search.evaluation.evaluation import evaluate, relate
from search.evaluation.judgments import JudgedQuestion, JudgedRelation
from search.evaluation.measures import ndcg
from search.question import Question
from tests.digests import garden

COMPOST = "2015-03-compost-feeds-tired-beds"
SLUGS = "2016-05-slugs-and-beer"
RAIN = "2022-11-rain-barrels"
QUESTIONS = (
    JudgedQuestion("q1", "compost", "keywords", {COMPOST: 3}),
    JudgedQuestion("q2", "do beer traps drown slugs?", "plain", {SLUGS: 3, COMPOST: 1}),
    JudgedQuestion("q3", "beans", "plain", {"2021-07-mice-in-the-shed": 0, RAIN: 2}),
    JudgedQuestion("q4", "xylophone", "unanswerable", {}),
    JudgedQuestion("q5", "children on the moon", "unanswerable", {}),
)


def test_each_kind_of_question_has_a_row_and_all_together_one(garden_snapshot: Snapshot) -> None:
    done = evaluate(garden_snapshot, QUESTIONS)
    assert [(row.kind, row.questions) for row in done.rows] == [
        ("keywords", 1),
        ("plain", 2),
        ("all", 3),
    ]
    assert [o.id for o in done.outcomes] == [o.id for o in done.bar] == ["q1", "q2", "q3"]
    for row in done.rows:
        outcomes = [o for o in done.outcomes if row.kind in (o.kind, "all")]
        assert row.ndcg == pytest.approx(sum(o.ndcg for o in outcomes) / len(outcomes))
        assert row.recall == pytest.approx(sum(o.recall for o in outcomes) / len(outcomes))
        assert 0 < row.p <= 1
    first = done.outcomes[0]
    assert (first.ndcg, first.reciprocal_rank, first.recall, first.success) == (1, 1, 1, 1)
    assert done.seconds > 0


def test_outcomes_are_those_of_the_run(garden_snapshot: Snapshot) -> None:
    told: list[tuple[int, int]] = []
    done = evaluate(garden_snapshot, QUESTIONS, lambda n, total: told.append((n, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]
    for question, outcome in zip(QUESTIONS, done.outcomes, strict=False):
        ranked = [post for post, _ in done.run[question.id]]
        assert outcome.ndcg == ndcg(ranked, question.grades)


def test_shares_of_unanswered_and_answered_questions_are_measured(
    garden_snapshot: Snapshot,
) -> None:
    done = evaluate(garden_snapshot, QUESTIONS)
    told = {q.id for q in QUESTIONS if not garden_snapshot.answers(Question.parse(q.text))}
    assert "q4" in told
    assert not told & {"q1", "q2", "q3"}
    assert done.silent == len(told) / 2
    assert done.spoken == 1
    assert evaluate(garden_snapshot, QUESTIONS[:3]).silent is None


def test_a_single_kind_has_one_row(garden_snapshot: Snapshot) -> None:
    assert [row.kind for row in evaluate(garden_snapshot, QUESTIONS[:1]).rows] == ["all"]


def test_without_questions_the_measures_are_zero(garden_snapshot: Snapshot) -> None:
    (row,) = evaluate(garden_snapshot, ()).rows
    assert (row.questions, row.ndcg, row.p) == (0, 0, 1)


def test_success_accepts_any_grade_if_there_is_only_one(garden_snapshot: Snapshot) -> None:
    one = JudgedQuestion("q", "compost", "all", {COMPOST: 1})
    assert evaluate(garden_snapshot, [one]).outcomes[0].success == 1
    last = garden_snapshot.order(Question.parse("compost"), 100)[-1][0]
    touched = JudgedQuestion("q", "compost", "all", {COMPOST: 1, last: 3})
    assert evaluate(garden_snapshot, [touched]).outcomes[0].success == 0


def test_relations_are_measured_by_similarity_and_across_topics_apart(
    garden_snapshot: Snapshot,
) -> None:
    (likest, _), *_ = garden_snapshot.alike("2017-06-ladybirds-eat-aphids", 1)
    relations = (
        JudgedRelation("2017-06-ladybirds-eat-aphids", {likest: 2}),
        JudgedRelation("2019-09-mulch-keeps-water-in", {RAIN: 1}, {SLUGS: 1}),
    )
    done = relate(garden_snapshot, relations)
    assert [(row.kind, row.questions) for row in done.rows] == [("closest", 2), ("across", 1)]
    assert set(done.run) == {
        "2017-06-ladybirds-eat-aphids",
        "2019-09-mulch-keeps-water-in",
        "across:2019-09-mulch-keeps-water-in",
    }
    assert done.outcomes[0].reciprocal_rank == 1
    mulch = next(p for p in garden.POSTS if p.id == "2019-09-mulch-keeps-water-in")
    for post, _ in done.run["across:2019-09-mulch-keeps-water-in"]:
        assert not set(garden_snapshot.post(post).topics) & set(mulch.topics)


def test_documents_are_queries_by_facet(garden_snapshot: Snapshot) -> None:
    post = "2017-06-ladybirds-eat-aphids"
    (first, _), (second, _), *_ = garden_snapshot.alike(post, 2)
    relations = (
        JudgedRelation(post, {first: 1}, facet="method", id="a b"),
        JudgedRelation(post, {second: 1}, facet="finding", id="c"),
        JudgedRelation(post, {second: 0}, facet="nothing", id="d"),
    )
    done = relate(garden_snapshot, relations)
    assert [(row.kind, row.questions) for row in done.rows] == [
        ("method", 1),
        ("finding", 1),
        ("all", 2),
    ]
    assert set(done.run) == {"a b", "c"}
    assert done.rows[0].ndcg == 1


def test_a_missing_judged_document_is_reported(garden_snapshot: Snapshot) -> None:
    with pytest.raises(JudgmentsMissing, match="no post 'nowhere'"):
        relate(garden_snapshot, [JudgedRelation("nowhere", {SLUGS: 1})])


def test_the_baseline_may_be_another_run(garden_snapshot: Snapshot) -> None:
    own = evaluate(garden_snapshot, QUESTIONS)
    same = evaluate(garden_snapshot, QUESTIONS, against=own.run)
    assert [(row.bar, row.p, row.effect) for row in same.rows] == [
        (row.ndcg, 1.0, None) for row in own.rows
    ]
    # A question that is missing in the other run counts as found nothing there.
    part = evaluate(garden_snapshot, QUESTIONS, against={"q1": own.run["q1"]})
    assert [outcome.ndcg for outcome in part.bar] == [1, 0, 0]
    assert part.rows[-1].effect is not None and part.rows[-1].effect > 0
    with pytest.raises(JudgmentsMissing, match="no question of these judgments, such as 'q1'"):
        evaluate(garden_snapshot, QUESTIONS, against={"other": []})


def test_questions_written_blind_have_rows_of_their_own(garden_snapshot: Snapshot) -> None:
    blind = [replace(q, blind=q.id in {"q1", "q4"}) for q in QUESTIONS]
    done = evaluate(garden_snapshot, blind)
    assert [(row.kind, row.questions) for row in done.rows] == [
        ("keywords", 1),
        ("plain", 2),
        ("written blind", 1),
        ("all", 3),
    ]
    assert (done.blind_silent, done.blind_spoken) == (1, 1)
    assert [o.blind for o in done.outcomes] == [True, False, False]
    everything = evaluate(garden_snapshot, [replace(q, blind=True) for q in QUESTIONS])
    assert [row.kind for row in everything.rows] == ["keywords", "plain", "all"]
    assert everything.blind_silent is None
