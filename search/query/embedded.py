"""Questions with their embeddings."""

from __future__ import annotations

from dataclasses import replace

from search.index.embedding import Embedders
from search.meanings import Meanings
from search.query.asked import Asked


def embedded(asked: Asked, models: Embedders | None, known: Meanings | None) -> Asked:
    """A question with what models make of its text; the same where there are none, or no text.

    ``known`` has what they made of it for another digest, and keeps what they make of it now.
    """
    if models is None or not asked.text:
        return asked
    meant = (known or Meanings()).of(asked.text, models.read)
    return replace(asked, vector=meant.alike, answering=meant.answering, pieces=meant.pieces)
