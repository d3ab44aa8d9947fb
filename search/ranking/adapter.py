"""The matrix that turns a question's vector towards the posts that answer it.

The model places texts near each other that say the same, but a question and its answer do not. How
far the one lies from the other was learned from people's judgments, as one matrix for all digests
(``benchmarks/adapter.py``; docs/relevance.md has what it gives on questions it was not taught by).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.index.embedding import unit
from search.index.files import arrays

Floats = NDArray[np.float32]

FILE = Path(__file__).with_name("adapter.npy")


class Adapter:
    """What is added to a question's vector: its product with a matrix, dimensions by dimensions."""

    def __init__(self, matrix: Floats) -> None:
        self._matrix = matrix

    def turned(self, question: Floats) -> Floats:
        """A unit vector that points more to where the answers to the question lie."""
        return unit(question + self._matrix @ question)


@cache
def adapter() -> Adapter:
    """The adapter that was learned for the model, loaded once."""
    return Adapter(arrays.read(FILE).astype(np.float32))
