"""Embeddings of posts by the model for passages that answer a question (bge-small-en-v1.5).

Each post has one vector as a whole, and small vectors for its pieces of words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np

from search.index.algebra.crowding import Before
from search.index.embedding import DIMENSIONS, embedder
from search.index.files.scratch import Growing
from search.index.model.known import ANSWERING
from search.index.part import Build, Opened
from search.index.reading import Reading, WholePosts, crowded_before, read_all
from search.index.wordpieces import NO_PIECES, WordPieces

_NO_SENTENCES = np.empty((0, DIMENSIONS), np.int8)
_NO_PLACES = np.empty((0, 2), np.int32)


@dataclass(frozen=True, slots=True)
class Answering:
    """The vectors of all posts, compared with questions that the same model has read.

    ``pieces`` are those of pieces of words, by which the best posts are looked at closely.
    """

    name: ClassVar[str] = "answering"
    step: ClassVar[str] = ""

    whole: WholePosts
    pieces: WordPieces

    @classmethod
    def fit(cls, build: Build) -> Answering | None:
        """Embed a digest's posts, if it is searched by meaning; progress is reported by post.

        Raises ``ModelUnavailable``.
        """
        if not build.semantic:
            return None
        model = embedder(ANSWERING)
        return gathered(read_all(build, model, cls), crowded_before(build, model, cls))

    def save(self, folder: Path) -> None:
        """Write the vectors into ``folder``, with a key of everything they depend on."""
        self.whole.save(folder, self.name, ANSWERING.name)
        self.pieces.save(folder, self.name)

    @classmethod
    def load(cls, opened: Opened) -> Answering | None:
        """Read what ``save`` wrote, or None where the generation has no embeddings."""
        whole = WholePosts.load(opened.folder, cls.name)
        return None if whole is None else cls(whole, WordPieces.load(opened.folder, cls.name))

    @property
    def count(self) -> int:
        """How many posts have a vector."""
        return self.whole.count

    def reading(self, position: int) -> Reading:
        """The embedding of one post; its sentences are not kept."""
        post, length = self.whole.posts[position], float(self.whole.lengths[position])
        return Reading(post, length, _NO_SENTENCES, _NO_PLACES, self.pieces.at(position))


def gathered(read: Iterable[Reading], before: Before | None = None) -> Answering:
    """The vectors of embedded posts as one ``Answering``; ``before`` as in ``WholePosts.of``."""
    pieces, counts = Growing(np.uint8), [0]

    def kept() -> Iterator[Reading]:
        for reading in read:
            pieces.add(reading.pieces)
            counts.append(len(reading.pieces))
            yield reading

    whole = WholePosts.of(kept(), before)
    vectors = pieces.array().reshape(-1, NO_PIECES.shape[1])
    return Answering(whole, WordPieces(vectors, np.cumsum(counts, dtype=np.int64)))
