"""How a digest becomes the live index: built aside, made durable, then put live in one step."""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path

from corpus.digest import Digest
from indexer.changes import Changes, changes
from indexer.disk import replace_text, sync, sync_tree
from indexer.errors import DigestEmpty, disk_faults
from indexer.folder import UNFINISHED, Shelf, discard, make_private, survey
from indexer.lock import writer_lock
from search.errors import IndexDamaged, IndexOutdated
from search.generation import (
    CURRENT,
    Manifest,
    analysis_key,
    check_generation,
    read_digest,
    read_manifest,
    write_generation,
)

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Publication:
    """What came of publishing a digest.

    ``published`` is false when the live generation held all of it already. ``removed`` names what
    killed runs had left. ``notes`` are sentences for the maintainer.
    """

    generation: str
    published: bool
    changes: Changes
    posts: int
    semantic: bool
    seconds: float
    removed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Base:
    """The generation that the next one starts from; without a folder, it starts from nothing."""

    folder: Path | None = None
    manifest: Manifest | None = None
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str | None:
        """The name of the generation."""
        return self.folder.name if self.folder else None

    @property
    def posts(self) -> Mapping[str, str]:
        """Content hashes by id."""
        return self.manifest.posts if self.manifest else {}

    def equals(self, digest: Digest, posts: Mapping[str, str], semantic: bool) -> bool:
        """Whether a generation built now, by this version, would be the same."""
        return (
            self.folder is not None
            and self.manifest is not None
            and self.manifest.version == version("pprsearch")
            and self.manifest.analysis == analysis_key(digest)
            and self.manifest.semantic == semantic
            and list(self.posts.items()) == list(posts.items())
            and read_digest(self.folder) == replace(digest, posts=())
        )


def publish(
    digest: Digest,
    index: Path,
    *,
    semantic: bool = False,
    timeout: float = 10.0,
    progress: Progress | None = None,
) -> Publication:
    """Make ``digest`` what the index serves, unless it does so already.

    Waits at most ``timeout`` seconds for another writer. Readers are never held up: they have the
    old generation or the new one, and so has whoever looks after a crash at any moment. Raises
    ``IndexerError`` and ``SearchError``; the old index is then live still.
    """
    started = time.monotonic()
    if not digest.posts:
        raise DigestEmpty("the digest has no posts, so nothing was indexed")
    with disk_faults(index):
        make_private(index)
        with writer_lock(index, timeout):
            shelf = survey(index)
            discard(index, shelf.orphans)
            base = _base(index, shelf)
            posts = {post.id: post.content_hash for post in digest.posts}
            name = base.name
            stays = name == shelf.live and base.equals(digest, posts, semantic)
            if name is None or not stays:
                name = shelf.next_name(_mark(digest, semantic))
                _build(digest, index / name, base.folder, semantic, progress)
                replace_text(index / CURRENT, name + "\n")
                discard(index, survey(index).orphans)
    return Publication(
        generation=name,
        published=not stays,
        changes=changes(base.posts, posts),
        posts=len(posts),
        semantic=semantic,
        seconds=time.monotonic() - started,
        removed=shelf.orphans,
        notes=base.notes,
    )


def _build(
    digest: Digest,
    generation: Path,
    previous: Path | None,
    semantic: bool,
    progress: Progress | None,
) -> None:
    """Write the generation aside, and give it its name once all of it is on the disk.

    Whatever goes wrong, or whoever interrupts it, what was half written is removed: after a full
    disk its room is needed.
    """
    aside = generation.with_name(generation.name + UNFINISHED)
    aside.mkdir(mode=0o700)
    try:
        write_generation(aside, digest, previous=previous, semantic=semantic, progress=progress)
        sync_tree(aside)
        aside.rename(generation)
        sync(generation.parent)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise


def _base(index: Path, shelf: Shelf) -> _Base:
    """The newest of the kept generations that is whole and of this version's format."""
    notes = []
    if shelf.generations and shelf.live is None:
        notes.append(f"{CURRENT} is missing or unreadable, so the newest whole generation counts.")
    for name in shelf.kept:
        try:
            check_generation(index / name)
            return _Base(index / name, read_manifest(index / name), tuple(notes))
        except IndexDamaged as error:
            notes.append(f"Damaged: {error}.")
        except IndexOutdated as error:
            notes.append(f"Of another version: {error}.")
    if notes:
        notes.append("Every post was analysed again.")
    return _Base(notes=tuple(notes))


def _mark(digest: Digest, semantic: bool) -> str:
    """A hash in hexadecimal over all that a generation is built from."""
    text = json.dumps([asdict(digest), semantic], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
