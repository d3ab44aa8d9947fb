"""The adapter: a matrix that turns a question's vector towards the posts that answer it.

The model places texts that say the same near each other, but a question and its answer do not say
the same. The shift between them was learned from judgments, as one matrix for all digests
(``benchmarks/adapter.py``; docs/relevance.md has its gain on other questions).
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
    """A matrix whose product with a question's vector is added to it: dimensions by dimensions."""

    def __init__(self, matrix: Floats) -> None:
        self._matrix = matrix

    def turned(self, question: Floats) -> Floats:
        """The unit vector of a question, turned towards where its answers lie."""
        return unit(question + self._matrix @ question)


@cache
def adapter() -> Adapter:
    """The adapter that was learned for the model, loaded once."""
    return Adapter(arrays.read(FILE).astype(np.float32))
