"""Two editions of a digest, and what a reader of an index is shown."""

from __future__ import annotations

from pathlib import Path

from corpus.digest import Digest
from search.engine.open import open_engine
from search.question import Question
from tests.digests import garden

OLD = garden.digest(*garden.POSTS[:8])


NEW = garden.digest(*garden.POSTS)


def posts_of(digest: Digest) -> set[str]:
    return {post.id for post in digest.posts}


def served(index: Path) -> set[str]:
    """The ids of the posts that a new reader gets; a question is answered too."""
    engine = open_engine(index, semantic=False)
    assert engine.now().search(Question.parse('"raised beds" compost')).hits
    return {post.id for post in engine.now().archive()}
