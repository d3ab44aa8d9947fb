"""The scores of the best posts are averaged with those of the most similar ones."""

from __future__ import annotations

import numpy as np
import pytest

from search import weights
from search.index.embedding import Floats, unit
from search.ranking.agreeing import NAME, agree
from search.ranking.fused import Given, Ranking

POSTS = 60
RANDOM = unit(np.random.default_rng(3).standard_normal((POSTS, 16)))


def ranked() -> Ranking:
    ranking = Ranking(POSTS)
    scores = np.linspace(1, 0, POSTS, dtype=np.float32)
    ranking.add("words", Given("words", scores, 0.0, 1.0))
    return ranking


def with_likes_of(post: int, others: range) -> Floats:
    """Vectors by which one post is very similar to some others."""
    vectors = RANDOM.copy()
    vectors[[post, *others]] = RANDOM[0]
    return vectors


def test_a_post_similar_to_high_scoring_ones_rises() -> None:
    ranking = ranked()
    vectors = with_likes_of(12, range(weights.AGREEING_WITH))
    agree(ranking, [vectors], None)
    assert ranking.scores(np.array([12]))[0] > ranking.scores(np.array([11]))[0]
    best = ranking.best(POSTS).tolist()
    assert best.index(12) < best.index(11)


def test_a_score_becomes_the_weighted_mean_with_those_of_similar_posts() -> None:
    ranking = ranked()
    before = ranking.scores(np.arange(POSTS))
    agree(ranking, [RANDOM, RANDOM], None)
    alike = RANDOM[: weights.AGREEING_POSTS] @ RANDOM[: weights.AGREEING_POSTS].T
    np.fill_diagonal(alike, -1)
    for post in (0, 7, 30):
        near = np.argsort(-alike[post])[: weights.AGREEING_WITH]
        share = weights.AGREEMENT
        expected = (1 - share) * before[post] + share * before[near].mean()
        assert ranking.scores(np.array([post]))[0] == pytest.approx(expected, abs=1e-5)


def test_posts_further_down_keep_their_scores() -> None:
    ranking = ranked()
    rest = np.arange(weights.AGREEING_POSTS, POSTS)
    before = ranking.scores(rest)
    agree(ranking, [RANDOM], None)
    assert np.array_equal(ranking.scores(rest), before)


def test_only_posts_that_pass_the_filter_are_averaged() -> None:
    ranking = ranked()
    allowed = np.arange(POSTS) % 2 == 1
    before = ranking.scores(np.arange(POSTS))
    agree(ranking, [RANDOM], allowed)
    moved = ranking.scores(np.arange(POSTS)) != before
    assert moved.any()
    assert not moved[~allowed].any()


def test_the_order_does_not_depend_on_the_scale_of_scores() -> None:
    orders = []
    for scale in (1.0, 9.0):
        ranking = Ranking(POSTS)
        scores = np.linspace(scale, 0, POSTS, dtype=np.float32)
        ranking.add("words", Given("words", scores, 0.0, 1.0))
        agree(ranking, [RANDOM], None)
        orders.append(ranking.best(20).tolist())
    assert orders[0] == orders[1]


def test_without_vectors_scores_or_enough_posts_nothing_changes() -> None:
    bare, unscored = ranked(), Ranking(POSTS)
    agree(bare, [], None)
    agree(unscored, [RANDOM], None)
    few = np.arange(POSTS) < weights.AGREEING_WITH
    some = ranked()
    agree(some, [RANDOM], few)
    assert NAME not in {**bare.legs, **unscored.legs, **some.legs}
