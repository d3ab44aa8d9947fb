"""The best posts are reordered by how close their word pieces are to the question's."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from search import weights
from search.index import embedding
from search.index.embedding import DIMENSIONS, Floats, unit
from search.index.wordpieces import Packed, small
from search.query.asked import Asked
from search.ranking.closely import NAME, look_closely, looked_at
from search.ranking.fused import Given, Ranking
from search.results import Understanding

pytestmark = pytest.mark.skipif(not embedding.installed(), reason="needs the semantic extra")

POSTS = 60
WORD = 2000
QUESTION = unit(np.random.default_rng(1).standard_normal((3, DIMENSIONS)))
ASKED = Asked((), (), "", {}, 0.0, Understanding(), pieces=QUESTION)


def ranked() -> Ranking:
    ranking = Ranking(POSTS)
    scores = np.linspace(1, 0, POSTS, dtype=np.float32)
    ranking.add("words", Given("words", scores, 0.0, 1.0))
    return ranking


def kept(positions: NDArray[np.integer]) -> list[Packed]:
    """The pieces of posts; only those of the third are the question's."""
    return [_post(QUESTION if at == 2 else _other(at)) for at in positions.tolist()]


def _other(seed: int) -> Floats:
    return unit(np.random.default_rng(100 + seed).standard_normal((4, DIMENSIONS)))


def _post(states: Floats) -> Packed:
    return small(states, [WORD] * len(states))


def test_a_post_with_the_pieces_of_the_question_rises(monkeypatch: pytest.MonkeyPatch) -> None:
    ranking = ranked()
    assert ranking.best(1)[0] == 0
    look_closely(ranking, ASKED, kept, None)
    assert ranking.best(1)[0] == 2
    assert looked_at(ranking)[2] == 1
    assert len(looked_at(ranking)) <= weights.CLOSELY_POSTS


def test_the_bonus_is_proportional_to_the_spread_of_scores() -> None:
    for scale in (1.0, 7.0):
        ranking = Ranking(POSTS)
        scores = np.linspace(scale, 0, POSTS, dtype=np.float32)
        ranking.add("words", Given("words", scores, 0.0, 1.0))
        best = ranking.best(weights.CLOSELY_POSTS)
        spread = ranking.scores(best).std()
        look_closely(ranking, ASKED, kept, None)
        given = ranking.legs[NAME].to(best)
        assert given.mean() == pytest.approx(0, abs=1e-5 * scale)
        assert given.std() == pytest.approx(weights.CLOSELY * spread, rel=1e-3)


def test_posts_further_down_keep_their_scores() -> None:
    ranking = ranked()
    rest = np.arange(weights.CLOSELY_POSTS, POSTS)
    before = ranking.scores(rest)
    look_closely(ranking, ASKED, kept, None)
    assert np.allclose(ranking.scores(rest), before, atol=1e-6)


def test_posts_that_do_not_pass_the_filter_are_not_looked_at() -> None:
    ranking = ranked()
    allowed = np.arange(POSTS) % 2 == 1
    seen: list[int] = []

    def looking(positions: NDArray[np.integer]) -> list[Packed]:
        seen.extend(positions.tolist())
        return kept(positions)

    look_closely(ranking, ASKED, looking, allowed)
    assert sorted(seen) == list(range(1, POSTS, 2))
    assert not ranking.legs[NAME].to(np.array([2])).any()


def test_without_pieces_or_enough_posts_nothing_is_added() -> None:
    for asked, allowed in (
        (replace(ASKED, pieces=None), None),
        (replace(ASKED, pieces=QUESTION[:0]), None),
        (ASKED, np.zeros(POSTS, np.bool_)),
        (ASKED, np.arange(POSTS) == 4),
    ):
        ranking = ranked()
        look_closely(ranking, asked, kept, allowed)
        assert NAME not in ranking.legs
        assert looked_at(ranking) == {}
    bare = Ranking(POSTS)
    look_closely(bare, ASKED, kept, None)
    assert not bare.legs
