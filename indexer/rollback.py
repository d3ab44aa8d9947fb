"""Making the generation before the live one serve again.

The posts are the source of truth, and they still say what was withdrawn: so the next run of the
indexer is told of it (see ``indexer.plan``), and does not publish it again unasked.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from corpus.durable import replace_file, sync
from indexer.changes import Changes, changes
from indexer.errors import NothingBefore, disk_faults
from indexer.lock import writer_lock
from indexer.shelf import make_private, survey
from search.errors import IndexDamaged, IndexMissing, IndexOutdated
from search.index.files.folder import CURRENT, WITHDRAWN
from search.index.files.manifest import check_generation, read_manifest


@dataclass(frozen=True, slots=True)
class Rollback:
    """What came of it: which generation serves again and which one does no more.

    ``changes`` are those of the posts, as readers see them: what was added is gone. They are None
    when the withdrawn generation can't be read.
    """

    generation: str
    withdrawn: str
    posts: int
    changes: Changes | None


def roll_back(index: Path, timeout: float = 10.0) -> Rollback:
    """Make the generation before the live one serve.

    Raises ``NothingBefore``, ``IndexMissing``, ``IndexDamaged`` when the one before is damaged,
    and the errors of the index folder; what was live is then live still.
    """
    if not index.is_dir():
        raise IndexMissing(f"there is no index in {index}")
    with disk_faults(index):
        make_private(index)
        with writer_lock(index, timeout):
            shelf = survey(index)
            if shelf.live is None:
                raise IndexDamaged(f"{index / CURRENT} names no generation, so none is live")
            if shelf.before is None:
                raise NothingBefore(f"no generation before {shelf.live} is kept")
            check_generation(index / shelf.before)
            before = read_manifest(index / shelf.before).posts
            # In this order: a crash between the two leaves a note on the live generation, which
            # is passed over.
            for note, name in ((WITHDRAWN, shelf.live), (CURRENT, shelf.before)):
                replace_file(index / note, name + "\n", mode=0o600)
                sync(index)
    return Rollback(
        generation=shelf.before,
        withdrawn=shelf.live,
        posts=len(before),
        changes=_changes(index / shelf.live, before),
    )


def _changes(withdrawn: Path, posts: dict[str, str]) -> Changes | None:
    try:
        return changes(read_manifest(withdrawn).posts, posts)
    except (IndexDamaged, IndexOutdated):
        return None
