"""A digest's folder read whole, with all faults of all its files."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from corpus.digest import Digest
from corpus.folder.collection import COLLECTION, read_collection
from corpus.folder.post_file import PostFile, read_post
from corpus.folder.reading_cache import Recollection
from corpus.folder.settings import (
    SETTINGS,
    SYNONYMS,
    TOPICS,
    read_settings,
    read_topics,
    read_vocabulary,
)
from corpus.folder.taxonomy import Taxonomy
from corpus.folder.text_file import read_text
from corpus.post import Post
from corpus.problem import Problem, Problems
from corpus.text.folding import did_you_mean, folded

POSTS = "posts"
# The files of a digest are no collections, even if one is named in place of its folder.
DIGEST_SUFFIXES = frozenset({".md", ".toml"})
DEMO = Path(__file__).parent.parent / "digest"

# Chapters of one book, and posts about parts of one chapter, rightly share a DOI.
_PART_OF_BOOK = re.compile(r"\(Eds?\.\)|\bIn:? .{0,200}\bChapter\b|\bChapter \d+")


@dataclass(frozen=True, slots=True)
class Reading:
    """A digest as far as it could be read, with everything that is wrong in it.

    The digest holds the posts in whose files there is no error, sorted by month and id;
    ``unfinished`` are the others, as far as they could be read. ``lines`` tells for each post's
    id on which line of its file each of its fields and parts begins.
    """

    digest: Digest
    problems: tuple[Problem, ...] = ()
    unfinished: tuple[Post, ...] = ()
    lines: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def faults(self) -> tuple[Problem, ...]:
        """The errors among the problems: a digest with one is not to be indexed."""
        return tuple(problem for problem in self.problems if problem.severity == "error")


def read_corpus(path: Path | str, known: Recollection | None = None) -> Reading:
    """Read a digest's folder, or a BEIR collection (``corpus.jsonl`` or a folder holding one).

    What is ``known`` from a reading before is not read again. Never raises on bad content:
    whatever can't be read is among the problems.
    """
    path = Path(path)
    if path.is_file() and path.suffix not in DIGEST_SUFFIXES:
        return Reading(*read_collection(path, known))
    if (path / COLLECTION).is_file() and not (path / SETTINGS).exists():
        return Reading(*read_collection(path / COLLECTION, known))
    return read_digest(path, known)


def read_digest(root: Path, known: Recollection | None = None) -> Reading:
    """Read the folder of a digest: its settings, topics, words and posts; see ``read_corpus``."""
    if not root.is_dir():
        what = "this is not a folder" if root.exists() else "there is no such folder"
        cure = "name the folder of a digest, which holds digest.toml, topics.toml and posts"
        return Reading(Digest(name=root.name), (Problem(root, 1, what, cure),))
    digest, found = read_frame(root)
    topics = Taxonomy.of("topic", TOPICS, digest.topics) if digest.topics else None
    kinds = Taxonomy.of("kind of research", SETTINGS, digest.kinds) if digest.kinds else None
    files, stray = post_files(root)
    found += stray
    read: dict[Path, PostFile] = {}
    if known is not None:
        known.begin((digest.topics, digest.kinds))
    for path in files:
        file = path.relative_to(root)
        problems = Problems(file)
        text = read_text(path, root, problems)
        found += problems.found
        if text is not None:
            reading = partial(read_post, text, file, topics, kinds)
            read[file] = known.of((file, text), reading) if known else reading()
            found += read[file].problems
    found += _across(read, {path.stem for path in files})
    faulty = {problem.file for problem in found if problem.severity == "error"}
    posts = {file: r.post for file, r in read.items() if r.post}
    whole = (post for file, post in posts.items() if file not in faulty)
    return Reading(
        replace(digest, posts=tuple(sorted(whole, key=_order))),
        tuple(sorted(set(found))),
        tuple(post for file, post in posts.items() if file in faulty),
        {post.id: read[file].lines for file, post in posts.items()},
    )


def read_frame(root: Path) -> tuple[Digest, list[Problem]]:
    """The digest without its posts, from the three TOML files of its folder."""
    settings, topics, words = (Problems(Path(name)) for name in (SETTINGS, TOPICS, SYNONYMS))
    digest = replace(
        read_settings(root, settings),
        topics=read_topics(root, topics),
        vocabulary=read_vocabulary(root, words),
    )
    return digest, [*settings.found, *topics.found, *words.found]


def post_files(root: Path) -> tuple[list[Path], list[Problem]]:
    """The files of the posts by name, and a problem for each thing that lies in their way.

    Hidden files and the copies that editors leave behind are nobody's concern.
    """
    folder = root / POSTS
    if not folder.is_dir():
        cure = "create it; each post is a file of its own in it"
        return [], [Problem(Path(POSTS), 1, "the folder of the posts is missing", cure, "warning")]
    if not folder.resolve().is_relative_to(root.resolve()):
        cure = "put the folder itself here"
        what = "the folder is a symbolic link to somewhere outside the digest"
        return [], [Problem(Path(POSTS), 1, what, cure)]
    files, stray = [], []
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.name.startswith(".") or entry.name.endswith("~"):
            continue
        file = Path(POSTS, entry.name)
        if entry.name.endswith(".md"):
            files.append(root / file)
        elif entry.is_dir():
            cure = "put its posts beside it and remove it"
            stray.append(Problem(file, 1, "a folder among the posts is not read", cure))
        else:
            cure = "give it a name that ends in .md, or move it out of the folder"
            stray.append(Problem(file, 1, "the file is not read", cure, "warning"))
    return files, stray


def _order(post: Post) -> tuple[str, str]:
    return post.month or "", post.id


def _across(read: dict[Path, PostFile], ids: set[str]) -> Iterator[Problem]:
    """The problems that show only when posts are seen together."""
    seen_ids: dict[str, Path] = {}
    titles: dict[str, Path] = {}
    dois: dict[str, Path] = {}
    for file, reading in read.items():
        first = seen_ids.setdefault(file.stem.casefold(), file)
        if first is not file:
            what = f"the id differs from that of {first} in letter case alone"
            yield Problem(file, 1, what, "rename one of the two files")
        post = reading.post
        if post is None:
            continue
        if post.title and (first := titles.setdefault(folded(post.title), file)) is not file:
            what = f"the title is that of {first} as well"
            yield Problem(
                file, reading.lines["title"], what, "give one of the two another, or delete it"
            )
        if post.doi and (first := dois.setdefault(post.doi.casefold(), file)) is not file:
            shared = _PART_OF_BOOK.search(post.citation or "")
            yield Problem(
                file,
                reading.lines["doi"],
                f"the DOI is that of {first} as well",
                "fine if both are about one book" if shared else "correct one, or keep one post",
                "warning" if shared else "error",
            )
        yield from _related(file, reading, post, ids)


def _related(file: Path, reading: PostFile, post: Post, ids: set[str]) -> Iterator[Problem]:
    for name, others in (("pin", post.pin), ("never", post.never)):
        for other in others:
            line = reading.lines["related"]
            if other == post.id:
                yield Problem(file, line, f'"{name}" names the post itself', "delete that item")
            elif other not in ids:
                cure = did_you_mean(other, ids, "an id is a file's name in posts without .md")
                yield Problem(file, line, f'"{name}" names no post: "{other}"', cure)
    for both in sorted(set(post.pin) & set(post.never)):
        what = f'"{both}" is both in pin and in never'
        yield Problem(file, reading.lines["related"], what, "keep it in one of them")
