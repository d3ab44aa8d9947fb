"""A landscape lays out all posts at once, those that are alike beside each other.

The layout is t-SNE (van der Maaten and Hinton 2008), exact and begun from classical scaling, so
that the same posts always lie at the same places. Scaling alone heaps most posts up in the middle:
by words, nearly every two of them are equally unlike.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search import arrays
from search.related import Likeness

Floats = NDArray[np.float32]

# The work grows with the square of the posts, and so many marks could not be told apart.
MOST_POSTS = 800
FEWEST_POSTS = 5
_NEIGHBOURS = 12
_STEPS = 200
_EXAGGERATED = 50
_FILE = "landscape.npy"


def lay_out(likeness: Likeness, posts: int) -> Floats | None:
    """The places of the posts, or None when they are too few or too many.

    Shape: posts by 2, each column from 0 to 1.
    """
    if not FEWEST_POSTS <= posts <= MOST_POSTS:
        return None
    alike = np.array([likeness.row(at) for at in range(posts)], np.float64)
    lengths = np.sqrt(np.maximum(alike.diagonal(), 1e-12))
    apart = np.maximum(2 - 2 * alike / np.outer(lengths, lengths), 0)
    places = _settle(_affinities(apart, min(_NEIGHBOURS, (posts - 1) / 3)), _scale(apart))
    low, high = places.min(axis=0), places.max(axis=0)
    return np.asarray(np.round((places - low) / np.maximum(high - low, 1e-9), 4), np.float32)


def _scale(apart: NDArray[np.float64]) -> NDArray[np.float64]:
    """Classical scaling (Torgerson 1952) of squared distances to two dimensions."""
    centred = apart - apart.mean(axis=0) - apart.mean(axis=1, keepdims=True) + apart.mean()
    values, vectors = np.linalg.eigh(-centred / 2)
    places: NDArray[np.float64] = vectors[:, :-3:-1] * np.sqrt(np.maximum(values[:-3:-1], 1e-12))
    # A vector may come with either sign: the post that lies farthest out lies to the right, below.
    farthest = places[np.abs(places).argmax(axis=0), [0, 1]]
    return places * np.where(farthest < 0, -1, 1)


def _affinities(apart: NDArray[np.float64], neighbours: float) -> Floats:
    """How strongly every two posts draw each other: Gaussians wide enough for some neighbours."""
    posts = len(apart)
    wanted = np.log(neighbours)
    low, high, sharp = np.zeros(posts), np.full(posts, np.inf), np.ones(posts)
    drawn = np.empty_like(apart)
    for _ in range(30):
        np.exp(-apart * sharp[:, None], out=drawn)
        np.fill_diagonal(drawn, 0)
        total = np.maximum(drawn.sum(axis=1), 1e-300)
        entropy = np.log(total) + sharp * (apart * drawn).sum(axis=1) / total
        wide = entropy > wanted
        low, high = np.where(wide, sharp, low), np.where(wide, high, sharp)
        sharp = np.where(np.isinf(high), sharp * 2, (low + np.minimum(high, 1e300)) / 2)
    drawn /= total[:, None]
    return np.asarray((drawn + drawn.T) / (2 * posts), np.float32)


def _settle(drawn: Floats, places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Move the posts, by gradient descent with momentum, until those alike lie together."""
    posts = len(places)
    places = places / max(float(places.std()), 1e-9) / 100
    speed, gains = np.zeros_like(places), np.ones_like(places)
    rate = max(posts / 12, 10.0)
    near = np.empty_like(drawn)
    pull = np.empty_like(drawn)
    strongly = drawn * np.float32(4)
    for step in range(_STEPS):
        early = step < _EXAGGERATED
        at = places.astype(np.float32)
        squares = (at * at).sum(axis=1)
        # One more than the squared distances; rounding must not make it less than one.
        np.matmul(-2 * at, at.T, out=near)
        near += squares
        near += (squares + 1)[:, None]
        np.maximum(near, 1, out=near)
        np.reciprocal(near, out=near)
        np.fill_diagonal(near, 0)
        np.multiply(near, -1 / float(near.sum(dtype=np.float64)), out=pull)
        pull += strongly if early else drawn
        pull *= near
        slope = 4 * (pull.sum(axis=1)[:, None] * at - pull @ at)
        gains = np.maximum(np.where((slope > 0) == (speed > 0), gains * 0.8, gains + 0.2), 0.01)
        speed = (0.5 if early else 0.8) * speed - rate * gains * slope
        places = places + speed
        places -= places.mean(axis=0)
    return places


def save(places: Floats, folder: Path) -> None:
    """Write the places into ``folder``."""
    arrays.write(folder / _FILE, places)


def load(folder: Path) -> Floats | None:
    """Read what ``save`` wrote; None where no post was placed."""
    return arrays.read(folder / _FILE) if (folder / _FILE).exists() else None
