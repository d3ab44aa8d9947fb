"""Publishes new, changed and removed posts of a digest whose other posts are not read."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from corpus.amended import is_collection, read_changed
from corpus.digest import Digest
from corpus.folder.read import Reading
from indexer.changes import Changes, few
from indexer.errors import ChangesNotTold, DigestEmpty, DigestFaulty, PostsWithdrawn
from indexer.publish import Publication, clear
from indexer.renamed import changed_with_old_addresses, notes_on
from indexer.shelf.open import open_shelf
from indexer.shelf.seam import Approve, Ground, Shelf, standing
from search.engine.change import Change
from search.engine.location import Location
from search.errors import IndexDamaged, IndexOutdated, PostMissing, WholeNeeded
from search.index.files.settings import analysis_key
from search.index.part import Progress


@dataclass(frozen=True, slots=True)
class Told:
    """What a maintainer says has changed: the posts at a ``path``, and the ids of others."""

    path: Path | None
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Amendment:
    """What would be published.

    ``live`` is the generation that serves, ``ground`` the same to build upon. ``posts`` is how many
    there would be. ``again`` names posts that a rollback has withdrawn and that are told again.
    """

    live: str
    ground: Ground
    change: Change
    changes: Changes
    posts: int
    again: tuple[str, ...]
    orphans: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def digest(self) -> Digest:
        """The digest, without its posts."""
        return self.ground.digest

    @property
    def semantic(self) -> bool:
        """Whether posts are found by meaning."""
        return self.ground.built.semantic


def amendment(told: Told, shelf: Shelf) -> Amendment:
    """Read what is told to have changed, and compare it with the live generation.

    Raises ``DigestFaulty``, ``PostMissing``, ``ChangesNotTold`` and ``WholeNeeded``.
    """
    contents = standing(shelf)
    if contents.live is None:
        raise ChangesNotTold(f"{shelf.sign} is missing, so no generation is live")
    ground = shelf.ground(contents.live)
    digest, built = ground.digest, ground.built
    if built.version != version("pprsearch") or built.analysis != analysis_key(digest):
        raise WholeNeeded(f"the live generation was written by version {built.version}")
    reading = _read(told, ground)
    read = {post.id for post in (*reading.digest.posts, *reading.waiting)}
    twice = sorted(read & set(told.removed))
    if twice:
        raise ChangesNotTold(
            f"told to be removed, and among the changes: {few(twice)}", "Tell one of the two."
        )
    there = ground.with_ids({*read, *told.removed})
    removed = tuple(dict.fromkeys(told.removed))
    for post_id in removed:
        if post_id not in there:
            raise PostMissing.named(post_id)
    # A post that has become a draft, or waits for its day, is none for readers.
    waiting = [post.id for post in reading.waiting if post.id in there]
    gone = [there[post_id] for post_id in (*removed, *waiting)]
    posts, renamed = changed_with_old_addresses(digest, reading.digest.posts, gone, there.keys())
    differing = [
        post
        for post in posts
        if post.id not in there or there[post.id].content_hash != post.content_hash
    ]
    changes = Changes(
        added=tuple(sorted(post.id for post in differing if post.id not in there)),
        changed=tuple(sorted(post.id for post in differing if post.id in there)),
        removed=tuple(sorted(post.id for post in gone)),
    )
    appended = told.path is not None and is_collection(told.path)
    change = Change(differing, changes.removed, appended, renamed)
    size = ground.size + len(changes.added) - len(changes.removed)
    if not size:
        raise DigestEmpty("no post would be left for readers, so nothing was indexed")
    return Amendment(
        live=contents.live,
        ground=ground,
        change=change,
        changes=changes,
        posts=size,
        again=_again(shelf, contents.withdrawn, change),
        orphans=contents.orphans,
        notes=tuple(notes_on(renamed)),
    )


def publish_changes(
    told: Told,
    index: Location,
    *,
    timeout: float = 10.0,
    progress: Progress | None = None,
    approve: Approve | None = None,
    republish: bool = False,
) -> tuple[Publication, Digest]:
    """Publish what is told to have changed, unless the live generation has it; and its digest.

    See ``publish``: whatever goes wrong, the old generation stays live.
    """
    started = time.monotonic()
    shelf = open_shelf(index)
    with shelf.writing(timeout):
        found = shelf.contents()
        shelf.discard(found.orphans)
        todo = amendment(told, shelf)
        if todo.again and not republish:
            raise PostsWithdrawn(todo.again)
        live, published = todo.live, False
        if todo.changes:
            name = found.next_name(_mark(todo))
            shelf.amend(name, todo.ground, todo.change, progress)
            try:
                published = approve is None or approve(shelf.location(name), shelf.location(live))
            except BaseException:
                shelf.discard([name])
                raise
            if published:
                shelf.put_live(name)
                clear(shelf)
                live = name
            else:
                shelf.discard([name])
    again = [f"Published again after a rollback: {few(todo.again)}."] if todo.again else []
    done = Publication(
        generation=live,
        published=published,
        changes=todo.changes,
        posts=todo.posts,
        semantic=todo.semantic,
        seconds=time.monotonic() - started,
        removed=found.orphans,
        notes=(*todo.notes, *again),
    )
    return done, todo.digest


def _read(told: Told, ground: Ground) -> Reading:
    """The posts at the path. Raises ``DigestFaulty``."""
    if told.path is None:
        return Reading(ground.digest)
    reading = read_changed(told.path, ground.digest, ground, told.removed)
    if reading.faults:
        raise DigestFaulty(reading.faults, serves=True)
    return reading


def _again(shelf: Shelf, withdrawn: str | None, change: Change) -> tuple[str, ...]:
    """The ids of changes that a rollback has withdrawn."""
    if withdrawn is None:
        return ()
    try:
        there = shelf.ground(withdrawn).with_ids(
            {*change.removed, *(post.id for post in change.posts)}
        )
    except (IndexDamaged, IndexOutdated):
        return (f"all of generation {withdrawn}, which can't be read",)
    told = {post.id: post.content_hash for post in change.posts}
    gone = {post_id: post.content_hash for post_id, post in there.items()}
    named = sorted({*told, *change.removed})
    return tuple(post_id for post_id in named if told.get(post_id) == gone.get(post_id))


def _mark(todo: Amendment) -> str:
    """A hash, in hexadecimal, over what a generation is built from."""
    told = repr((todo.live, todo.changes, [post.content_hash for post in todo.change.posts]))
    return hashlib.sha256(told.encode()).hexdigest()
