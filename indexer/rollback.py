"""Rollback: making the generation before the live one live again.

The digest's files still hold what was withdrawn. So the next index run is told of it (see
``indexer.plan``), and refuses to publish it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from indexer.changes import Changes, changes
from indexer.errors import NothingBefore
from indexer.shelf.open import open_shelf
from indexer.shelf.seam import Shelf, standing
from search.engine.location import Location
from search.errors import IndexDamaged, IndexOutdated


@dataclass(frozen=True, slots=True)
class Rollback:
    """The result: which generation is live again, and which is withdrawn.

    ``changes`` are those of the posts, as readers see them: what was added is gone. They are None
    when the withdrawn generation can't be read.
    """

    generation: str
    withdrawn: str
    posts: int
    changes: Changes | None


def roll_back(index: Location, timeout: float = 10.0) -> Rollback:
    """Make the generation before the live one live.

    Raises ``NothingBefore``, ``IndexMissing``, ``IndexDamaged`` when the one before is damaged,
    and the errors of the index folder; what was live is then live still.
    """
    shelf = open_shelf(index)
    # Checked before taking the lock, which would create a missing shelf.
    standing(shelf)
    with shelf.writing(timeout):
        contents = standing(shelf)
        live, before = contents.live, contents.before
        if live is None:
            raise IndexDamaged(f"{shelf.sign} in {index} names no generation, so none is live")
        if before is None:
            raise NothingBefore(f"no generation before {live} is kept")
        posts = shelf.check(before).posts
        shelf.go_back(live, before)
    return Rollback(before, live, len(posts), _changes(shelf, live, posts))


def _changes(shelf: Shelf, withdrawn: str, posts: Mapping[str, str]) -> Changes | None:
    try:
        return changes(shelf.manifest(withdrawn).posts, posts)
    except (IndexDamaged, IndexOutdated):
        return None
