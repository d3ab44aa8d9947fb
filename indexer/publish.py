"""How a digest becomes the live index: built aside, made durable, then put live in one step."""

from __future__ import annotations

import gc
import hashlib
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.digest import Digest
from corpus.durable import replace_file, sync, sync_tree
from corpus.text.counting import counted
from indexer.changes import Changes, few
from indexer.errors import DigestEmpty, PostsWithdrawn, disk_faults
from indexer.lock import writer_lock
from indexer.plan import plan
from indexer.shelf import UNFINISHED, clear_notes, discard, make_private, survey
from search.index.files.folder import CURRENT, WITHDRAWN
from search.index.generation import write_generation
from search.index.part import Progress

# Is given the new generation and the one that it follows; says whether it may go live.
Approve = Callable[[Path, Path | None], bool]


@dataclass(frozen=True, slots=True)
class Publication:
    """What came of publishing a digest.

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
        """What came of it, in one line."""
        total, seconds = counted(self.posts, "post"), f"{self.seconds:.1f} s"
        if not self.published:
            return f"Nothing changed: {total}, generation {self.generation} stays live ({seconds})."
        return f"{total}: {self.changes.counts}. Generation {self.generation} is live ({seconds})."


def publish(
    digest: Digest,
    index: Path,
    *,
    semantic: bool = False,
    timeout: float = 10.0,
    progress: Progress | None = None,
    approve: Approve | None = None,
    republish: bool = False,
) -> Publication:
    """Make ``digest`` what the index serves, unless it does so already.

    Waits at most ``timeout`` seconds for another writer. Readers are never held up: they have the
    old generation or the new one, and so has whoever looks after a crash at any moment. What
    ``approve`` does not let pass is not published, nor is what a rollback has withdrawn, unless
    ``republish`` says so. Raises ``IndexerError`` and ``SearchError``, and whatever ``approve``
    raises; the old index is then live still.
    """
    started = time.monotonic()
    if not digest.posts:
        raise DigestEmpty("the digest has no posts, so nothing was indexed")
    with disk_faults(index), _garbage_of_its_own():
        make_private(index)
        with writer_lock(index, timeout):
            clear_notes(index)
            shelf = survey(index)
            discard(index, shelf.orphans)
            todo = plan(digest, index, shelf, semantic)
            if todo.again and not republish:
                raise PostsWithdrawn(todo.again)
            live, published = todo.live, False
            if todo.publishes:
                new = index / shelf.next_name(_mark(digest, todo.posts, semantic))
                published = _build(digest, new, todo.base.folder, semantic, progress, approve)
                if published:
                    replace_file(index / CURRENT, new.name + "\n", mode=0o600)
                    sync(index)
                    withdrawn = [shelf.withdrawn] if shelf.withdrawn else []
                    discard(index, (*todo.base.damaged, *withdrawn))
                    discard(index, survey(index).orphans)
                    (index / WITHDRAWN).unlink(missing_ok=True)
                    live = new.name
    again = [f"Published again after a rollback: {few(todo.again)}."] if todo.again else []
    return Publication(
        generation=live,
        published=published,
        changes=todo.changes,
        posts=len(todo.posts),
        semantic=semantic,
        seconds=time.monotonic() - started,
        removed=shelf.orphans,
        notes=(*todo.base.notes, *again),
    )


@contextmanager
def _garbage_of_its_own() -> Iterator[None]:
    """Garbage is looked for only among what is made inside.

    To look through all posts again and again takes a tenth of an update's time at 50,000.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _build(
    digest: Digest,
    generation: Path,
    previous: Path | None,
    semantic: bool,
    progress: Progress | None,
    approve: Approve | None,
) -> bool:
    """Write the generation aside, and give it its name once all of it is on the disk.

    False when it was not approved of and is gone again.

    Whatever goes wrong, or whoever interrupts it, what was half written is removed: after a full
    disk its room is needed.
    """
    aside = generation.with_name(generation.name + UNFINISHED)
    aside.mkdir(mode=0o700)
    try:
        write_generation(aside, digest, previous=previous, semantic=semantic, progress=progress)
        if approve is not None and not approve(aside, previous):
            shutil.rmtree(aside)
            return False
        sync_tree(aside)
        aside.rename(generation)
        sync(generation.parent)
        return True
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise


def _mark(digest: Digest, posts: Mapping[str, str], semantic: bool) -> str:
    """A hash in hexadecimal over all that a generation is built from."""
    settings = repr((replace(digest, posts=()), semantic))
    return hashlib.sha256("\n".join((settings, *posts.values())).encode()).hexdigest()
