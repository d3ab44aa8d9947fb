"""Embeddings of posts by the model that was made for passages that answer a question.

Each post has one as a whole, and small ones of its pieces of words.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np

from search.index.embedding import ANSWERING, DIMENSIONS, embedder
from search.index.part import Build, Opened
from search.index.reading import Reading, WholePosts, read_all
from search.index.wordpieces import WordPieces

_NO_SENTENCES = np.empty((0, DIMENSIONS), np.int8)
_NO_PLACES = np.empty((0, 2), np.int32)


@dataclass(frozen=True, slots=True)
class Answering:
    """The vectors of all posts, to be held against questions that the same model has read.

    ``pieces`` are those of pieces of words, by which the best posts are looked at closely.
    """

    name: ClassVar[str] = "answering"
    step: ClassVar[str] = ""

    whole: WholePosts
    pieces: WordPieces

    @classmethod
    def fit(cls, build: Build) -> Answering | None:
        """Read a digest's posts, if they are to be found by meaning; progress is told by post.

        Raises ``ModelUnavailable``.
        """
        if not build.semantic:
            return None
        read = read_all(build, embedder(ANSWERING), cls)
        return cls(WholePosts.of(read), WordPieces.of([reading.pieces for reading in read]))

    def save(self, folder: Path) -> None:
        """Write the vectors into ``folder``, and what they hang on beside the posts."""
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
        """What was read of one post; its sentences are not kept."""
        post, length = self.whole.posts[position], float(self.whole.lengths[position])
        return Reading(post, length, _NO_SENTENCES, _NO_PLACES, self.pieces.at(position))
