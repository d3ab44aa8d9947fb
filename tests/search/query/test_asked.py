"""A question is embedded by the models, if there are models and a text."""

from __future__ import annotations

from typing import cast

import numpy as np

from search.index.embedding import Embedder, Embedders, Floats
from search.meanings import Meanings
from search.query.asked import Asked, embedded
from search.results import Understanding


class Counting:
    """A stand-in for a model that counts the texts it has read."""

    def __init__(self) -> None:
        self.read = 0

    def embed_question(self, text: str) -> tuple[Floats, Floats]:
        self.read += 1
        return np.full(3, self.read, np.float32), np.full((len(text), 3), self.read, np.float32)


def asked(text: str) -> Asked:
    return Asked((), (), text, {}, 0.0, Understanding())


def test_the_question_is_read_by_both_models_once() -> None:
    alike, answering = Counting(), Counting()
    models = Embedders(cast(Embedder, alike), cast(Embedder, answering))
    known = Meanings()
    first, again = (embedded(asked("beans"), models, known) for _ in range(2))
    assert first.vector is not None and first.vector is again.vector
    assert first.pieces is not None and first.pieces.shape == (5, 3)
    assert (alike.read, answering.read) == (1, 1)
    embedded(asked("beans"), models, None)
    assert (alike.read, answering.read) == (2, 2)


def test_without_models_or_text_the_question_is_unchanged() -> None:
    question = asked("beans")
    assert embedded(question, None, Meanings()) is question
    silent = asked("")
    alike = cast(Embedder, Counting())
    assert embedded(silent, Embedders(alike, alike), None) is silent
