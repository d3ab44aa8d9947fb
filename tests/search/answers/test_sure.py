"""The chance that a post answers grows with the words it shows and its lead over other hits."""

from __future__ import annotations

import pytest

from search.answers.sure import SIGNS, Fit, Points, weights

FIT = Fit(
    score=6.0,
    second=4.5,
    third=4.0,
    words=8,
    known=3.0,
    shown=2.0,
    title=1.0,
    within=0.7,
    together=0.4,
    subjects=2,
    lacking=1,
    apart=1,
    unmet=1,
    covered=0.7,
)
NEAR = FIT._replace(near=(0.9, 1.0))


@pytest.mark.parametrize("fit", [FIT, NEAR])
@pytest.mark.parametrize(
    "more",
    [
        {"third": 1.0},
        {"second": 1.0, "third": 1.0},
        {"covered": 1.0},
        {"title": 3.0},
        {"shown": 3.0},
        {"within": 1.0},
        {"together": 1.0},
        {"lacking": 0},
        {"apart": 0},
        {"unmet": 0},
    ],
)
def test_a_better_fit_never_has_a_lower_chance(fit: Fit, more: dict[str, float]) -> None:
    learned = weights(bool(fit.near))
    assert 0 < learned.chance(fit) <= learned.chance(fit._replace(**more)) < 1  # type: ignore[arg-type]


@pytest.mark.parametrize("fit", [FIT, NEAR])
def test_a_post_far_ahead_of_others_that_speaks_of_all_is_likelier_to_answer(fit: Fit) -> None:
    better = fit._replace(second=1.0, third=1.0, lacking=0, apart=0, within=1.0, unmet=0)
    learned = weights(bool(fit.near))
    assert learned.chance(better) > learned.chance(fit) + 0.2


def test_a_post_more_similar_in_meaning_has_a_higher_chance() -> None:
    learned = weights(by_meaning=True)
    near, far = (learned.chance(NEAR._replace(near=(0.9, similar))) for similar in (1.3, 0.7))
    assert near > far + 0.1


def test_the_signs_of_a_fit_are_those_that_have_weights() -> None:
    assert set(NEAR.signs()) == set(SIGNS) == set(weights(by_meaning=True).signs)
    assert set(FIT.signs()) == set(weights(by_meaning=False).signs)
    # A score below that of others, and a question without a known word.
    behind = FIT._replace(score=3.0).signs()
    assert behind["ahead"] == behind["next"] == 0
    assert FIT._replace(known=0.0).signs()["title"] == FIT.title


@pytest.mark.parametrize("by_meaning", [False, True])
def test_more_than_an_even_chance_is_needed(by_meaning: bool) -> None:
    assert 0.5 < weights(by_meaning).enough < 1


def test_points_change_at_each_edge() -> None:
    points = Points((1.0, 2.0), (-1.0, 0.5, 2.0))
    assert [points.of(value) for value in (0.5, 1.0, 1.5, 2.0, 9.0)] == [-1.0, 0.5, 0.5, 2.0, 2.0]
