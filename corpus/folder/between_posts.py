"""Problems that only show when a digest's posts are compared with each other."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from corpus.folder.post_fields import RELATIONS
from corpus.folder.post_file import PostFile, softened
from corpus.own_addresses import OwnAddresses
from corpus.post import Post
from corpus.problem import Problem
from corpus.text.folding import did_you_mean, folded

# Chapters of one book, and posts on parts of one chapter, may share a DOI.
_PART_OF_BOOK = re.compile(r"\(Eds?\.\)|\bIn:? .{0,200}\bChapter\b|\bChapter \d+")


class BetweenPosts:
    """Compares files with those before them, of which it keeps only what it compares.

    ``ids`` are those of every post's file, ``own`` the addresses of the digest's own pages.
    ``moved`` has the id of the post with each alias.
    """

    def __init__(self, ids: Collection[str], own: OwnAddresses) -> None:
        self.moved: dict[str, str] = {}
        self.own = own
        self._ids = ids
        # The id of the first post with each of them.
        self._first: dict[str, dict[str, str]] = {
            name: {} for name in ("id", "title", "doi", "pmid", "alias")
        }
        self._drafts: set[str] = set()
        # Those that name others are looked at in the end, without their texts.
        self._naming: list[tuple[str, PostFile]] = []
        self._found: list[tuple[str, Problem, str | None]] = []

    def add(self, post_id: str, reading: PostFile) -> None:
        """Add what was read of a post's file."""
        self._found += self._same(post_id, reading)
        post = reading.post
        if post is None:
            return
        if post.month:
            self.own.add_month(post.month)
        if post.draft:
            self._drafts.add(post_id)
        self.moved.update(dict.fromkeys(post.aliases, post.id))
        if post.aliases or any(getattr(post, name) for name in RELATIONS):
            bare = replace(post, summary="", implications="")
            self._naming.append((post_id, replace(reading, post=bare)))

    def problems(self) -> Iterator[Problem]:
        """The problems between all files. What is wrong in a draft, or with one, is a warning."""
        for post_id, problem, other in (*self._found, *self._named()):
            concerned = {post_id, other} & self._drafts
            yield from softened((problem,)) if concerned else (problem,)

    def _same(self, post_id: str, reading: PostFile) -> Iterator[tuple[str, Problem, str | None]]:
        """The problems of what another post has too, with its id where it is concerned."""
        file, post = _file(post_id), reading.post
        if (first := self._first_with("id", post_id.casefold(), post_id)) != post_id:
            what = f"the id differs from that of {_file(first)} in letter case alone"
            yield post_id, Problem(file, 1, what, "rename one of the two files"), None
        if post is None:
            return
        title, doi = folded(post.title), (post.doi or "").casefold()
        if title and (first := self._first_with("title", title, post_id)) != post_id:
            what = f"the title is that of {_file(first)} as well"
            cure = "give one of the two another, or delete it"
            yield post_id, Problem(file, reading.lines["title"], what, cure), first
        told: set[str] = set()
        for name, what, number in (
            ("doi", "DOI", doi),
            ("pmid", "number of PubMed", post.pmid or ""),
        ):
            first = self._first_with(name, number, post_id) if number else post_id
            # Two posts on one study mostly share both numbers.
            if first != post_id and first not in told:
                told.add(first)
                yield post_id, _same_study(file, reading, post, _file(first), name, what), first

    def _first_with(self, sort: str, value: str, post_id: str) -> str:
        """The id of the first post with a value, which is this one if there was none."""
        return self._first[sort].setdefault(value, post_id)

    def _named(self) -> Iterator[tuple[str, Problem, str | None]]:
        """The problems with other posts, and former ids, that posts name."""
        for post_id, reading in self._naming:
            file, post = _file(post_id), reading.post
            if post is None:
                continue
            for problem in _related(file, reading, post, self._ids, self.moved):
                yield post_id, problem, None
            for alias in post.aliases:
                first = self._first_with("alias", alias.strip("/"), post_id)
                if alias in self.own:
                    what = f'the alias "{alias}" is the address of another page here'
                    line, cure = reading.lines[f"aliases: {alias}"], "delete that item"
                    yield post_id, Problem(file, line, what, cure, "warning"), None
                elif wrong := _alias(file, reading, alias, _file(first), self._ids):
                    yield post_id, wrong, first


def _file(post_id: str) -> Path:
    return Path("posts", f"{post_id}.md")


def _same_study(
    file: Path, reading: PostFile, post: Post, first: Path, name: str, what: str
) -> Problem:
    shared = _PART_OF_BOOK.search(post.citation or "")
    return Problem(
        file,
        reading.lines[name],
        f"the {what} is also that of {first}",
        "fine if both are about one book" if shared else "correct one, or keep one post",
        "warning" if shared else "error",
    )


def _related(
    file: Path,
    reading: PostFile,
    post: Post,
    ids: Collection[str],
    moved: Mapping[str, str],
) -> Iterator[Problem]:
    for name in RELATIONS:
        others: tuple[str, ...] = getattr(post, name)
        for other in others:
            line = reading.lines[f"{name}: {other}"]
            if other == post.id:
                yield Problem(file, line, f'"{name}" names the post itself', "delete that item")
            elif other not in ids:
                cure = did_you_mean(other, ids, "an id is a file's name in posts without .md")
                if other in moved:
                    cure = f'that is an alias of "{moved[other]}": write this'
                yield Problem(file, line, f'"{name}" names no post: "{other}"', cure)
    for both in sorted(set(post.pin) & set(post.never)):
        what = f'"{both}" is both in pin and in never'
        yield Problem(file, reading.lines[f"never: {both}"], what, "keep it in one of them")


def _alias(
    file: Path, reading: PostFile, alias: str, first: Path, ids: Collection[str]
) -> Problem | None:
    """The problem with an alias of a post, if any; ``first`` is the first file that has it."""
    line, bare = reading.lines[f"aliases: {alias}"], alias.removeprefix("/posts/").strip("/")
    if bare == file.stem:
        return Problem(file, line, f'the alias "{alias}" is the post\'s own id', "delete that item")
    if bare in ids:
        what = f'the alias "{alias}" is the id of another post'
        return Problem(file, line, what, "delete that item, or the other post")
    if first != file:
        what = f'the alias "{alias}" is that of {first} as well'
        return Problem(file, line, what, "keep it in the post that took the old one's place")
    return None
