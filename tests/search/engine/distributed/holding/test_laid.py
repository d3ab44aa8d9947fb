"""Where the posts of a generation lie is packed into bytes, those of its base by what is gone."""

from __future__ import annotations

import numpy as np

from search.engine.distributed.holding.laid import APART, Laid, Layer

POSTS = 50_000


def laid() -> Laid:
    """A base without its third post, and a layer that puts one between two others."""
    within, places = np.zeros(POSTS, np.int32), np.arange(POSTS, dtype=np.int64) * APART
    within[2], places[2] = 1, APART + 7
    layers = (Layer("base", np.array([2 * APART])), Layer("layer", places[:0]))
    return Laid(layers, within, places, POSTS, np.array([1.5, 60.0]))


def test_where_posts_lie_is_unpacked_unchanged() -> None:
    before = laid()
    told = before.packed()
    assert len(told) < POSTS
    found = Laid.unpacked(told)
    for name in ("within", "places", "base", "lengths"):
        assert np.array_equal(getattr(found, name), getattr(before, name))
    for one, other in zip(found.layers, before.layers, strict=True):
        assert (one.index, one.gone.tolist()) == (other.index, other.gone.tolist())
    assert found.beside.tolist() == [2]
