"""PPR Search with sentence embeddings; those of the posts are random.

A question is embedded as always, and compared with as many vectors as there would be. Their values
make no difference to the time, and embedding 50,000 abstracts takes nearly an hour. The time of
embedding is measured by itself, on a few posts.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from unittest import mock

import numpy as np
from numpy.typing import NDArray

from corpus.digest import Digest
from peers.own import Own
from search.engine.open import open_engine
from search.index.embedding import DIMENSIONS, MAX_TOKENS, Embedder


class Meaning(Own):
    """The embedded engine with the meaning leg."""

    modes = ("full",)
    adds = False

    def build(self, digest: Digest, folder: Path) -> None:
        """Publish random vectors beside the index that was built without vectors."""
        from indexer.publish import publish

        shutil.copytree(folder.with_name("PPR-Search"), folder)
        with mock.patch.multiple(Embedder, pieces=_pieces, states=_drawn):
            publish(digest, folder, semantic=True)

    def open(self, folder: Path) -> None:
        """Open the index, and load the model."""
        self._engine = open_engine(folder, semantic=True)


def _pieces(embedder: Embedder, text: str) -> list[int]:
    """A stand-in for word pieces: one for each word, numbered by its length."""
    return [len(word) for word in text.split()]


def _drawn(embedder: Embedder, pieces: Sequence[int]) -> NDArray[np.float32]:
    """As many random vectors as pieces; the same pieces have the same vectors."""
    vectors = _chance()
    start = hash(tuple(pieces)) % (len(vectors) - MAX_TOKENS)
    return vectors[start : start + len(pieces) + 2]


@cache
def _chance() -> NDArray[np.float32]:
    """So many random vectors that few posts share one."""
    return np.random.default_rng(0).standard_normal((8192, DIMENSIONS), np.float32)


ENGINE = Meaning()
