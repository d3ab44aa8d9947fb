"""PPR Search itself, without sentence embeddings: the ranking alone, or the full answer."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

from inquiries import Inquiry

from corpus.digest import Digest
from corpus.post import Post
from search.engine.open import open_engine
from search.engine.seam import Engine
from search.errors import PostMissing
from search.question import Question, Years


def question(inquiry: Inquiry) -> Question:
    """The inquiry as a reader would ask it."""
    asked = Question.parse(f'"{inquiry.text}"' if inquiry.phrase else inquiry.text)
    if inquiry.kind is None or inquiry.years is None:
        return asked
    return asked.with_filters(research=(inquiry.kind,), years=(Years(*inquiry.years),))


class Own:
    """The embedded engine."""

    library = "pprsearch"
    modes: tuple[str, ...] = ("ranked", "full")
    phrases = True
    adds = True

    def __init__(self) -> None:
        self._engine: Engine

    def build(self, digest: Digest, folder: Path) -> None:
        """Publish the digest."""
        from indexer.publish import publish

        publish(digest, folder)

    def open(self, folder: Path) -> None:
        """Open the index."""
        self._engine = open_engine(folder, semantic=False)

    def ask(self, mode: str, inquiry: Inquiry) -> list[str]:
        """Only rank with ``ranked``; with ``full`` make a whole page of results."""
        asked = question(inquiry)
        if mode == "ranked":
            return [post for post, _ in self._engine.now().order(asked, 10)]
        return [hit.post.id for hit in self._engine.now().search(asked).hits]

    def add(self, digest: Digest, post: Post, folder: Path) -> None:
        """Publish one more post, and wait until the open engine serves it."""
        self.build(replace(digest, posts=(*digest.posts, post)), folder)
        while True:
            try:
                self._engine.now().post(post.id)
                return
            except PostMissing:
                time.sleep(0.01)


ENGINE = Own()
