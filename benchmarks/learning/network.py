"""Trains small networks with one hidden layer, by Adam with dropout and weight decay.

Dropout (Srivastava et al. 2014) leaves out units at random in each step, so that a network does
better on what it has not seen. scikit-learn's networks have none. Adam: Kingma and Ba 2015.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_ROUNDS = 8
_BATCH = 256
_RATE = 0.002
# How much of Adam's mean and square is kept in the next step, and what keeps a divisor above zero.
_MEAN, _SQUARE, _LEAST = 0.9, 0.999, 1e-8
# The decay of the weights in a step, for a rate of one.
_SHRUNK = 0.03


class Network(NamedTuple):
    """The weights towards the hidden layer, and from it towards the kinds."""

    inner: Floats
    inner_base: Floats
    outer: Floats
    outer_base: Floats


def trained(
    given: Floats, kinds: NDArray[np.integer], size: int, left_out: tuple[float, float], start: int
) -> Network:
    """A network that classifies by kind.

    ``left_out`` are the shares of the input and of the hidden layer that dropout takes; from
    another ``start`` the random numbers are others.
    """
    chance = np.random.default_rng(start)
    count = int(kinds.max()) + 1
    wide = given.shape[1]
    weights = Network(
        chance.normal(0, (2 / wide) ** 0.5, (wide, size)).astype(np.float32),
        np.zeros(size, np.float32),
        chance.normal(0, size**-0.5, (size, count)).astype(np.float32),
        np.zeros(count, np.float32),
    )
    means = [np.zeros_like(part) for part in weights]
    squares = [np.zeros_like(part) for part in weights]
    batch = min(_BATCH, len(kinds))
    steps = _ROUNDS * (len(kinds) // batch)
    order = chance.permutation(len(kinds))
    for step in range(steps):
        place = step % (len(kinds) // batch) * batch
        if not place:
            order = chance.permutation(len(kinds))
        chosen = order[place : place + batch]
        slopes = _slopes(weights, given[chosen], kinds[chosen], left_out, chance)
        rate = _RATE * (1 - step / steps)
        for part, slope, mean, square in zip(weights, slopes, means, squares, strict=True):
            mean += (1 - _MEAN) * (slope - mean)
            square += (1 - _SQUARE) * (slope * slope - square)
            size_of = np.sqrt(square / (1 - _SQUARE ** (step + 1))) + _LEAST
            part -= rate * (mean / (1 - _MEAN ** (step + 1)) / size_of)
            if part.ndim > 1:
                part *= 1 - rate * _SHRUNK
    return weights


def _slopes(
    weights: Network,
    given: Floats,
    kinds: NDArray[np.integer],
    left_out: tuple[float, float],
    chance: np.random.Generator,
) -> Network:
    """The gradient of the loss (cross-entropy) by each weight, over some examples."""
    inner, inner_base, outer, outer_base = weights
    given = given * _kept(given.shape, left_out[0], chance)
    kept = _kept((len(given), len(inner_base)), left_out[1], chance)
    held = np.maximum(given @ inner + inner_base, 0) * kept
    told = held @ outer + outer_base
    wrong = np.exp(told - told.max(axis=1, keepdims=True))
    wrong /= wrong.sum(axis=1, keepdims=True)
    wrong[np.arange(len(kinds)), kinds] -= 1
    wrong /= len(kinds)
    back = wrong @ outer.T * (held > 0) * kept
    return Network(given.T @ back, back.sum(axis=0), held.T @ wrong, wrong.sum(axis=0))


def _kept(shape: tuple[int, ...], left_out: float, chance: np.random.Generator) -> Floats:
    """A random mask of what is kept, scaled so that the expected sum is the same."""
    kept = chance.random(shape, np.float32) >= left_out
    return kept.astype(np.float32) / np.float32(1 - left_out)
