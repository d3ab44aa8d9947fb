"""How sure it is that a post answers: more where it shows more, and is further ahead."""

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
def test_what_fits_better_is_surer(fit: Fit, more: dict[str, float]) -> None:
    learned = weights(bool(fit.near))
    assert 0 < learned.chance(fit) < learned.chance(fit._replace(**more)) < 1  # type: ignore[arg-type]


def test_what_is_nearer_in_meaning_is_surer() -> None:
    learned = weights(by_meaning=True)
    assert learned.chance(NEAR._replace(near=(0.9, 1.3))) > learned.chance(NEAR) + 0.1


def test_the_signs_of_a_fit_are_those_that_were_learned() -> None:
    assert set(NEAR.signs()) == set(SIGNS) == set(weights(by_meaning=True).signs)
    assert set(FIT.signs()) == set(weights(by_meaning=False).signs)
    # Behind the third-best, and without a known word.
    assert FIT._replace(score=3.0).signs()["ahead"] == 0
    assert FIT._replace(known=0.0).signs()["share"] == FIT.shown


@pytest.mark.parametrize("by_meaning", [False, True])
def test_what_shows_less_must_be_surer(by_meaning: bool) -> None:
    learned = weights(by_meaning)
    assert 0 < learned.fitting < learned.showing_less < 1
    assert math.isfinite(learned.base)
