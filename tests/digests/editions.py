"""Posts whose titles name their edition of a digest, so that a mixture of editions shows."""

from __future__ import annotations

from corpus.digest import Digest
from corpus.post import Post
from search.engine.seam import Engine
from search.question import Question
from search.results import SearchOptions


def post(number: int, edition: int) -> Post:
    """A post of an edition; only its title differs from other editions."""
    return Post(
        id=f"2021-01-post-{number:03d}",
        title=f"Post {number}, edition {edition}",
        month="2021-01",
        summary=f"Study {number} compared {number + 2} groups.",
        implications="Ask about it, and ask again later.",
    )


def digest(number: int, posts: int, every: int) -> Digest:
    """A digest of so many posts; each edition adds and removes one, and edits one in ``every``."""
    numbers = range(number, number + posts)
    return Digest(
        name="Test",
        posts=tuple(post(n, number if n % every == number % every else 0) for n in numbers),
    )


def posts_of(digest: Digest) -> dict[str, str]:
    """The hash of each post by its id."""
    return {post.id: post.content_hash for post in digest.posts}


def served(engine: Engine) -> dict[str, str]:
    """The hash of each post by its id, as a reader finds them by a question."""
    question = Question.parse("which groups were compared?")
    found = engine.now().search(question, SearchOptions(limit=1000))
    return {hit.post.id: hit.post.content_hash for hit in found.hits}
