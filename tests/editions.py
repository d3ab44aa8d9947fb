"""Posts whose titles name their edition of a digest, so that a mixture of editions shows."""

from __future__ import annotations

from corpus.post import Post


def post(number: int, edition: int) -> Post:
    """A post of an edition; only its title differs from other editions."""
    return Post(
        id=f"2021-01-post-{number:03d}",
        title=f"Post {number}, edition {edition}",
        month="2021-01",
        summary=f"Study {number} compared {number + 2} groups.",
        implications="Ask about it, and ask again later.",
    )
