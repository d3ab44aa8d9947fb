"""Small networks learn to tell kinds apart, and learn the same each time."""

from __future__ import annotations

import numpy as np
from learning.network import Floats, Network, trained
from numpy.typing import NDArray

CHANCE = np.random.default_rng(7)
KINDS = CHANCE.integers(0, 3, 21_000)
# The kinds are three rings around each other, which no straight line tells apart.
ANGLES = CHANCE.uniform(0, 2 * np.pi, len(KINDS))
RINGS = (np.stack([np.cos(ANGLES), np.sin(ANGLES)], axis=1) * (1 + 2 * KINDS[:, None])).astype(
    np.float32
)
TAUGHT = slice(0, 20_000)
ASKED = slice(20_000, None)


def _likeliest(network: Network, given: Floats) -> NDArray[np.intp]:
    held = np.maximum(given @ network.inner + network.inner_base, 0)
    likeliest: NDArray[np.intp] = (held @ network.outer + network.outer_base).argmax(axis=1)
    return likeliest


def _learned(start: int) -> Network:
    return trained(RINGS[TAUGHT], KINDS[TAUGHT], 64, (0.0, 0.2), start)


def test_what_no_line_tells_apart_is_learned() -> None:
    assert np.mean(_likeliest(_learned(0), RINGS[ASKED]) == KINDS[ASKED]) > 0.9


def test_the_same_is_learned_each_time_and_another_from_elsewhere() -> None:
    first, again, other = _learned(0), _learned(0), _learned(1)
    assert all(np.array_equal(*pair) for pair in zip(first, again, strict=True))
    assert not np.array_equal(first.inner, other.inner)
