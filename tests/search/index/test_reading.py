"""A model reads posts title first, in readings that fit it, and their vectors are compared."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from corpus.post import Post
from search import weights
from search.index import embedding
from search.index.algebra.cosines import Moments
from search.index.embedding import DIMENSIONS, MAX_TOKENS, Embedder, rounded, unit
from search.index.reading import Reading, WholePosts, readings
from tests import garden
from tests.pretended import BARE, ENDLESS, LONG, POSTS, Pretended

needs_model = pytest.mark.skipif(not embedding.installed(), reason="needs the semantic extra")


def read(posts: Sequence[Post]) -> tuple[list[Reading], Pretended]:
    model = Pretended()
    return readings(posts, cast(Embedder, model), {}), model


def whole(posts: Sequence[Post]) -> tuple[WholePosts, Pretended]:
    found, model = read(posts)
    return WholePosts.of(found), model


def test_every_reading_begins_with_the_title_and_is_no_longer_than_the_model_reads() -> None:
    _, model = read([LONG])
    title = model.pieces("A long report.")
    assert len(model.read) == 2
    for pieces in model.read:
        assert pieces[: len(title)] == title
        assert len(pieces) <= MAX_TOKENS - 2
    assert len(model.read[0]) == MAX_TOKENS - 2


def test_a_post_is_read_eight_times_at_the_most() -> None:
    found, model = read([ENDLESS])
    assert len(model.read) == 1
    assert len(found[0].sentences) == 1
    many = garden.post(62, title="Many", summary=" ".join(f"Bean {n} grew." for n in range(2000)))
    found, model = read([many])
    assert len(model.read) == 8
    assert 0 < len(found[0].sentences) < 2000


@needs_model
def test_a_post_counts_as_a_whole_and_by_its_title() -> None:
    found, model = whole([LONG])
    title = unit(np.mean([model.vector(p) for p in model.pieces("A long report.")], axis=0))
    first, second = [unit(np.mean(model.states(pieces), axis=0)) for pieces in list(model.read)]
    post = unit(first + second / 2)
    expected = post @ title + weights.TITLE_MEANING
    assert found.nearness(title)[0] == pytest.approx(expected, abs=3e-3)


@needs_model
def test_nearness_is_the_product_but_for_rounding() -> None:
    vectors = unit(np.random.default_rng(0).standard_normal((500, DIMENSIONS)))
    small, steps = rounded(vectors)
    assert np.abs(small * steps[:, np.newaxis] - vectors).max() <= steps.max() / 2 + 1e-6
    lengths = np.linspace(1, 2, 500, dtype=np.float32)
    found = WholePosts(vectors, lengths, small, steps, Moments.of(vectors))
    for asked in vectors[:5]:
        near = found.nearness(asked)
        assert near.dtype == np.float32
        assert np.abs(near / lengths - vectors @ asked).max() < 3e-3
        # By integers it is exact, whatever instructions the processor has.
        few, step = rounded(asked[np.newaxis])
        exact = (small.astype(np.int32) @ few[0].astype(np.int32)) * (step * steps * lengths)
        assert np.allclose(near, exact, rtol=1e-6)


def test_a_vector_of_nothing_stays_nothing_when_rounded() -> None:
    small, steps = rounded(np.zeros((1, DIMENSIONS), np.float32))
    assert not small.any()
    assert steps[0] > 0


def test_a_post_without_a_title_is_its_own() -> None:
    found, _ = whole([BARE])
    assert found.lengths[0] == pytest.approx(1 + weights.TITLE_MEANING, abs=1e-5)


def test_progress_is_told_to_the_end() -> None:
    told: list[tuple[int, int]] = []
    model = Pretended()
    readings(POSTS, cast(Embedder, model), {}, lambda done, total: told.append((done, total)))
    assert told == [(n, len(POSTS)) for n in range(1, len(POSTS) + 1)]


def test_vectors_come_back_from_disk(tmp_path: Path) -> None:
    assert WholePosts.load(tmp_path, "some") is None
    found, _ = whole(POSTS)
    found.save(tmp_path, "some", "a model")
    back = WholePosts.load(tmp_path, "some")
    assert back is not None
    assert back.count == len(POSTS)
    assert np.array_equal(back.posts, found.posts)
    assert np.array_equal(back.moments.mean, found.moments.mean)
