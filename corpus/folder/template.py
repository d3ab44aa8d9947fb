"""The file of a new post, with all its fields."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.digest import Digest, ResearchKind
from corpus.folder.front_matter import FENCE
from corpus.folder.post_file import HEADING
from corpus.folder.write import quoted
from corpus.post import Post


def template(post: Post, digest: Digest) -> str:
    """The text of a new post's file: what is known of ``post``, and the digest's names to take.

    The names stand in comments, which nothing reads; ``check`` tells what must be filled in.
    """
    lines = [
        FENCE,
        f"title: {quoted(post.title)}",
        f"month: {post.month}",
        "# Delete the lines of the topics that do not fit, and the # of those that do.",
        "topics:",
        *(f"  # - {topic.name}" for topic in digest.topics),
        f"# One of: {_joined(digest.kinds)}",
        "research:",
        "# Author, A., & Other, B. C. (2024). Title of the study. Journal, 12(3), 45-67.",
        "citation:",
        f"doi: {post.doi}" if post.doi else "doi:",
        FENCE,
        "",
        "",
        HEADING,
        "",
    ]
    return "\n".join(lines)


def _joined(kinds: Iterable[ResearchKind]) -> str:
    return "; ".join(kind.name for kind in kinds)
