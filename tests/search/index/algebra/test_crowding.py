"""The crowding of a post: its mean cosine with the posts nearest to it."""

from __future__ import annotations

import numpy as np
import pytest

from search.index.algebra import crowding as module
from search.index.algebra.crowding import NEAREST, Before, Crowding, Floats, Rounded, crowding
from search.index.embedding import rounded, unit

CHANCE = np.random.default_rng(4)
POSTS = unit(CHANCE.standard_normal((60, 24)))
SMALL, STEPS = rounded(POSTS)


def of(vectors: Floats, before: Before | None = None) -> Crowding:
    return crowding(*rounded(vectors), before)


def cosines(vectors: Rounded, steps: Floats) -> Floats:
    wide = vectors * steps[:, np.newaxis]
    alike: Floats = wide @ wide.T
    return alike


def test_crowding_is_the_mean_cosine_with_the_nearest_posts_less_the_mean_of_all() -> None:
    alike = cosines(SMALL, STEPS)
    np.fill_diagonal(alike, -1)
    expected = np.sort(alike, axis=1)[:, -NEAREST:].mean(axis=1)
    found = crowding(SMALL, STEPS)
    assert found.mean == pytest.approx(expected.mean(), abs=1e-5)
    assert np.allclose(found.values, expected - expected.mean(), atol=1e-5)


def test_a_post_among_similar_posts_is_more_crowded_than_a_lone_one() -> None:
    amid = unit(POSTS[0] + 0.1 * CHANCE.standard_normal((20, 24)))
    found = of(np.concatenate([amid, POSTS[1:]])).values
    assert found[:20].min() > found[20:].max()


def test_the_block_size_does_not_change_the_crowding(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expected = crowding(SMALL, STEPS)
    monkeypatch.setattr(module, "_AT_ONCE", 7)
    assert np.array_equal(crowding(SMALL, STEPS).values, expected.values)


def test_posts_outside_the_sample_do_not_change_the_crowding_of_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "SAMPLE", 20)
    found = crowding(SMALL, STEPS)
    # A post that is not of the sample can go, and all others stay as they were.
    kept = [crowding(np.delete(SMALL, n, 0), np.delete(STEPS, n)) for n in range(len(POSTS))]
    same = [n for n, one in enumerate(kept) if one.sample == found.sample]
    assert len(same) == len(POSTS) - 20
    for n in same:
        assert np.array_equal(kept[n].values, np.delete(found.values, n))


def test_known_crowding_is_reused_while_the_sample_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "SAMPLE", 20)
    whole = crowding(SMALL, STEPS)
    for new in range(len(POSTS)):
        earlier = crowding(np.delete(SMALL, new, 0), np.delete(STEPS, new))
        places = np.array([n - (n > new) if n != new else -1 for n in range(len(POSTS))])
        again = crowding(SMALL, STEPS, Before(earlier, places))
        assert again.sample == whole.sample
        assert np.array_equal(again.values, whole.values)
        stays = crowding(SMALL, STEPS, Before(earlier, places, stays=True))
        assert stays.sample == earlier.sample
        assert np.array_equal(np.delete(stays.values, new), earlier.values)


@pytest.mark.parametrize("posts", [0, 1])
def test_a_single_post_has_no_crowding(posts: int) -> None:
    assert not crowding(SMALL[:posts], STEPS[:posts]).values.any()
