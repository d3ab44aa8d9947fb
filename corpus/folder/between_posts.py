"""Problems that only show when a digest's posts are compared with each other."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from corpus.folder.post_fields import RELATIONS
from corpus.folder.post_file import PostFile, softened
from corpus.post import Post
from corpus.problem import Problem
from corpus.text.folding import did_you_mean, folded

# Chapters of one book, and posts on parts of one chapter, may share a DOI.
_PART_OF_BOOK = re.compile(r"\(Eds?\.\)|\bIn:? .{0,200}\bChapter\b|\bChapter \d+")


def problems_between(read: Mapping[Path, PostFile], ids: Collection[str]) -> Iterator[Problem]:
    """The problems between files; ``ids`` are those of every post's file.

    What is wrong in a draft, or with one, is a warning.
    """
    drafts = {file for file, reading in read.items() if reading.post and reading.post.draft}
    for file, problem, other in _found(read, ids):
        yield from softened((problem,)) if {file, other} & drafts else (problem,)


def _found(
    read: Mapping[Path, PostFile], ids: Collection[str]
) -> Iterator[tuple[Path, Problem, Path | None]]:
    """Each problem with its file, and the other file concerned, if any."""
    seen: dict[str, dict[str, Path]] = {"id": {}, "title": {}, "doi": {}}
    moved = {alias: post.id for post in _posts(read) for alias in post.aliases}
    first_to: dict[str, Path] = {}
    for file, reading in read.items():
        first = seen["id"].setdefault(file.stem.casefold(), file)
        if first is not file:
            what = f"the id differs from that of {first} in letter case alone"
            yield file, Problem(file, 1, what, "rename one of the two files"), None
        post = reading.post
        if post is None:
            continue
        title, doi = folded(post.title), (post.doi or "").casefold()
        if title and (first := seen["title"].setdefault(title, file)) is not file:
            what = f"the title is that of {first} as well"
            cure = "give one of the two another, or delete it"
            yield file, Problem(file, reading.lines["title"], what, cure), first
        if doi and (first := seen["doi"].setdefault(doi, file)) is not file:
            yield file, _same_doi(file, reading, post, first), first
        for problem in _related(file, reading, post, ids, moved):
            yield file, problem, None
        for alias in post.aliases:
            first = first_to.setdefault(alias.strip("/"), file)
            if wrong := _alias(file, reading, alias, first, ids):
                yield file, wrong, first


def _posts(read: Mapping[Path, PostFile]) -> Iterator[Post]:
    return (reading.post for reading in read.values() if reading.post)


def _same_doi(file: Path, reading: PostFile, post: Post, first: Path) -> Problem:
    shared = _PART_OF_BOOK.search(post.citation or "")
    return Problem(
        file,
        reading.lines["doi"],
        f"the DOI is also that of {first}",
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
    if first is not file:
        what = f'the alias "{alias}" is that of {first} as well'
        return Problem(file, line, what, "keep it in the post that took the old one's place")
    return None
