"""bm25s: eager BM25 scores in a sparse matrix, with Snowball stems and its own stop words."""

from __future__ import annotations

import json
from pathlib import Path

import bm25s
import numpy as np
import Stemmer
from inquiries import Inquiry
from numpy.typing import NDArray

from corpus.digest import Digest
from corpus.post import Post
from peers.peer import text


class Bm25s:
    """The matrix, and beside it ids, kinds and years; phrases it can't search for."""

    library = "bm25s"
    modes = ("rank",)
    phrases = False
    adds = True

    def __init__(self) -> None:
        self._stemmer = Stemmer.Stemmer("english")
        self._retriever: bm25s.BM25
        self._ids: list[str]
        self._kinds: NDArray[np.str_]
        self._years: NDArray[np.int64]

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
        shelves = [(p.id, p.research or "", p.year or 0) for p in digest.posts]
        (folder / "posts.json").write_text(json.dumps(shelves), encoding="utf-8")

    def open(self, folder: Path) -> None:
        """Load the matrix."""
        self._retriever = bm25s.BM25.load(folder)
        shelves = json.loads((folder / "posts.json").read_text("utf-8"))
        self._ids = [post for post, _, _ in shelves]
        self._kinds = np.array([kind for _, kind, _ in shelves])
        self._years = np.array([year for _, _, year in shelves])

    def ask(self, mode: str, inquiry: Inquiry) -> list[str]:
        """Add up the scores of the question's words; the mask holds what passes the filter."""
        words = bm25s.tokenize(
            inquiry.text,
            stopwords="en",
            stemmer=self._stemmer,
            return_ids=False,
            show_progress=False,
        )[0]
        known = [word for word in words if word in self._retriever.vocab_dict]
        if not known:
            return []
        mask = None
        if inquiry.kind is not None and inquiry.years is not None:
            first, last = inquiry.years
            mask = (self._kinds == inquiry.kind) & (self._years >= first) & (self._years <= last)
        scores = self._retriever.get_scores(known, weight_mask=mask)
        best = np.argpartition(scores, -10)[-10:]
        best = best[np.argsort(-scores[best], kind="stable")]
        return [self._ids[n] for n in best if scores[n] > 0]

    def add(self, digest: Digest, post: Post, folder: Path) -> None:
        """Build anew: every score hangs on how many posts have the word."""
        grown = folder.with_name(folder.name + "-grown")
        self.build(Digest(digest.name, posts=(*digest.posts, post)), grown)
        self.open(grown)


ENGINE = Bm25s()
