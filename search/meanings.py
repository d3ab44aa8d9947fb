"""What the models make of a question's texts, kept for as long as the question is answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


class QuestionVectors(NamedTuple):
    """A text's embeddings: by the model for texts that say the same, and by that for answers.

    ``pieces`` has what the latter makes of each piece of a word.
    """

    alike: Floats
    answering: Floats
    pieces: Floats


class Meanings:
    """The embeddings of the texts of one question, which may be put to several digests.

    Each text is read by the models once. To be dropped with the answer, for what readers ask is not
    kept.
    """

    def __init__(self) -> None:
        self._known: dict[str, QuestionVectors] = {}

    def of(self, text: str, read: Callable[[str], QuestionVectors]) -> QuestionVectors:
        """The embeddings of a text, by ``read`` where they are not known yet."""
        if text not in self._known:
            self._known[text] = read(text)
        return self._known[text]
