"""The shelf in a cluster: generations are built in a folder of this machine, and sent there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.digest import Digest
from indexer.errors import IndexLocked, LeaseLost
from indexer.shelf.folder import FolderShelf
from indexer.shelf.ground import ClusterGround
from indexer.shelf.seam import Approve, Contents, Ground
from search.engine.change import Change
from search.engine.distributed.summary import digest_of, is_by_changes
from search.engine.distributed.writing.lease import Held, Lease, Lost
from search.engine.distributed.writing.library import Library
from search.engine.distributed.writing.standing import Standing
from search.engine.distributed.writing.update import update
from search.engine.location import Location, staging_folder
from search.index.files.folder import number
from search.index.files.manifest import Manifest
from search.index.part import Progress


class ClusterShelf:
    """The ``Shelf`` of an index in a cluster.

    What is sent is made on a shelf in the user's cache folder, where the last one stays: the next
    takes over what has not changed.
    """

    def __init__(self, index: Location) -> None:
        self._index = str(index)
        self._library = Library.at(index)
        self._made = FolderShelf(staging_folder(index))
        self._lease: Lease | None = None

    @property
    def place(self) -> str:
        """The address of the index."""
        return self._index

    @property
    def sign(self) -> str:
        """How the live generation is marked: by an alias."""
        return "the alias"

    def contents(self) -> Contents:
        """The generations in the cluster in this version's format."""
        roles = self._library.roles()
        there = self._library.sizes()
        finished = tuple(name for name in roles.finished if name in there)
        withdrawn = roles.withdrawn if roles.withdrawn in finished else None
        return Contents(
            live=roles.live if roles.live in finished else None,
            generations=tuple(name for name in finished if name != withdrawn),
            unfinished=tuple(sorted(set(there) - self._library.in_use())),
            last=max(map(number, there), default=0),
            withdrawn=withdrawn,
        )

    def check_private(self) -> str:
        """Does nothing: the cluster decides who may write."""
        return f"who can write {self._index} is for the cluster's roles to say"

    def manifest(self, name: str) -> Manifest:
        """A generation's manifest."""
        return self._library.manifest(name)

    def check(self, name: str) -> Manifest:
        """Compare a generation's posts and summary with its manifest."""
        return self._library.check(name)

    def digest(self, name: str) -> Digest:
        """The digest that a generation was built from, without its posts."""
        return digest_of(self._library.pieces(name, ["digest"]))

    def counts(self, name: str) -> Mapping[str, int]:
        """The number of a generation's posts in the cluster."""
        return {"posts": self._library.count(name)}

    def size(self, name: str | None = None) -> int:
        """The size in bytes of a generation in the cluster, or of all of them."""
        sizes = self._library.sizes()
        return sum(sizes.values()) if name is None else sizes.get(name, 0)

    def location(self, name: str) -> Location:
        """The address of a generation."""
        return f"{self._index}#{name}"

    def trial(
        self,
        digest: Digest,
        *,
        previous: str | None = None,
        semantic: bool = False,
        progress: Progress | None = None,
    ) -> AbstractContextManager[Path]:
        """A generation in a temporary folder of this machine, built from nothing."""
        return self._made.trial(digest, semantic=semantic, progress=progress)

    @contextmanager
    def writing(self, timeout: float) -> Iterator[None]:
        """Hold the lease in the cluster, and the lock of the folder where generations are made."""
        try:
            with self._library.lease(timeout) as lease, self._made.writing(timeout):
                self._lease = lease
                try:
                    yield
                finally:
                    self._lease = None
        except Held as error:
            raise IndexLocked(f"the index {self._index} is being written {error}") from None
        except Lost as error:
            raise LeaseLost(str(error)) from None

    def build(
        self,
        name: str,
        digest: Digest,
        *,
        previous: str | None = None,
        semantic: bool = False,
        progress: Progress | None = None,
        approve: Approve | None = None,
    ) -> bool:
        """Build a generation here, and send it. After an error nothing of it is left there."""
        standing = self._made.contents()
        known = self._staged(previous, standing.generations)
        self._made.discard(
            [one for one in (*standing.generations, *standing.unfinished) if one != known]
        )
        before = None if previous is None else self.location(previous)
        wanted = None if approve is None else (lambda made, _: approve(made, before))
        made = self._made.build(
            name,
            digest,
            previous=known,
            semantic=semantic,
            progress=progress,
            approve=wanted,
            # Fitted parts must fit the posts that stay in the cluster.
            settled=known is not None and self._may_settle(previous, known, digest),
            # Only who approves of it searches it here, and to make it takes a third of the time.
            full_text=approve is not None,
        )
        if not made:
            return False
        folder = self._made.location(name)
        try:
            self._library.write(name, folder, progress or _silent, previous)
            self._check_lease()
        except BaseException:
            self._made.discard([name])
            self._library.discard([name])
            raise
        if known is not None:
            self._made.discard([known])
        return True

    def _staged(self, previous: str | None, staged: Sequence[str]) -> str | None:
        """The generation here from which the next takes over what has not changed.

        That is the previous one or, where that was made from changes alone, the last before it.
        """
        if previous in staged:
            return previous
        if previous is None or not staged or not self.is_by_changes(previous):
            return None
        return staged[-1]

    def _may_settle(self, previous: str | None, known: str, digest: Digest) -> bool:
        """Whether what was fitted to posts of the generation ``known`` here is to stay."""
        return (
            previous is not None
            and self._library.may_follow(previous, digest.posts)
            and self._library.is_settled(previous, self._made.location(known))
        )

    def is_by_changes(self, name: str) -> bool:
        """Whether a generation was made from changed posts alone."""
        return is_by_changes(self._library.pieces(name, ["told"]))

    def ground(self, name: str) -> ClusterGround:
        """A generation to build upon, verified."""
        return ClusterGround(Standing.read(self._library, name))

    def amend(
        self, name: str, ground: Ground, change: Change, progress: Progress | None = None
    ) -> None:
        """Send a generation of which only what changes is made."""
        assert isinstance(ground, ClusterGround)  # noqa: S101 (no other comes from this shelf)
        say, index = progress or _silent, self._library.index(name)
        try:
            with TemporaryDirectory(prefix="pprsearch-") as texts:
                told = update(ground.standing, change, index, Path(texts), say)
                self._library.put(name, told, say)
            self._check_lease()
        except BaseException:
            self._library.discard([name])
            raise

    def put_live(self, name: str) -> None:
        """Point the alias of the live generation to another."""
        self._check_lease()
        self._library.put_live(name)

    def go_back(self, live: str, before: str) -> None:
        """Point the alias to the generation before, and mark the live one as withdrawn."""
        self._check_lease()
        self._library.go_back(live, before)

    def forget_withdrawn(self) -> None:
        """Remove the alias of the withdrawn generation."""
        self._library.forget_withdrawn()

    def discard(self, names: Sequence[str]) -> None:
        """Delete the indexes of generations."""
        if names:
            self._check_lease()
            self._library.discard(names)

    def _check_lease(self) -> None:
        if self._lease is not None:
            self._lease.check()


def _silent(step: str, done: int, total: int) -> None:
    """Reports nothing."""
