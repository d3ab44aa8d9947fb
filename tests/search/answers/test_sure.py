"""The chance that a post answers grows with the words it shows and its lead over other hits."""

from __future__ import annotations

import math

import pytest

from search.answers.sure import SIGNS, Fit, weights

FIT = Fit(score=6.0, third=4.0, asked=3, known=3.0, shown=2.0, title=1.0, covered=0.7)
NEAR = FIT._replace(near=(0.9, 1.0))


@pytest.mark.parametrize("fit", [FIT, NEAR])
@pytest.mark.parametrize(
    "more", [{"third": 1.0}, {"covered": 1.0}, {"title": 3.0}, {"shown": 3.0}, {"score": 9.0}]
)
def test_a_better_fit_has_a_higher_chance(fit: Fit, more: dict[str, float]) -> None:
    learned = weights(bool(fit.near))
    assert 0 < learned.chance(fit) < learned.chance(fit._replace(**more)) < 1  # type: ignore[arg-type]


def test_a_post_more_similar_in_meaning_has_a_higher_chance() -> None:
    learned = weights(by_meaning=True)
    assert learned.chance(NEAR._replace(near=(0.9, 1.3))) > learned.chance(NEAR) + 0.1


def test_the_signs_of_a_fit_are_those_that_have_weights() -> None:
    assert set(NEAR.signs()) == set(SIGNS) == set(weights(by_meaning=True).signs)
    assert set(FIT.signs()) == set(weights(by_meaning=False).signs)
    # A score below the third-best one, and a question without a known word.
    assert FIT._replace(score=3.0).signs()["ahead"] == 0
    assert FIT._replace(known=0.0).signs()["share"] == FIT.shown


@pytest.mark.parametrize("by_meaning", [False, True])
def test_a_post_that_shows_less_needs_a_higher_chance(by_meaning: bool) -> None:
    learned = weights(by_meaning)
    assert 0 < learned.fitting < learned.showing_less < 1
    assert math.isfinite(learned.base)
