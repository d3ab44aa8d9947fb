"""Posts are ordered by score; equal ones stay in the order of the digest."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from search.ranking.fused import Floats, Given, Ranking, order

FLOATS = arrays.arrays(
    np.float32, st.integers(1, 40), elements=st.sampled_from([0.0, 0.5, 1.0, 2.5, -1.0])
)


@given(FLOATS, st.integers(0, 45))
def test_posts_are_ordered_by_score_and_position(scores: Floats, limit: int) -> None:
    among = np.flatnonzero(np.arange(len(scores)) % 3)
    expected = sorted(among.tolist(), key=lambda n: (-scores[n], n))[:limit]
    assert order(scores, among, limit).tolist() == expected
    every = sorted(range(len(scores)), key=lambda n: (-scores[n], n))[:limit]
    assert order(scores, None, limit).tolist() == every


@pytest.mark.parametrize("limit", [1, 3, 10, 2000])
@pytest.mark.parametrize("values", [2, 7, 10**9])
def test_the_best_of_many_posts_are_in_the_same_order(limit: int, values: int) -> None:
    scores = np.random.default_rng(limit).integers(0, values, 2001).astype(np.float32)
    expected = np.argsort(-scores, kind="stable")[:limit]
    assert order(scores, None, limit).tolist() == expected.tolist()


def test_a_ranking_adds_the_scores_of_legs_minus_their_means() -> None:
    ranking = Ranking(3)
    ranking.add("coverage", Given("", np.array([0, 1, 2], np.float32), 1.0, 2.0))
    ranking.add("words", Given("", np.array([5, 5, 5], np.float32), 5.0, 9.0))
    every = np.arange(3)
    assert ranking.scores(every).tolist() == [-2, 0, 2]
    assert ranking.best(2).tolist() == [2, 1]
    assert ranking.best(2, every[:2]).tolist() == [1, 0]
    assert ranking.coverage is not None and ranking.coverage.tolist() == [0, 1, 2]
    assert ranking.nearness is None
