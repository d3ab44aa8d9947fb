"""Posts whose titles tell which edition of a digest they are of, so that a mixture shows."""

from __future__ import annotations

from corpus.post import Post


def post(number: int, edition: int) -> Post:
    """One post of an edition; all else about it is the same in each."""
    return Post(
        id=f"2021-01-post-{number:03d}",
        title=f"Post {number}, edition {edition}",
        month="2021-01",
        summary=f"Study {number} compared {number + 2} groups.",
        implications="Ask about it, and ask again later.",
    )
