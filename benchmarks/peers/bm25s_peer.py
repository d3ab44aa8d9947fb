"""bm25s: eager BM25 scores in a sparse matrix, with Snowball stems and its own stop words."""

from __future__ import annotations

from pathlib import Path

import bm25s
import numpy as np
import Stemmer
from numpy.typing import NDArray

from corpus.digest import Digest
from peers.matrix import Mask, Matrix
from peers.peer import text


class Bm25s(Matrix):
    """Every word's score for every post, computed when indexing."""

    library = "bm25s"

    def __init__(self) -> None:
        super().__init__()
        self._stemmer = Stemmer.Stemmer("english")
        self._retriever: bm25s.BM25

    def build(self, digest: Digest, folder: Path) -> None:
        """Score every word of every post, and save the scores."""
        tokens = bm25s.tokenize(
            [text(p) for p in digest.posts],
            stopwords="en",
            stemmer=self._stemmer,
            show_progress=False,
        )
        retriever = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
        retriever.index(tokens, show_progress=False)
        retriever.save(folder, show_progress=False)
        self.shelve(digest.posts, folder)

    def open(self, folder: Path) -> None:
        """Load the matrix."""
        self._retriever = bm25s.BM25.load(folder)
        self.unshelve(folder)

    def scores(self, text: str, mask: Mask | None) -> NDArray[np.float32] | None:
        """Add up the scores of the question's words."""
        words = bm25s.tokenize(
            text, stopwords="en", stemmer=self._stemmer, return_ids=False, show_progress=False
        )[0]
        known = [word for word in words if word in self._retriever.vocab_dict]
        if not known:
            return None
        found: NDArray[np.float32] = self._retriever.get_scores(known, weight_mask=mask)
        return found


ENGINE = Bm25s()
