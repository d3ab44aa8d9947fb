"""The likeness of posts: by their words and, with embeddings, by their meaning."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from search import weights
from search.index.tfidf import Vectors

Floats = NDArray[np.float32]


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
