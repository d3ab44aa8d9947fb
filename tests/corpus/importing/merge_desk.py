"""Shared by the tests of merging: two posts, and a digest that a page of them is imported into."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.digest import Digest
from corpus.folder.read import read_corpus
from corpus.importer import Imported
from corpus.importing.merge import merge_source, write_merge
from corpus.importing.merging.change import Merge
from corpus.post import Post
from corpus.problem import Problem

GARDENS = Post(
    id="2021-07-do-gardens-help",
    title="Do gardens help?",
    summary="People were asked.\n\nThey answered.",
    implications="Ask about gardens.",
    month="2021-07",
    topics=("Adherence",),
    research="survey",
    citation="Green, A. (2020). Gardens.",
    topics_proposed=True,
)


WOODS = replace(
    GARDENS, id="2021-08-woods", title="Woods", month="2021-08", summary="W.", implications="T."
)


@dataclass
class Page:
    """An importer for a page that the test makes up."""

    posts: tuple[Post, ...]
    problems: tuple[Problem, ...] = ()
    name: str = "page"

    def read(self, data: bytes, source: Path, digest: Digest) -> Imported:
        return Imported(self.posts, self.problems)


@dataclass
class Desk:
    """A digest, and a page to import into it."""

    root: Path
    source: Path

    def plan(self, *posts: Post, force: bool = False, name: str = "page") -> Merge:
        return merge_source(Page(posts, name=name), self.source, self.root, force=force)

    def take(self, *posts: Post, force: bool = False, name: str = "page") -> Merge:
        merge = self.plan(*posts, force=force, name=name)
        write_merge(merge, self.root)
        return merge

    def edit(self, change: Callable[[str], str], name: str = GARDENS.id) -> str:
        """Edit a file by hand; returns the new text."""
        path = self.root / "posts" / f"{name}.md"
        before = path.read_text("utf-8")
        after = change(before)
        assert after != before
        path.write_text(after, "utf-8")
        return after

    def text(self, name: str = GARDENS.id) -> str:
        return (self.root / "posts" / f"{name}.md").read_text("utf-8")

    def post(self, name: str = GARDENS.id) -> Post:
        return next(post for post in read_corpus(self.root).digest.posts if post.id == name)

    def marks(self) -> dict[str, dict[str, str]]:
        """The origins kept for the posts."""
        marks: dict[str, dict[str, str]] = json.loads((self.root / "imports.json").read_text())
        return marks

    def files(self) -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in self.root.rglob("*") if path.is_file()}


def counts(merge: Merge) -> tuple[int, int, int, int]:
    return len(merge.added), len(merge.updated), len(merge.unchanged), len(merge.kept)
