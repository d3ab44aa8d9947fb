"""The ranking adds the scores of its legs, and always gives the same order."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from search import weights
from search.index import bm25f
from search.index.algebra.cosines import Cosines, Moments, cosines
from search.index.tokens.analysed import analyse
from search.query.asked import Asked
from search.query.lexicon import Lexicon
from search.query.understanding import understand
from search.question import Question
from search.ranking.fuse import CROWDING, rank, weigh
from search.ranking.fused import Floats
from search.ranking.legs import CoverageLeg, Leg, WordLeg
from search.text.analyzer import Analyzer
from tests.digests import garden

ANALYZER = Analyzer(garden.VOCABULARY)
ANALYZED = analyse(garden.POSTS, ANALYZER)
FITTED = bm25f.fit(ANALYZED, weights.BOOSTS)
LEXICON = Lexicon(ANALYZER, ANALYZED.words, FITTED)
SIZE = len(garden.POSTS)
EVERY = np.arange(SIZE)
FLOATS = arrays.arrays(
    np.float32, st.integers(1, 40), elements=st.sampled_from([0.0, 0.5, 1.0, 2.5, -1.0])
)


def asked(text: str) -> Asked:
    return understand(Question.parse(text), LEXICON)


def test_scores_are_the_sum_of_the_legs() -> None:
    ranking = rank(asked("slugs in a drought"), [WordLeg(FITTED), CoverageLeg(FITTED)], SIZE)
    assert set(ranking.legs) >= {"words", "coverage"}
    parts = [part.to(EVERY) for part in ranking.legs.values()]
    assert np.allclose(ranking.scores(EVERY), sum(parts), atol=1e-5)
    assert all(part.label for part in ranking.legs.values())


def test_a_question_unknown_to_all_legs_has_no_ranking() -> None:
    ranking = rank(asked("xylophone"), [WordLeg(FITTED)], SIZE)
    assert not ranking.scores(EVERY).any()
    assert not ranking.legs
    assert ranking.coverage is None


@given(FLOATS)
def test_z_scores_have_mean_zero_and_deviation_one(scores: Floats) -> None:
    scaled = weigh("", scores, 1.0).to(np.arange(len(scores)))
    if len(set(scores.tolist())) == 1:
        assert not scaled.any()
    else:
        assert scaled.mean() == pytest.approx(0, abs=1e-5)
        assert scaled.std() == pytest.approx(1, abs=1e-4)
        assert (np.argsort(scaled, kind="stable") == np.argsort(scores, kind="stable")).all()


class Spread:
    """A leg of cosines between the question and some posts."""

    name = "latent"
    label = "what lies near"

    def __init__(self, posts: Floats, vector: Floats) -> None:
        self.posts = posts
        self.vector = vector
        self.moments = Moments.of(posts)

    def scores(self, asked: Asked) -> Cosines | None:
        return cosines(self.posts, self.moments, self.vector)

    def near(self, posts: NDArray[np.integer], shares: Floats) -> Cosines | None:
        return cosines(self.posts, self.moments, shares @ self.posts[posts])


class Listed:
    """A leg with given scores."""

    name = "words"
    label = "as told"

    def __init__(self, values: Floats) -> None:
        self.values = values

    def scores(self, asked: Asked) -> Floats:
        return self.values

    def near(self, posts: NDArray[np.integer], shares: Floats) -> None:
        """Finds nothing near."""


@pytest.mark.parametrize("weight", [0.01, 1.0, 30.0])
@pytest.mark.parametrize("limit", [0, 1, 10, 700])
def test_computing_few_cosines_gives_the_order_of_all(weight: float, limit: int) -> None:
    chance = np.random.default_rng(5)
    posts = chance.normal(0.1, 1, (600, 20)).astype(np.float32)
    posts /= np.linalg.norm(posts, axis=1, keepdims=True)
    told = np.where(chance.random(600) < 0.2, chance.exponential(size=600), 0).astype(np.float32)
    middle = posts[3] + posts[9]
    legs: list[Leg] = [Listed(told), Spread(posts, middle)]
    ranking = rank(asked(""), legs, 600, {"words": 1.0, "latent": weight})
    every = np.arange(600)
    scores = ranking.scores(every)
    assert set(ranking.legs) == {"words", "latent", "latent feedback"}
    near = posts @ middle / np.linalg.norm(middle)
    given = weight * (near - near.mean()) / near.std()
    assert np.allclose(ranking.legs["latent"].to(every), given, rtol=1e-3, atol=1e-3)
    expected = np.argsort(-scores, kind="stable")
    assert np.allclose(scores[ranking.best(limit)], scores[expected[:limit]], atol=1e-5)
    among = every[::2]
    best = ranking.best(limit, among)
    assert np.isin(best, among).all()
    assert np.allclose(scores[best], np.sort(scores[among])[::-1][:limit], atol=1e-5)


def test_the_latent_leg_counts_less_beside_meaning() -> None:
    posts = np.random.default_rng(5).normal(size=(50, 4)).astype(np.float32)
    posts /= np.linalg.norm(posts, axis=1, keepdims=True)
    latent, meaning = Spread(posts, posts[3]), Spread(posts, posts[3])
    meaning.name = "meaning"
    every = np.arange(50)
    alone = rank(asked(""), [latent], 50).legs
    beside = rank(asked(""), [latent, meaning], 50).legs
    share = weights.LATENT_BESIDE_MEANING
    assert 0 < share < 1
    for name in ("latent", "latent feedback"):
        assert np.allclose(beside[name].to(every), share * alone[name].to(every), atol=1e-5)
    assert set(beside) == {"latent", "meaning", "latent feedback", "meaning feedback"}


def test_of_two_equally_near_posts_the_crowded_one_comes_second() -> None:
    posts = np.random.default_rng(5).normal(size=(50, 4)).astype(np.float32)
    posts /= np.linalg.norm(posts, axis=1, keepdims=True)
    posts[9] = posts[4]
    legs: list[Leg] = [Spread(posts, posts[3])]
    crowding = np.zeros(50, np.float32)
    crowding[4] = 0.1
    plain, told = (rank(asked(""), legs, 50, crowding=c) for c in ({}, {"latent": crowding}))
    every = np.arange(50)
    assert CROWDING not in plain.legs
    assert plain.best(50).tolist().index(4) < plain.best(50).tolist().index(9)
    assert told.best(50).tolist().index(4) > told.best(50).tolist().index(9)
    # As much as if the post were that much less near.
    taken = told.legs[CROWDING].to(every)
    assert taken[4] == pytest.approx(-weights.CROWDING * 0.1 * told.legs["latent"].weight)
    assert not np.delete(taken, 4).any()
    # Legs that are not there are not told of.
    assert CROWDING not in rank(asked(""), legs, 50, crowding={"meaning": crowding}).legs
