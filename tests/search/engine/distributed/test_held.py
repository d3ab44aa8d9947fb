"""The nearest posts are found among the vectors that a reader holds in memory."""

from __future__ import annotations

import numpy as np

from search.engine.distributed.held import held, size, told
from search.engine.distributed.mapping import LATENT, near, whole
from search.engine.distributed.payload import Embedded, Payload
from search.index.embedding import rounded

POSTS, LATENT_WIDTH, WIDTH = 5_000, 20, 12
NOWHERE_NEAR = np.float32(0)
NOTHING = np.empty(0, np.float32)


def units(width: int, seed: int) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    vectors = np.random.default_rng(seed).normal(size=(POSTS, width)).astype(np.float32)
    found: np.ndarray[tuple[int, int], np.dtype[np.float32]] = vectors / np.linalg.norm(
        vectors, axis=1, keepdims=True
    )
    return found


def test_the_nearest_vectors_of_each_field_are_found() -> None:
    latent, meaning = units(LATENT_WIDTH, 1), units(WIDTH, 2)
    small, steps = rounded(meaning)
    lengths = np.linspace(0.5, 2, POSTS).astype(np.float32)
    none = np.empty(0, np.int32)
    rows = b"".join(
        told(
            Payload(
                month=0,
                studied=0,
                kind=-1,
                by_chance=False,
                topics=none,
                terms=none,
                shares=NOTHING,
                times=none.astype(np.uint16),
                latent=latent[n],
                embedded=(Embedded(meaning[n], lengths[n], small[n], steps[n], NOWHERE_NEAR),),
            )
        )
        for n in range(POSTS)
    )
    embedded = {"meaning": WIDTH}
    assert len(rows) == POSTS * size(LATENT_WIDTH, embedded)
    places = np.arange(POSTS) * 3
    found = held(places, rows, LATENT_WIDTH, embedded)
    for field, vectors, asked in (
        (LATENT, latent, latent[7]),
        (near("meaning"), meaning * lengths[:, None], meaning[9]),
        (whole("meaning"), meaning, meaning[9]),
    ):
        best = np.argsort(-(vectors @ asked))[:100] * 3
        nearest = found.nearest(field, asked, 120)
        assert len(nearest) == 120
        assert set(best.tolist()) <= set(nearest)
    assert len(found.nearest(LATENT, latent[7], POSTS + 1)) == POSTS


def test_posts_without_vectors_take_no_memory() -> None:
    assert size(0, {}) == 0
