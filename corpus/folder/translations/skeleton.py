"""The template of a new translation, to be filled in."""

from __future__ import annotations

from corpus.folder.front_matter import FENCE
from corpus.folder.translations.file import heading_in
from corpus.folder.write import quoted
from corpus.post import Post


def skeleton(post: Post, language: str) -> str:
    """The text of the file: empty fields, with the original's text in comments.

    ``check`` tells what must be filled in, and later, by ``of``, whether the original has changed.
    """
    line = [f"# {quoted(post.bottom_line)}", 'bottom_line: ""'] if post.bottom_line else []
    lines = [
        FENCE,
        f"# {quoted(post.title)}",
        'title: ""',
        *line,
        "# What was translated; pprsearch check tells when the original is no longer that.",
        f"of: {post.version}",
        FENCE,
        "",
        "",
        heading_in(language).written,
        "",
    ]
    return "\n".join(lines)
