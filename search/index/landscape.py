"""Places of all posts on a plane, those alike beside each other.

The layout is t-SNE (van der Maaten and Hinton 2008), exact and begun from classical scaling, so
that the same posts always lie at the same places. Scaling alone heaps most posts up in the middle:
by words, nearly every two of them are equally unlike.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from search.index.field import field_terms, shares
from search.index.files import arrays
from search.index.likeness import Likeness
from search.index.meaning import Meaning
from search.index.part import Build, Opened
from search.index.tfidf import PostVectors, Vectors
from search.index.tokens.analysed import Analysed

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

# The work grows with the square of the posts, and so many marks could not be told apart.
MOST_POSTS = 800
FEWEST_POSTS = 5
_NEIGHBOURS = 12
_STEPS = 200
_EXAGGERATED = 50
# How often a Gaussian's width is halved or doubled until it fits.
_HALVINGS = 20
# How many directions are looked through for the first two, and how often they are mended.
_WIDTH = 8
_ROUNDS = 8
_FILE = "landscape.npy"


@dataclass(frozen=True, slots=True)
class Landscape:
    """``places`` are those of the posts. Shape: posts by 2, each column from 0 to 1."""

    name: ClassVar[str] = "landscape"
    step: ClassVar[str] = "Relating posts"

    places: Floats

    @classmethod
    def fit(cls, build: Build) -> Landscape | None:
        """Lay out a digest's posts; None where there are too few of them, or too many."""
        if not placed(len(build.digest.posts)):
            return None
        share = shares(build[Analysed].terms, field_terms(build.digest, build.analyzer))
        meaning = build.get(Meaning)
        whole = None if meaning is None else meaning.posts
        return cls(lay_out(Likeness(Vectors(build[PostVectors].matrix, share), whole)))

    def save(self, folder: Path) -> None:
        """Write the places into ``folder``."""
        arrays.write(folder / _FILE, self.places)

    @classmethod
    def load(cls, opened: Opened) -> Landscape | None:
        """Read what ``save`` wrote; None where no post was placed."""
        file = opened.folder / _FILE
        return cls(arrays.read(file)) if file.exists() else None

    @property
    def count(self) -> int:
        """How many posts have a place."""
        return len(self.places)


def placed(posts: int) -> bool:
    """Whether so many posts are laid out, being neither too few nor too many."""
    return FEWEST_POSTS <= posts <= MOST_POSTS


def lay_out(likeness: Likeness) -> Floats:
    """The places of the posts. Shape: posts by 2, each column from 0 to 1."""
    alike = likeness.table()
    lengths = np.sqrt(np.maximum(alike.diagonal(), np.float32(1e-12)))
    apart = np.maximum(2 - 2 * alike / np.outer(lengths, lengths), 0)
    drawn = _affinities(apart, min(_NEIGHBOURS, (len(apart) - 1) / 3))
    places = _settle(drawn, _scale(apart))
    low, high = places.min(axis=0), places.max(axis=0)
    return np.asarray(np.round((places - low) / np.maximum(high - low, 1e-9), 4), np.float32)


def _scale(apart: Floats) -> Doubles:
    """Classical scaling (Torgerson 1952) of squared distances to two dimensions.

    It is what the layout begins from, so the two directions need not be found exactly: some rounds
    of subspace iteration, from a fixed start, take a tenth of the time that all directions do.
    """
    centred = apart.mean(axis=0) + apart.mean(axis=1, keepdims=True) - apart - apart.mean()
    found = np.random.default_rng(0).standard_normal((len(apart), _WIDTH), dtype=np.float32)
    for _ in range(_ROUNDS):
        found = centred @ np.linalg.qr(found)[0]
    basis = np.linalg.qr(found)[0]
    values, turned = np.linalg.eigh((basis.T @ centred @ basis).astype(np.float64))
    vectors = basis @ turned[:, :-3:-1]
    places: Doubles = vectors * np.sqrt(np.maximum(values[:-3:-1] / 2, 1e-12))
    # A vector may come with either sign: the post that lies farthest out lies to the right, below.
    farthest = places[np.abs(places).argmax(axis=0), [0, 1]]
    return places * np.where(farthest < 0, -1, 1)


def _affinities(apart: Floats, neighbours: float) -> Floats:
    """How strongly every two posts draw each other: Gaussians wide enough for some neighbours."""
    posts = len(apart)
    wanted = np.log(neighbours)
    low, high, sharp = np.zeros(posts), np.full(posts, np.inf), np.ones(posts)
    # How much farther each post is than the nearest one, which so draws with strength 1: the
    # shares stay as they are, and never are all of them too small to be told from 0.
    farther = apart.copy()
    np.fill_diagonal(farther, np.inf)
    farther -= farther.min(axis=1, keepdims=True)
    np.fill_diagonal(farther, 0)
    drawn = np.empty_like(apart)
    for _ in range(_HALVINGS):
        np.multiply(farther, -sharp.astype(np.float32)[:, None], out=drawn)
        np.exp(drawn, out=drawn)
        np.fill_diagonal(drawn, 0)
        total = drawn.sum(axis=1, dtype=np.float64)
        entropy = np.log(total) + sharp * np.einsum("ij,ij->i", farther, drawn) / total
        wide = entropy > wanted
        low, high = np.where(wide, sharp, low), np.where(wide, high, sharp)
        sharp = np.where(np.isinf(high), sharp * 2, (low + np.minimum(high, 1e300)) / 2)
    drawn /= total.astype(np.float32)[:, None]
    return np.asarray((drawn + drawn.T) / (2 * posts), np.float32)


def _settle(drawn: Floats, places: Doubles) -> Doubles:
    """Move the posts, by gradient descent with momentum, until those alike lie together."""
    posts = len(places)
    places = places / max(float(places.std()), 1e-9) / 100
    speed, gains = np.zeros_like(places), np.ones_like(places)
    rate = max(posts / 12, 10.0)
    near = np.empty_like(drawn)
    pull = np.empty_like(drawn)
    strongly = drawn * np.float32(4)
    ones = np.ones((posts, 1), np.float32)
    for step in range(_STEPS):
        early = step < _EXAGGERATED
        at = places.astype(np.float32)
        squares = (at * at).sum(axis=1, keepdims=True)
        # One more than the squared distances, as one product: each pass over all pairs counts.
        # Rounding must not make it less than one.
        np.matmul(np.hstack((-2 * at, squares + 1, ones)), np.hstack((at, ones, squares)).T, near)
        np.maximum(near, 1, out=near)
        np.reciprocal(near, out=near)
        np.fill_diagonal(near, 0)
        np.multiply(near, -1 / near.sum(), out=pull)
        pull += strongly if early else drawn
        pull *= near
        towards = pull @ np.hstack((at, ones))
        slope = 4 * (towards[:, 2:] * at - towards[:, :2])
        gains = np.maximum(np.where((slope > 0) == (speed > 0), gains * 0.8, gains + 0.2), 0.01)
        speed = (0.5 if early else 0.8) * speed - rate * gains * slope
        places = places + speed
        places -= places.mean(axis=0)
    return places
