"""The interface of a shelf: storage for the generations of an index, as writers use it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from corpus.digest import Digest
from corpus.post import Post
from search.engine.change import Change
from search.engine.location import Location
from search.errors import IndexMissing
from search.index.files.manifest import Manifest
from search.index.part import Progress

# Called with the new generation and the one before; returns whether it may go live.
Approve = Callable[[Location, Location | None], bool]


@dataclass(frozen=True, slots=True)
class Contents:
    """The generations on a shelf.

    ``generations`` are the finished ones, oldest first; ``live`` is the one that serves, if it is
    there; ``unfinished`` is what a killed indexer left half written or half removed. ``last`` is
    the highest number that anything on the shelf has, 0 for none. ``withdrawn`` is the finished one
    that a rollback took back, which is not among the others.
    """

    live: str | None = None
    generations: tuple[str, ...] = ()
    unfinished: tuple[str, ...] = ()
    last: int = 0
    withdrawn: str | None = None

    @property
    def kept(self) -> tuple[str, ...]:
        """The live generation and the one before it, newest first.

        Without a live one every finished generation is kept, since any may be what serves.
        """
        if self.live is None:
            return self.generations[::-1]
        return self.generations[: self.generations.index(self.live) + 1][:-3:-1]

    @property
    def before(self) -> str | None:
        """The generation before the live one, if it is kept."""
        return self.kept[1] if self.live is not None and len(self.kept) > 1 else None

    @property
    def orphans(self) -> tuple[str, ...]:
        """The generations that no reader can be using, so that they may be removed."""
        kept = self.kept
        return self.unfinished + tuple(name for name in self.generations if name not in kept)

    def next_name(self, mark: str) -> str:
        """The name of the next generation, numbered from the last one.

        ``mark`` is a hash in hexadecimal, of which six digits tell two builds apart.
        """
        return f"{self.last + 1:06d}-{mark[:6]}"


class Shelf(Protocol):
    """Storage for the generations of one index; a name is always a generation's.

    To look at it changes nothing. What changes it is called inside ``writing`` alone, and whatever
    goes wrong, or whoever ends the process, at any moment one whole generation is live.
    """

    @property
    def place(self) -> str:
        """The shelf's location as shown to maintainers."""

    @property
    def sign(self) -> str:
        """How the live generation is marked, as shown to maintainers."""

    def contents(self) -> Contents:
        """The generations on the shelf; none if the shelf does not exist."""

    def check_private(self) -> str:
        """Says who can write to the shelf, as a clause.

        Raises ``IndexNotPrivate`` when others could have.
        """

    def manifest(self, name: str) -> Manifest:
        """A generation's manifest. Raises ``IndexDamaged`` and ``IndexOutdated``."""

    def check(self, name: str) -> Manifest:
        """Verify a generation. Raises ``IndexDamaged`` and ``IndexOutdated``."""

    def digest(self, name: str) -> Digest:
        """The digest that a generation was built from, without its posts.

        Raises ``IndexOutdated`` when it had settings that this version does not know.
        """

    def counts(self, name: str) -> Mapping[str, int]:
        """The number of posts in each part of a generation; they should agree."""

    def size(self, name: str | None = None) -> int:
        """The size in bytes of a generation, or of the whole shelf."""

    def location(self, name: str) -> Location:
        """Where an engine opens a generation, live or not."""

    def trial(
        self,
        digest: Digest,
        *,
        previous: str | None = None,
        semantic: bool = False,
        progress: Progress | None = None,
    ) -> AbstractContextManager[Location]:
        """A temporary generation that is never on the shelf: where an engine opens it."""

    def writing(self, timeout: float) -> AbstractContextManager[None]:
        """Hold the only right to write, waiting at most ``timeout`` seconds for another writer.

        A shelf that is missing is made. Raises ``IndexerError``: ``IndexLocked`` after waiting in
        vain, and for whatever the shelf refuses inside.
        """

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
        """Add a generation of ``digest`` that is not live, reusing what ``previous`` has.

        False when it was not approved of and is gone again. When this returns it outlives a crash;
        whatever goes wrong before, nothing of it is left.
        """

    def is_by_changes(self, name: str) -> bool:
        """Whether a generation was made from changed posts alone."""

    def ground(self, name: str) -> Ground:
        """A generation to build upon, verified.

        Raises ``ChangesNotTold`` where generations are only built from whole digests.
        """

    def amend(
        self, name: str, ground: Ground, change: Change, progress: Progress | None = None
    ) -> None:
        """Add a generation that is not live: one of this shelf, with what changes.

        Raises ``WholeNeeded`` where it can't be made so; whatever goes wrong, nothing of it is
        left.
        """

    def put_live(self, name: str) -> None:
        """Make a generation live, in one atomic step."""

    def go_back(self, live: str, before: str) -> None:
        """Make the generation before live and withdraw the live one, in one atomic step.

        What was withdrawn before is not so any more.
        """

    def forget_withdrawn(self) -> None:
        """Mark no generation as withdrawn."""

    def discard(self, names: Sequence[str]) -> None:
        """Remove generations, finished or not. Readers that have one open can go on."""


class Ground(Protocol):
    """A finished generation upon which another is built from changed posts alone."""

    @property
    def digest(self) -> Digest:
        """Its digest, without posts."""

    @property
    def size(self) -> int:
        """The number of its posts."""

    @property
    def built(self) -> Manifest:
        """Its manifest, without posts."""

    @property
    def months(self) -> Sequence[str]:
        """The months that its posts have, ``YYYY-MM``."""

    def with_ids(self, ids: Collection[str]) -> dict[str, Post]:
        """Those of its posts that have some ids."""

    def alike(self, posts: Sequence[Post]) -> list[Post]:
        """Those whose id, title, DOI, PMID or former id some posts may have or name."""


def serves(shelf: Shelf) -> bool:
    """Whether some generation is live, damaged or not."""
    try:
        return shelf.contents().live is not None
    except OSError:
        return False


def standing(shelf: Shelf) -> Contents:
    """The contents of a shelf. Raises ``IndexMissing`` if it has no generation."""
    contents = shelf.contents()
    if not contents.generations:
        raise IndexMissing(f"there is no index in {shelf.place}")
    return contents
