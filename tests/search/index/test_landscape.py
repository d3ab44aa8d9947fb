"""Posts that are alike lie together, and the same posts always at the same places."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.sparse import csr_array

from search.engine.open import open_engine
from search.index.landscape import FEWEST_POSTS, MOST_POSTS, lay_out, placed
from search.index.likeness import Likeness
from search.index.tfidf import Vectors


def likeness(vectors: NDArray[np.float32], meaning: bool = False) -> Likeness:
    vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return Likeness(Vectors(csr_array(vectors)), vectors if meaning else None)


def groups(posts: int, of: int) -> NDArray[np.float32]:
    """Vectors of posts in groups: alike within one, unlike across."""
    noise = np.random.default_rng(7).random((posts, of + 20)).astype(np.float32) / 3
    noise[np.arange(posts), np.arange(posts) % of] += 3
    return noise.astype(np.float32)


@pytest.mark.parametrize("meaning", [False, True])
def test_posts_that_are_alike_lie_together(meaning: bool) -> None:
    posts, of = 60, 4
    places = lay_out(likeness(groups(posts, of), meaning))
    apart = np.linalg.norm(places[:, None] - places[None], axis=2)
    np.fill_diagonal(apart, np.inf)
    nearest = apart.argmin(axis=1)
    assert np.mean(nearest % of == np.arange(posts) % of) == 1


def test_places_fill_the_square_and_stay() -> None:
    vectors = groups(30, 3)
    first, again = (lay_out(likeness(vectors)) for _ in range(2))
    assert np.array_equal(first, again)
    assert np.allclose(first.min(axis=0), 0) and np.allclose(first.max(axis=0), 1)


def test_posts_that_say_the_same_or_nothing_are_no_fault() -> None:
    same = lay_out(likeness(np.ones((12, 3), np.float32)))
    nothing = lay_out(Likeness(Vectors(csr_array(np.zeros((12, 3), np.float32))), None))
    for places in (same, nothing):
        assert np.isfinite(places).all()


@pytest.mark.parametrize("posts", [0, FEWEST_POSTS - 1, MOST_POSTS + 1])
def test_too_few_or_too_many_posts_are_not_placed(posts: int) -> None:
    assert not placed(posts)


@pytest.mark.parametrize("posts", [FEWEST_POSTS, 60, MOST_POSTS])
def test_any_number_between_is_placed(posts: int) -> None:
    assert placed(posts)
    assert lay_out(likeness(groups(posts, 3))).shape == (posts, 2)


def test_an_engine_tells_each_posts_place_newest_first(demo_index: Path) -> None:
    snapshot = open_engine(demo_index, semantic=False).now()
    places = snapshot.landscape()
    archive = list(snapshot.archive())
    assert [place.post for place in places] == archive
    months = [post.month or "" for post in archive]
    assert months == sorted(months, reverse=True)
    assert all(0 <= place.x <= 1 and 0 <= place.y <= 1 for place in places)
