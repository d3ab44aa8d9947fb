"""A question as the legs take it: clauses, terms and vectors, and the same for translations."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from search.index.embedding import Embedders
from search.meanings import Meanings
from search.query.clauses import Clause
from search.results import Understanding


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as it is searched in translations into one language.

    ``clauses`` are matched like those of the question itself, and a post counts by those that it
    fits better. ``worth`` says what each term is worth to a passage of a translation, without its
    mark. ``wanted`` is the coverage of a post that has every word.
    """

    language: str
    clauses: tuple[Clause, ...]
    worth: dict[str, float]
    wanted: float


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the legs take it.

    ``clauses`` are matched by words, ``terms`` are all their terms with the highest weight of
    each, ``text`` is embedded, ``worth`` says what each term is worth to a passage. ``wanted`` is
    the coverage of a post that has every word, those that no post has included. ``vector`` is the
    embedding by the model that tells texts that say the same, ``answering`` that by the one for
    passages that answer, and ``pieces`` what the latter makes of each piece of a word, where there
    are models. ``translated`` is the question in the words of translations, where there are any in
    its language.
    """

    clauses: tuple[Clause, ...]
    terms: tuple[tuple[int, float], ...]
    text: str
    worth: dict[str, float]
    wanted: float
    understanding: Understanding
    vector: NDArray[np.float32] | None = None
    answering: NDArray[np.float32] | None = None
    translated: Reading | None = None
    pieces: NDArray[np.float32] | None = None

    @property
    def vectors(self) -> tuple[NDArray[np.float32], ...]:
        """The embeddings of the question by both models; none where there are no models."""
        if self.vector is None or self.answering is None:
            return ()
        return self.vector, self.answering


def embedded(asked: Asked, models: Embedders | None, known: Meanings | None) -> Asked:
    """A question with what models make of its text; the same where there are none, or no text.

    ``known`` has what they made of it for another digest, and keeps what they make of it now.
    """
    if models is None or not asked.text:
        return asked
    meant = (known or Meanings()).of(asked.text, models.read)
    return replace(asked, vector=meant.alike, answering=meant.answering, pieces=meant.pieces)
