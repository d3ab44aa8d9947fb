"""The measures of quality equal those of ir-measures, to the ninth digit."""

from __future__ import annotations

import random

import ir_measures
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.evaluation.measures import ndcg, p_value, recall, reciprocal_rank, success

POSTS = [f"p{n}" for n in range(150)]


def test_they_agree_with_ir_measures_on_random_runs() -> None:
    chance = random.Random(7)
    measures = [
        ir_measures.parse_measure(name)
        for name in ("nDCG@10", "RR@10", "R@100", "Success(rel=2)@3")
    ]
    for _ in range(60):
        grades = {p: chance.choice((0, 0, 1, 2, 3)) for p in chance.sample(POSTS, 20)}
        if not any(grades.values()):
            continue
        ranked = chance.sample(POSTS, chance.choice((0, 1, 3, 50, 150)))
        # Lower places have lower scores, and none are equal, so the order is that of the run.
        run = [ir_measures.ScoredDoc("q", p, 200.0 - n) for n, p in enumerate(ranked)]
        judged = [ir_measures.Qrel("q", p, g) for p, g in grades.items()]
        theirs = ir_measures.calc_aggregate(measures, judged, run)
        ours = (
            ndcg(ranked, grades),
            reciprocal_rank(ranked, grades),
            recall(ranked, grades),
            success(ranked, grades),
        )
        for measure, value in zip(measures, ours, strict=True):
            assert value == pytest.approx(theirs[measure], abs=1e-9), (measure, ranked[:10])


@given(
    st.lists(st.sampled_from(POSTS), unique=True),
    st.dictionaries(st.sampled_from(POSTS), st.integers(-1, 3)),
)
def test_every_measure_is_between_zero_and_one(ranked: list[str], grades: dict[str, int]) -> None:
    for value in (ndcg(ranked, grades), reciprocal_rank(ranked, grades), recall(ranked, grades)):
        assert 0 <= value <= 1 + 1e-12
    assert success(ranked, grades) in (0, 1)


def test_the_ideal_order_scores_one_and_an_empty_one_zero() -> None:
    grades = {"a": 3, "b": 1, "c": 2, "d": 0}
    assert ndcg(["a", "c", "b", "d"], grades) == pytest.approx(1)
    assert ndcg(["b", "c", "a"], grades) < 1
    for measure in (ndcg, reciprocal_rank, recall):
        assert measure(["x"], grades) == 0
        assert measure([], grades) == 0
        assert measure(["a"], {}) == 0


def test_places_below_the_depth_do_not_count() -> None:
    ranked = [f"x{n}" for n in range(10)] + ["a"]
    assert reciprocal_rank(ranked, {"a": 1}) == 0
    assert ndcg(ranked, {"a": 1}) == 0
    assert recall(ranked, {"a": 1}) == 1
    assert success(["x", "y", "a"], {"a": 2}) == 1
    assert success(["x", "y", "z", "a"], {"a": 2}) == 0
    assert success(["a"], {"a": 1}) == 0
    assert success(["a"], {"a": 1}, least=1) == 1


def test_equal_systems_have_a_p_value_of_one() -> None:
    assert p_value([0.5, 0.7], [0.5, 0.7]) == 1
    assert p_value([], []) == 1


def test_a_clear_difference_is_unlikely_to_be_chance_and_a_small_one_is_not() -> None:
    chance = random.Random(1)
    ones = [chance.random() for _ in range(40)]
    assert p_value([x + 0.2 + chance.random() / 100 for x in ones], ones) < 0.001
    assert p_value([x + chance.choice((-0.1, 0.1)) for x in ones], ones) > 0.05
    # Four gains are not distinguishable from chance: 2 of 16 sign patterns are as extreme.
    assert p_value([1.0] * 4, [0.0] * 4) == pytest.approx(2 / 16, abs=0.01)


def test_the_p_value_is_two_sided_and_reproducible() -> None:
    ones, others = [0.9, 0.4, 0.8, 0.7], [0.5, 0.5, 0.3, 0.2]
    assert p_value(ones, others) == p_value(others, ones) == p_value(ones, others)
