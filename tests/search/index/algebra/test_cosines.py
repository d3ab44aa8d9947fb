"""The mean and spread of cosines with all posts are computed from moments."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from search.index.algebra.cosines import Floats, Moments, cosines

CHANCE = np.random.default_rng(11)


def unit(rows: int, columns: int) -> Floats:
    vectors = CHANCE.normal(0.2, 1, (rows, columns)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


@pytest.mark.parametrize("size", [1, 2, 300, 5000])
def test_mean_and_spread_equal_those_of_all_cosines(size: int) -> None:
    posts = unit(size, 12)
    vector = unit(1, 12)[0] * np.float32(7)
    found = cosines(posts, Moments.of(posts), vector)
    assert found is not None
    every = posts @ vector / 7
    assert found.mean == pytest.approx(float(every.mean()), abs=1e-5)
    assert found.spread == pytest.approx(float(every.std()), abs=2e-3)
    some = np.arange(size)[::3]
    assert np.allclose(found.of(some), every[some], atol=1e-5)


def test_equal_posts_have_no_spread() -> None:
    posts = np.repeat(unit(1, 30), 4000, axis=0)
    found = cosines(posts, Moments.of(posts), unit(1, 30)[0])
    assert found is not None
    assert found.spread == 0


def test_a_zero_vector_has_no_cosines() -> None:
    posts = unit(3, 4)
    assert cosines(posts, Moments.of(posts), np.zeros(4, np.float32)) is None


def test_moments_are_read_back_unchanged(tmp_path: Path) -> None:
    written = Moments.of(unit(40, 6))
    written.save(tmp_path, "some")
    back = Moments.load(tmp_path, "some")
    assert np.array_equal(back.mean, written.mean)
    assert np.array_equal(back.square, written.square)
