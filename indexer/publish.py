"""Publishes a digest: the generation is built aside, made durable, then made live in one step."""

from __future__ import annotations

import gc
import hashlib
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from corpus.digest import Digest
from corpus.text.counting import counted
from indexer.changes import Changes, few
from indexer.errors import DigestEmpty, PostsWithdrawn
from indexer.plan import plan
from indexer.shelf.open import open_shelf
from indexer.shelf.seam import Approve, Shelf
from search.engine.location import Location
from search.index.part import Progress

# After how many new objects garbage is looked for among them, and how many times until also among
# older ones.
_SELDOM = (100_000, 50, 100)


@dataclass(frozen=True, slots=True)
class Publication:
    """The result of publishing a digest.

    ``generation`` is the live one, if there is any. ``published`` is false when it held all of
    it already, or when the new one was not approved of. ``removed`` names what killed runs had
    left. ``notes`` are sentences for the maintainer.
    """

    generation: str | None
    published: bool
    changes: Changes
    posts: int
    semantic: bool
    seconds: float
    removed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """The result in one line."""
        total, seconds = counted(self.posts, "post"), f"{self.seconds:.1f} s"
        if not self.published:
            return f"Nothing changed: {total}, generation {self.generation} stays live ({seconds})."
        return f"{total}: {self.changes.counts}. Generation {self.generation} is live ({seconds})."


def publish(
    digest: Digest,
    index: Location,
    *,
    semantic: bool = False,
    timeout: float = 10.0,
    progress: Progress | None = None,
    approve: Approve | None = None,
    republish: bool = False,
) -> Publication:
    """Publish ``digest``, unless the live generation has the same.

    Waits at most ``timeout`` seconds for another writer. Readers are never held up: they have the
    old generation or the new one, and so has whoever looks after a crash at any moment. What
    ``approve`` does not let pass is not published, nor is what a rollback has withdrawn, unless
    ``republish`` says so. Raises ``IndexerError`` and ``SearchError``, and whatever ``approve``
    raises; the old index is then live still.
    """
    started = time.monotonic()
    if not digest.posts:
        raise DigestEmpty("the digest has no posts for readers, so nothing was indexed")
    shelf = open_shelf(index)
    with shelf.writing(timeout), seldom_collected():
        found = shelf.contents()
        shelf.discard(found.orphans)
        todo = plan(digest, shelf, semantic)
        digest = todo.digest
        if todo.again and not republish:
            raise PostsWithdrawn(todo.again)
        live, published = todo.live, False
        if todo.publishes:
            name = found.next_name(_mark(digest, todo.posts, semantic))
            published = shelf.build(
                name,
                digest,
                previous=todo.base.name,
                semantic=semantic,
                progress=progress,
                approve=approve,
            )
            if published:
                shelf.put_live(name)
                clear(shelf, todo.base.damaged)
                live = name
    again = [f"Published again after a rollback: {few(todo.again)}."] if todo.again else []
    return Publication(
        generation=live,
        published=published,
        changes=todo.changes,
        posts=len(todo.posts),
        semantic=semantic,
        seconds=time.monotonic() - started,
        removed=found.orphans,
        notes=(*todo.notes, *again),
    )


@contextmanager
def seldom_collected() -> Iterator[None]:
    """A context in which garbage is looked for seldom, and only among what is made in it.

    To look through all posts again and again takes a tenth of an update's time at 50,000.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def clear(shelf: Shelf, damaged: tuple[str, ...] = ()) -> None:
    """Remove what is not needed once a new generation is live.

    The note on a withdrawn generation goes last: a crash must not make it one to go back to.
    """
    withdrawn = shelf.contents().withdrawn
    shelf.discard((*damaged, *([withdrawn] if withdrawn else [])))
    shelf.discard(shelf.contents().orphans)
    shelf.forget_withdrawn()


def _mark(digest: Digest, posts: Mapping[str, str], semantic: bool) -> str:
    """A hash, in hexadecimal, over everything that a generation is built from."""
    told = hashlib.sha256(repr((replace(digest, posts=()), semantic)).encode())
    for content in posts.values():
        told.update(f"\n{content}".encode())
    return told.hexdigest()
