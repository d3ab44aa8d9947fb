"""The seam of a shelf: what keeps the generations of an index, for those who write and tend it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from corpus.digest import Digest
from search.engine.location import Location
from search.errors import IndexMissing
from search.index.files.manifest import Manifest
from search.index.part import Progress

# Is given the new generation and the one that it follows; says whether it may go live.
Approve = Callable[[Location, Location | None], bool]


@dataclass(frozen=True, slots=True)
class Contents:
    """What stands on a shelf.

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
        """What no reader may be using, so that it can be removed."""
        kept = self.kept
        return self.unfinished + tuple(name for name in self.generations if name not in kept)

    def next_name(self, mark: str) -> str:
        """The name of the next generation; its number follows the last one, not the clock.

        ``mark`` is a hash in hexadecimal, of which six digits tell two builds apart.
        """
        return f"{self.last + 1:06d}-{mark[:6]}"


class Shelf(Protocol):
    """Keeps the generations of one index; a name is that of one of them.

    To look at it changes nothing. What changes it is called inside ``writing`` alone, and whatever
    goes wrong, or whoever ends the process, at any moment one whole generation is live.
    """

    @property
    def place(self) -> str:
        """Where the shelf is, as a maintainer names it."""

    @property
    def sign(self) -> str:
        """What tells on the shelf which generation is live, as a maintainer finds it."""

    def contents(self) -> Contents:
        """What stands on the shelf; nothing where there is none."""

    def check_private(self) -> str:
        """Who can write what stands on the shelf, as a clause.

        Raises ``IndexNotPrivate`` when others could have.
        """

    def manifest(self, name: str) -> Manifest:
        """A generation's manifest. Raises ``IndexDamaged`` and ``IndexOutdated``."""

    def check(self, name: str) -> Manifest:
        """Hold a generation against its manifest. Raises ``IndexDamaged`` and ``IndexOutdated``."""

    def digest(self, name: str) -> Digest:
        """The digest that a generation was built from, without its posts.

        Raises ``IndexOutdated`` when it had settings that this version does not know.
        """

    def counts(self, name: str) -> Mapping[str, int]:
        """How many posts each part of a generation holds, by the part's name; they should agree."""

    def size(self, name: str | None = None) -> int:
        """How many bytes a generation takes, or all that stands on the shelf."""

    def location(self, name: str) -> Location:
        """Where an engine opens a generation, be it live or not."""

    def trial(
        self,
        digest: Digest,
        *,
        previous: str | None = None,
        semantic: bool = False,
        progress: Progress | None = None,
    ) -> AbstractContextManager[Location]:
        """A generation beside the shelf, which is gone afterwards: where an engine opens it."""

    def writing(self, timeout: float) -> AbstractContextManager[None]:
        """Be the only one who writes, waiting at most ``timeout`` seconds for another.

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
        """Add a generation of ``digest`` that is not live, taking over what ``previous`` has of it.

        False when it was not approved of and is gone again. When this returns it outlives a crash;
        whatever goes wrong before, nothing of it is left.
        """

    def put_live(self, name: str) -> None:
        """From one moment to the next, a generation is the live one."""

    def go_back(self, live: str, before: str) -> None:
        """The one before is live again, and the live one is withdrawn, from one moment to the next.

        What was withdrawn before is not so any more.
        """

    def forget_withdrawn(self) -> None:
        """No generation is withdrawn any more."""

    def discard(self, names: Sequence[str]) -> None:
        """Remove generations, finished or not; readers who have one open keep it."""


def serves(shelf: Shelf) -> bool:
    """Whether a generation on the shelf serves, be it damaged or not."""
    try:
        return shelf.contents().live is not None
    except OSError:
        return False


def standing(shelf: Shelf) -> Contents:
    """What stands on a shelf. Raises ``IndexMissing`` when no generation does."""
    contents = shelf.contents()
    if not contents.generations:
        raise IndexMissing(f"there is no index in {shelf.place}")
    return contents
