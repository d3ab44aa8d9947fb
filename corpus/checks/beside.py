"""Checks the files beside a digest's posts that no index is made of: imports and judgments."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from corpus.folder.imports_file import IMPORTS, read_imports
from corpus.folder.settings.judged import (
    QUESTIONS,
    judged_files,
    question_entries,
    relation_entries,
)
from corpus.post import Post
from corpus.problem import Problem, Problems


def problems_beside(root: Path, posts: Sequence[Post]) -> tuple[Problem, ...]:
    """What is wrong with ``imports.json`` and the judgments of a digest that has those posts."""
    if not root.is_dir():
        return ()
    problems = Problems(Path(IMPORTS))
    read_imports(root, problems)
    found = problems.found
    known = {name for post in posts for name in (post.id, *post.aliases)}
    for file in judged_files(root):
        problems = Problems(file.relative_to(root))
        read = question_entries if file.name == QUESTIONS else relation_entries
        for entry in read(file, problems):
            for post in entry.posts:
                if post not in known:
                    what = f"there is no post {post}"
                    problems.warning(entry.line, what, "correct its id, or take it out")
        found += problems.found
    return tuple(found)
