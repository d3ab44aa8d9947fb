"""The effect of each group of the vocabulary on one question."""

from __future__ import annotations

from search.engine.seam import Snapshot
from search.question import Question
from search.vocabulary.trial import trial


def test_a_group_is_tried_as_a_whole_and_term_by_term(garden_snapshot: Snapshot) -> None:
    tried = trial(garden_snapshot, Question.parse("community garden for slugs"))
    whole, *single = [g for g in tried.groups if g.words == "community garden"]
    assert set(whole.terms) == {"allotment", "vegetable plot"} & set(whole.terms)
    assert all(len(group.terms) == 1 for group in single)
    assert tried.whole.ndcg is None and tried.plain.ndcg is None
    assert all(placed.grade is None for placed in tried.whole.first)


def test_moves_give_the_place_of_a_post_without_and_with_the_group(
    garden_snapshot: Snapshot,
) -> None:
    tried = trial(garden_snapshot, Question.parse("compost"))
    (group,) = tried.groups
    assert (group.words, group.terms) == ("compost", ("leaf mould",))
    moved = {move.id: (move.without, move.place) for move in group.moves}
    assert moved["2019-09-mulch-keeps-water-in"] == (None, 2)
    assert tried.whole.total > group.without.total
    assert group.without.first == tried.plain.first


def test_a_judged_question_has_grades_beside_its_posts(garden_snapshot: Snapshot) -> None:
    grades = {"2019-09-mulch-keeps-water-in": 3}
    tried = trial(garden_snapshot, Question.parse("compost"), grades)
    assert [placed.grade for placed in tried.whole.first] == [0, 3]
    assert tried.plain.ndcg == 0.0
    assert tried.whole.ndcg is not None and tried.whole.ndcg > 0.5
    assert {move.grade for move in tried.groups[0].moves} <= {0, 3}


def test_a_question_without_a_group_is_unchanged(garden_snapshot: Snapshot) -> None:
    tried = trial(garden_snapshot, Question.parse("hedges"))
    assert tried.groups == ()
    assert tried.whole == tried.plain
