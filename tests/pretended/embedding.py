"""A fake embedding model, and posts of every length for it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from corpus.post import Post
from search.index.embedding import DIMENSIONS, Floats
from search.index.model.known import ALIKE, Model
from tests.digests import garden

LONG = garden.post(
    60,
    title="A long report",
    summary=" ".join(f"Sentence {n} of the summary." for n in range(60)),
    implications="Water it. Weed it. Watch it. Wait.",
)
ENDLESS = garden.post(61, title="An endless report", summary="beans " * 3000, implications="")
BARE = Post("bare", "", "")
POSTS = (*garden.POSTS, LONG, ENDLESS, BARE)


class Pretended:
    """Gives each word a token with its own vector, and keeps the tokens of each text it read."""

    def __init__(self, model: Model = ALIKE) -> None:
        self.model = model
        self.read: list[list[int]] = []

    def pieces(self, text: str) -> list[int]:
        words = text.replace(".", " .").split()
        return [int.from_bytes(hashlib.sha256(w.encode()).digest()[:4], "big") for w in words]

    def states(self, pieces: Sequence[int]) -> Floats:
        self.read.append(list(pieces))
        return np.array([self.vector(piece) for piece in (1, *pieces, 2)], np.float32)

    def vector(self, piece: int) -> Floats:
        return np.random.default_rng(piece).standard_normal(DIMENSIONS).astype(np.float32)
