"""Reads a digest's folder completely, with all faults in its files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path

from corpus.digest import Digest
from corpus.filed import GatheredLines, Gathering, by_id, chosen, replaced
from corpus.folder.between_posts import BetweenPosts
from corpus.folder.collection import COLLECTION, read_collection
from corpus.folder.images import check_images
from corpus.folder.post_file import PostFile, read_post, softened
from corpus.folder.reading_cache import Recollection
from corpus.folder.settings.digest_files import (
    SETTINGS,
    SYNONYMS,
    TOPICS,
    read_settings,
    read_topics,
    read_vocabulary,
)
from corpus.folder.settings.gone_file import GONE, read_gone
from corpus.folder.taxonomy import Taxonomy
from corpus.folder.text_file import read_text
from corpus.folder.translations.beside import TranslationReader
from corpus.folder.translations.file import parted
from corpus.own_addresses import OwnAddresses
from corpus.post import Post
from corpus.problem import Problem, Problems

POSTS = "posts"
_SUFFIX = ".md"
# The files of a digest are no collections, even if one is named in place of its folder.
DIGEST_SUFFIXES = frozenset({".md", ".toml"})
DEMO = Path(__file__).parent.parent / "digest"


@dataclass(frozen=True, slots=True)
class Reading:
    """A digest as far as it could be read, and all its problems.

    The digest holds the posts that are live and in whose files there is no error, sorted by month
    and id; ``waiting`` are those without an error that are not live yet: drafts, and posts whose
    day is to come. ``unfinished`` are the others, as far as they could be read. ``lines`` tells
    for each post's id on which line of its file each of its fields and parts begins.
    """

    digest: Digest
    problems: tuple[Problem, ...] = ()
    unfinished: Sequence[Post] = ()
    lines: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    waiting: Sequence[Post] = ()

    @property
    def faults(self) -> tuple[Problem, ...]:
        """The errors; a digest with any must not be indexed."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def every_post(self) -> tuple[Post, ...]:
        """Every post, live or not, including those with errors as far as they could be read."""
        return (*self.digest.posts, *self.waiting, *self.unfinished)

    def unread(self, known: Iterable[Post]) -> tuple[Problem, ...]:
        """The first error of each post's file whose post is not among the ``known`` ones."""
        ids = {post.id for post in known}
        first: dict[Path, Problem] = {}
        for fault in self.faults:
            file = fault.file
            if file.parent == Path(POSTS) and file.suffix == _SUFFIX and not parted(file.name):
                first.setdefault(file, fault)
        return tuple(fault for file, fault in first.items() if file.stem not in ids)


def read_corpus(
    path: Path | str, known: Recollection | None = None, today: date | None = None
) -> Reading:
    """Read a digest's folder, or a BEIR collection (``corpus.jsonl`` or a folder holding one).

    What is ``known`` from a reading before is not read again. The digest has the posts that are
    live ``today``, this day unless another is given. Never raises on bad content: whatever can't
    be read is among the problems.
    """
    path = Path(path)
    if path.is_file() and path.suffix not in DIGEST_SUFFIXES:
        return Reading(*read_collection(path, known))
    if (path / COLLECTION).is_file() and not (path / SETTINGS).exists():
        return Reading(*read_collection(path / COLLECTION, known))
    return read_digest(path, known, today)


def read_digest(
    root: Path, known: Recollection | None = None, today: date | None = None
) -> Reading:
    """Read a digest's folder: settings, topics, vocabulary and posts; see ``read_corpus``."""
    if not root.is_dir():
        what = "this is not a folder" if root.exists() else "there is no such folder"
        cure = "name the folder of a digest, which holds digest.toml, topics.toml and posts"
        return Reading(Digest(name=root.name), (Problem(root, 1, what, cure),))
    digest, found = read_frame(root)
    files, translations, stray = files_in(root)
    found += stray
    today = today or date.today()
    if known is not None:
        known.begin((digest.topics, digest.kinds, today))
    ids = {name.removesuffix(_SUFFIX) for name in files}
    gathering, lines = Gathering(), GatheredLines()
    between = BetweenPosts(ids, OwnAddresses.of(digest))
    for name, read in read_files(root, files, digest, today, found, known):
        between.add(name.removesuffix(_SUFFIX), read)
        if read.post is not None:
            gathering.add(read.post)
            lines.add(read.post.id, read.lines, filed=gathering.filed)
    found += between.problems()
    of_gone = Problems(Path(GONE))
    gone = read_gone(root, ids, between.moved, of_gone, digest.page_languages, between.own)
    digest = replace(digest, gone=gone)
    found += of_gone.found
    posts = gathering.posts()
    if translations:
        beside = TranslationReader(root, digest, ids, today, known)
        posts = replaced(posts, beside.of(by_id(posts), translations))
        found += beside.problems
    return arranged(digest, posts, found, lines, today)


def read_files(
    root: Path,
    files: Sequence[str],
    digest: Digest,
    today: date,
    found: list[Problem],
    known: Recollection | None = None,
) -> Iterator[tuple[str, PostFile]]:
    """Some post files of a digest's folder, by their names; problems are added to ``found``."""
    topics = Taxonomy.of("topic", TOPICS, digest.topics) if digest.topics else None
    kinds = Taxonomy.of("kind of research", SETTINGS, digest.kinds) if digest.kinds else None
    for name in files:
        file = Path(POSTS, name)
        problems = Problems(file)
        text = read_text(root / file, root, problems)
        found += problems.found
        if text is not None:
            reading = partial(read_post, text, file, topics, kinds, today)
            read = known.of((file, text), reading) if known else reading()
            found += read.problems
            found += _of_images(root, file, read.post, text, today)
            yield name, read


def arranged(
    digest: Digest,
    posts: Sequence[Post],
    found: Sequence[Problem],
    lines: Mapping[str, Mapping[str, int]],
    today: date,
) -> Reading:
    """What was read, with the posts in their order, apart by what they are."""
    faulty = {problem.file for problem in found if problem.severity == "error"}
    whole: list[tuple[str, str, int]] = []
    unfinished: list[int] = []
    not_live: set[int] = set()
    for at, post in enumerate(posts):
        if Path(POSTS, f"{post.id}{_SUFFIX}") in faulty:
            unfinished.append(at)
            continue
        whole.append((*_order(post), at))
        if not post.is_live(today):
            not_live.add(at)
    order = [at for _, _, at in sorted(whole)]
    return Reading(
        replace(digest, posts=chosen(posts, (at for at in order if at not in not_live))),
        tuple(sorted(set(found))),
        chosen(posts, unfinished),
        lines,
        chosen(posts, (at for at in order if at in not_live)),
    )


def read_frame(root: Path) -> tuple[Digest, list[Problem]]:
    """The digest without its posts, from the TOML files of its folder."""
    settings, topics, words = (Problems(Path(name)) for name in (SETTINGS, TOPICS, SYNONYMS))
    digest = read_settings(root, settings)
    digest = replace(
        digest,
        topics=read_topics(root, topics, digest.page_languages),
        vocabulary=read_vocabulary(root, words),
    )
    return digest, [*settings.found, *topics.found, *words.found]


def post_files(root: Path) -> tuple[list[Path], list[Problem]]:
    """The post files by name, and a problem for each thing that should not be there.

    Hidden files and the copies that editors leave behind are nobody's concern.
    """
    files, _, stray = files_in(root)
    return [root / POSTS / name for name in files], stray


def translation_files(root: Path) -> list[Path]:
    """The translation files by name; see ``corpus.folder.translations``."""
    return [root / POSTS / name for name in files_in(root)[1]]


def files_in(root: Path) -> tuple[list[str], list[str], list[Problem]]:
    """The names of files of posts and of translations, and what should not be there."""
    folder = root / POSTS
    if not folder.is_dir():
        what = "the folder of the posts is missing"
        cure = "create it; each post is a file of its own in it"
        return [], [], [Problem(Path(POSTS), 1, what, cure, "warning")]
    if not folder.resolve().is_relative_to(root.resolve()):
        cure = "put the folder itself here"
        what = "the folder is a symbolic link to somewhere outside the digest"
        return [], [], [Problem(Path(POSTS), 1, what, cure)]
    files: list[str] = []
    translations: list[str] = []
    stray: list[Problem] = []
    for entry in os.scandir(folder):
        if entry.name.startswith(".") or entry.name.endswith("~"):
            continue
        if entry.name.endswith(_SUFFIX):
            (translations if parted(entry.name) else files).append(entry.name)
            continue
        file = Path(POSTS, entry.name)
        if entry.is_dir() and (folder / f"{entry.name}{_SUFFIX}").exists():
            # The images of the post that has its name.
            continue
        elif entry.is_dir():
            cure = "put its posts beside it and remove it"
            stray.append(Problem(file, 1, "a folder among the posts is not read", cure))
        else:
            cure = "give it a name that ends in .md, or move it out of the folder"
            stray.append(Problem(file, 1, "the file is not read", cure, "warning"))
    return sorted(files), sorted(translations), sorted(stray)


def _of_images(
    root: Path, file: Path, post: Post | None, text: str, today: date
) -> Iterable[Problem]:
    """The problems of a post's images; warnings for a post that is not live yet."""
    # Most posts have none, and their folders are looked for in vain.
    folder = os.path.join(root, file).removesuffix(_SUFFIX)
    if post is None or not ("![" in text or os.path.isdir(folder)):
        return ()
    found = check_images(root, file, post, text)
    return tuple(found) if post.is_live(today) else softened(found)


def _order(post: Post) -> tuple[str, str]:
    return post.month or "", post.id
