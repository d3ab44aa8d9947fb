"""The common part of engines that score every post with a matrix."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from inquiries import Inquiry
from numpy.typing import NDArray

from corpus.digest import Digest
from corpus.post import Post

Mask = NDArray[np.bool_]


class Matrix(ABC):
    """A matrix of scores, with ids, kinds and years beside it; it can't search for phrases."""

    modes = ("rank",)
    phrases = False
    adds = True

    def __init__(self) -> None:
        self._ids: list[str]
        self._kinds: NDArray[np.str_]
        self._years: NDArray[np.int64]

    @abstractmethod
    def build(self, digest: Digest, folder: Path) -> None:
        """Compute the weights of all words, and save them with the output of ``shelve``."""

    @abstractmethod
    def open(self, folder: Path) -> None:
        """Load the weights, and with ``unshelve`` the rest."""

    @abstractmethod
    def scores(self, text: str, mask: Mask | None) -> NDArray[np.float32] | None:
        """The score of every post, zero where the mask is false; None when no word is known."""

    def shelve(self, posts: Iterable[Post], folder: Path) -> None:
        """Save the ids of the posts, and the fields that filters use."""
        shelves = [(post.id, post.research or "", post.year or 0) for post in posts]
        (folder / "posts.json").write_text(json.dumps(shelves), encoding="utf-8")

    def unshelve(self, folder: Path) -> None:
        """Load what ``shelve`` saved."""
        shelves = json.loads((folder / "posts.json").read_text("utf-8"))
        self._ids = [post for post, _, _ in shelves]
        self._kinds = np.array([kind for _, kind, _ in shelves])
        self._years = np.array([year for _, _, year in shelves])

    def ask(self, mode: str, inquiry: Inquiry) -> list[str]:
        """The ten best scores; the mask is true for posts that pass the filter."""
        mask = None
        if inquiry.kind is not None and inquiry.years is not None:
            first, last = inquiry.years
            mask = (self._kinds == inquiry.kind) & (self._years >= first) & (self._years <= last)
        scores = self.scores(inquiry.text, mask)
        if scores is None:
            return []
        best = np.argpartition(scores, -10)[-10:]
        best = best[np.argsort(-scores[best], kind="stable")]
        return [self._ids[n] for n in best if scores[n] > 0]

    def add(self, digest: Digest, post: Post, folder: Path) -> None:
        """Build anew: every weight depends on the number of posts with the word."""
        grown = folder.with_name(folder.name + "-grown")
        self.build(Digest(digest.name, posts=(*digest.posts, post)), grown)
        self.open(grown)
