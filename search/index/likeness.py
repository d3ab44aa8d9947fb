"""The likeness of posts: by their words and, with embeddings, by their meaning."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from search import weights
from search.index.reading import WholePosts
from search.index.tfidf import Vectors

Floats = NDArray[np.float32]
# A shorter way from the mean may be rounding error.
_LEAST = 1e-6


class Likeness:
    """The cosine of posts' words and, with embeddings, that of their meaning, combined.

    ``whole`` are the embeddings of whole posts or None.
    """

    def __init__(self, vectors: Vectors, whole: Floats | None) -> None:
        self.vectors = vectors
        self._whole = whole
        self.floor = weights.ALIKE if whole is None else weights.ALIKE_WITH_MEANING
        self.floor_across = (
            weights.ALIKE_ACROSS if whole is None else weights.ALIKE_ACROSS_WITH_MEANING
        )

    def row(self, at: int) -> Floats:
        """The likeness of a post with every post."""
        alike = self.vectors.cosines(at)
        if self._whole is not None:
            alike += np.float32(weights.ALIKE_MEANING) * (self._whole @ self._whole[at])
        return alike


class InMeaning:
    """How near posts are to each other by several models, each seen from the mean of all posts.

    Seen from there, a post that speaks of everything is near to none; a sum of the cosines by two
    models tells posts that share an idea better than either.
    """

    def __init__(self, models: Sequence[WholePosts]) -> None:
        self._models = [
            (whole.posts, whole.posts @ mean, float(mean @ mean))
            for whole in models
            for mean in (whole.moments.mean.astype(np.float32),)
        ]

    def rows(self, at: Sequence[int]) -> Floats:
        """For some posts, the sum of the cosines of each with every post.

        It is from -1 to 1 for each model. Those of several come from one reading of all vectors.
        """
        found: Floats = np.sum([_from_mean(*m, at) for m in self._models], axis=0, dtype=np.float32)
        return found


def _from_mean(posts: Floats, by_mean: Floats, square: float, at: Sequence[int]) -> Floats:
    """The cosines of unit vectors less their mean, of which products are known, with some of them.

    A vector without length is near to none.
    """
    some = np.array(at, np.intp)
    products = posts[some] @ posts.T - by_mean - by_mean[some, np.newaxis] + square
    lengths = np.sqrt(np.maximum(1 - 2 * by_mean + square, 0))
    between = lengths[some, np.newaxis] * lengths
    found: Floats = np.where(between > _LEAST, products / np.maximum(between, _LEAST), 0)
    return found
