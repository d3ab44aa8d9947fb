"""A model reads a post in portions that each begin with the title."""

from __future__ import annotations

from collections.abc import Sequence
from mmap import mmap
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from corpus.post import Post
from search import weights
from search.index import embedding
from search.index.algebra.cosines import Moments
from search.index.algebra.crowding import crowding
from search.index.embedding import DIMENSIONS, MAX_TOKENS, Embedder, rounded, unit
from search.index.files import scratch as rooms
from search.index.reading import Reading, WholePosts, readings
from tests.digests import garden
from tests.pretended.embedding import BARE, ENDLESS, LONG, POSTS, Pretended

needs_model = pytest.mark.skipif(not embedding.installed(), reason="needs the semantic extra")


def nothing(at: int) -> None:
    """Nothing is known of any post."""


def read(posts: Sequence[Post]) -> tuple[list[Reading], Pretended]:
    model = Pretended()
    return list(readings(posts, cast(Embedder, model), nothing)), model


def whole(posts: Sequence[Post]) -> tuple[WholePosts, Pretended]:
    found, model = read(posts)
    return WholePosts.of(found), model


def test_every_portion_begins_with_the_title_and_fits_the_model() -> None:
    _, model = read([LONG])
    title = model.pieces("A long report.")
    assert len(model.read) == 2
    for pieces in model.read:
        assert pieces[: len(title)] == title
        assert len(pieces) <= MAX_TOKENS - 2
    assert len(model.read[0]) == MAX_TOKENS - 2


def test_a_post_is_read_in_at_most_eight_portions() -> None:
    found, model = read([ENDLESS])
    assert len(model.read) == 1
    assert len(found[0].sentences) == 1
    many = garden.post(62, title="Many", summary=" ".join(f"Bean {n} grew." for n in range(2000)))
    found, model = read([many])
    assert len(model.read) == 8
    assert 0 < len(found[0].sentences) < 2000


@needs_model
def test_the_vector_of_a_post_includes_that_of_its_title() -> None:
    found, model = whole([LONG])
    title = unit(np.mean([model.vector(p) for p in model.pieces("A long report.")], axis=0))
    first, second = [unit(np.mean(model.states(pieces), axis=0)) for pieces in list(model.read)]
    post = unit(first + second / 2)
    expected = post @ title + weights.TITLE_MEANING
    assert found.nearness(title)[0] == pytest.approx(expected, abs=3e-3)


@needs_model
def test_nearness_is_the_dot_product_up_to_rounding() -> None:
    vectors = unit(np.random.default_rng(0).standard_normal((500, DIMENSIONS)))
    small, steps = rounded(vectors)
    assert np.abs(small * steps[:, np.newaxis] - vectors).max() <= steps.max() / 2 + 1e-6
    lengths = np.linspace(1, 2, 500, dtype=np.float32)
    crowded = crowding(small, steps)
    found = WholePosts(vectors, lengths, small, steps, Moments.of(vectors), crowded)
    for asked in vectors[:5]:
        near = found.nearness(asked)
        assert near.dtype == np.float32
        assert np.abs(near / lengths - vectors @ asked).max() < 3e-3
        # With integers the result is exact on every processor.
        few, step = rounded(asked[np.newaxis])
        exact = (small.astype(np.int32) @ few[0].astype(np.int32)) * (step * steps * lengths)
        assert np.allclose(near, exact, rtol=1e-6)


def test_a_zero_vector_is_rounded_to_zero() -> None:
    small, steps = rounded(np.zeros((1, DIMENSIONS), np.float32))
    assert not small.any()
    assert steps[0] > 0


def test_a_post_without_a_title_counts_as_its_own_title() -> None:
    found, _ = whole([BARE])
    assert found.lengths[0] == pytest.approx(1 + weights.TITLE_MEANING, abs=1e-5)


def test_progress_is_reported_to_the_end() -> None:
    told: list[tuple[int, int]] = []
    model = Pretended()
    progress = lambda done, total: told.append((done, total))  # noqa: E731
    list(readings(POSTS, cast(Embedder, model), nothing, progress))
    assert told == [(n, len(POSTS)) for n in range(1, len(POSTS) + 1)]


def test_vectors_of_many_posts_are_in_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_memory, _ = whole(POSTS)
    monkeypatch.setattr(rooms, "LARGE", 1)
    with rooms.scratch_in(tmp_path):
        found, _ = whole(POSTS)
    for name in ("posts", "rounded"):
        of_file: object = getattr(found, name)
        while isinstance(of_file, np.ndarray):
            of_file = of_file.base
        assert isinstance(of_file, memoryview) and isinstance(of_file.obj, mmap)
    for name in ("posts", "lengths", "rounded", "steps"):
        assert np.array_equal(getattr(found, name), getattr(in_memory, name))


def test_vectors_are_read_back_unchanged(tmp_path: Path) -> None:
    assert WholePosts.load(tmp_path, "some") is None
    found, _ = whole(POSTS)
    found.save(tmp_path, "some", "a model")
    back = WholePosts.load(tmp_path, "some")
    assert back is not None
    assert back.count == len(POSTS)
    assert np.array_equal(back.posts, found.posts)
    assert np.array_equal(back.moments.mean, found.moments.mean)
    assert np.array_equal(back.crowding.values, found.crowding.values)
    assert back.crowding.mean == found.crowding.mean
    assert back.crowding.sample == found.crowding.sample
