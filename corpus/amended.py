"""Reads new and changed posts of a digest whose other posts are not read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Protocol

from corpus.digest import Digest
from corpus.filed import by_id, replaced
from corpus.folder.between_posts import BetweenPosts
from corpus.folder.collection import read_collection
from corpus.folder.post_fields import RELATIONS
from corpus.folder.post_file import PostFile
from corpus.folder.read import POSTS, Reading, arranged, files_in, read_files
from corpus.folder.translations.beside import TranslationReader
from corpus.folder.translations.file import parted
from corpus.own_addresses import OwnAddresses
from corpus.post import Post
from corpus.problem import Problem

_MARKDOWN, _COLLECTION = ".md", ".jsonl"
_CURE = "name a post's file in its folder posts, that folder, or a collection (.jsonl)"


class Others(Protocol):
    """The posts of a digest that are not read."""

    @property
    def months(self) -> Sequence[str]:
        """The months that they have, ``YYYY-MM``; none where no post has one."""

    def with_ids(self, ids: Collection[str]) -> Mapping[str, Post]:
        """Those that have some ids."""

    def alike(self, posts: Sequence[Post]) -> Sequence[Post]:
        """Those whose id, title, DOI, PMID or former id some posts may have or name."""


def is_collection(path: Path) -> bool:
    """Whether a path is that of a collection, whose posts are in the order of its lines."""
    return path.suffix == _COLLECTION


def read_changed(
    path: Path,
    digest: Digest,
    others: Others,
    removed: Collection[str] = (),
    today: date | None = None,
) -> Reading:
    """The posts at a path, checked as all posts of a digest are.

    It is that of a post's Markdown file, whose translations beside it are read as well, of a folder
    of such, or of a collection. ``digest`` has the settings, and the posts ``removed`` no longer
    count among the others. What others say of a post that is given is not looked at.
    """
    if is_collection(path):
        return _collected(path, digest, others)
    today = today or date.today()
    root, files, translations, found = _files(path)
    ids = {Path(name).stem for name in files}
    reading = list(read_files(root, files, digest, today, found))
    posts = tuple(read.post for _, read in reading if read.post is not None)
    if translations:
        beside = TranslationReader(root, digest, ids, today)
        posts = tuple(replaced(posts, beside.of(by_id(posts), translations)))
        found += beside.problems
    own = OwnAddresses.of(digest)
    for month in others.months:
        own.add_month(month)
    rivals = [post for post in others.alike(posts) if post.id not in {*ids, *removed}]
    between = BetweenPosts(_known(posts, ids, others, removed), own)
    found += _between(reading, between, rivals)
    lines = {read.post.id: read.lines for _, read in reading if read.post is not None}
    return arranged(replace(digest, posts=()), posts, found, lines, today)


def _collected(path: Path, digest: Digest, others: Others) -> Reading:
    """The posts of a collection."""
    collected, problems = read_collection(path)
    if others.months:
        what = "its documents have no month, and the posts of this digest have"
        cure = "make posts of them: pprsearch import beir"
        problems = (*problems, Problem(Path(path.name), 1, what, cure))
    return Reading(replace(digest, posts=collected.posts), problems)


def _files(path: Path) -> tuple[Path, list[str], list[str], list[Problem]]:
    """The digest's folder, the names of posts and translations in it, and what is wrong."""
    if not path.exists():
        return path, [], [], [Problem(path, 1, "there is no such file or folder", _CURE)]
    whole = path.resolve()
    if whole.is_dir() and whole.name != POSTS and (whole / POSTS).is_dir():
        whole /= POSTS
    folder = whole if whole.is_dir() else whole.parent
    if folder.name != POSTS or not (whole.is_dir() or whole.suffix == _MARKDOWN):
        return path, [], [], [Problem(path, 1, "this is no post, and no folder of posts", _CURE)]
    files, translations, stray = files_in(folder.parent)
    if whole.is_dir():
        return folder.parent, files, translations, stray
    post_id = (parted(whole.name) or (whole.stem, ""))[0]
    with_it = [name for name in translations if (parted(name) or ("", ""))[0] == post_id]
    return folder.parent, [name for name in files if Path(name).stem == post_id], with_it, []


def _known(
    posts: Sequence[Post], ids: Collection[str], others: Others, removed: Collection[str]
) -> set[str]:
    """The ids of the given posts, and of those among others that they name."""
    named = {other for post in posts for name in RELATIONS for other in getattr(post, name)}
    asked = named | {_own(alias) for post in posts for alias in post.aliases}
    asked -= {*ids, *removed}
    return {*ids, *(others.with_ids(asked) if asked else ())}


def _between(
    reading: Sequence[tuple[str, PostFile]], between: BetweenPosts, rivals: Sequence[Post]
) -> Iterator[Problem]:
    """The problems between posts, and between them and others."""
    for rival in rivals:
        # It has been checked with the others; what it names is not looked at again.
        bare = replace(rival, pin=(), never=(), updates=(), contradicts=(), same_data=())
        between.add(rival.id, PostFile(bare, (), lines=defaultdict(lambda: 1)))
    for name, read in reading:
        between.add(Path(name).stem, read)
    own = {Path(POSTS, name) for name, _ in reading}
    yield from (problem for problem in between.problems() if problem.file in own)
    yield from _taken([read.post for _, read in reading if read.post is not None], rivals)


def _taken(posts: Iterable[Post], rivals: Sequence[Post]) -> Iterator[Problem]:
    """The problems of ids that are former ids of other posts."""
    former = {_own(alias): rival.id for rival in rivals for alias in rival.aliases}
    for post in posts:
        if post.id in former:
            what = f'the id is an alias of "{former[post.id]}"'
            cure = "give this post another name, or delete that alias"
            yield Problem(Path(POSTS, f"{post.id}{_MARKDOWN}"), 1, what, cure)


def _own(alias: str) -> str:
    """A former id from an alias, which may be an address."""
    return alias.removeprefix("/posts/").strip("/")
