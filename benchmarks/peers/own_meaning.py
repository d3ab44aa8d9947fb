"""PPR Search with sentence embeddings as well, those of the posts drawn by chance.

A question is embedded as always, and compared with as many vectors as there would be; what they
say makes no difference to the time. Embedding 50,000 abstracts takes an hour, so it is measured by
itself, on a few.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from unittest import mock

import numpy as np
from numpy.typing import NDArray

from corpus.digest import Digest
from peers.own import Own
from search.embedded import EmbeddedEngine
from search.embedding import DIMENSIONS, Embedder


class Meaning(Own):
    """The embedded engine with the meaning leg."""

    modes = ("full",)
    adds = False

    def build(self, digest: Digest, folder: Path) -> None:
        """Publish vectors beside the index that was built without."""
        from indexer.publish import publish

        shutil.copytree(folder.with_name("PPR-Search"), folder)
        with mock.patch.object(Embedder, "embed_all", _drawn):
            publish(digest, folder, semantic=True)

    def open(self, folder: Path) -> None:
        """Open the index, and load the model."""
        self._engine = EmbeddedEngine.open(folder, semantic=True)


def _drawn(
    embedder: Embedder, texts: Sequence[str], progress: Callable[[int], None] = lambda done: None
) -> NDArray[np.float32]:
    vectors = np.random.default_rng(0).standard_normal((len(texts), DIMENSIONS), np.float32)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: NDArray[np.float32] = vectors / lengths
    return unit


ENGINE = Meaning()
