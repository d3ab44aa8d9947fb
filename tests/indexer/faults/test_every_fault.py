"""A fault at any step of indexing or rollback leaves the old state or the new one."""

from __future__ import annotations

import re
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from corpus.errors import PprSearchError
from indexer.publish import publish
from indexer.rollback import roll_back
from indexer.shelf.folder import FolderShelf
from search.engine.open import open_engine
from search.errors import IndexDamaged
from tests.digests import editions
from tests.digests.editions import digest, posts_of
from tests.pretended.faulty_disk import ERRORS, DiskFaultyOnce, Killed, Step, steps

# Whoosh leaves files open when it fails; a killed process leaves all open.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.usefixtures("quick_disk"),
]
EACH = pytest.mark.parametrize("killed", [False, True], ids=["error", "killed"])
# Each version edits, adds and removes posts.
version = partial(digest, posts=5, every=3)


def served(index: Path) -> dict[str, str]:
    """The posts that a new reader gets."""
    return editions.served(open_engine(index, semantic=False))


def assert_told(index: Path, error: PprSearchError, *, changed: bool) -> None:
    """The error names a file and a cure, and says what is served meanwhile."""
    if isinstance(error, IndexDamaged):
        # Files that were read before could not be read again.
        assert re.search(r"\d{6}-[0-9a-f]{6}|CURRENT", str(error))
        assert "pprsearch index" in error.hint
        return
    assert str(index) in str(error)
    assert ("the old index stays live" in error.hint) != changed, error.hint
    assert ("serves already" in error.hint) == changed, error.hint


def assert_clear(index: Path) -> None:
    """No leftovers are there."""
    shelf = FolderShelf(index).contents()
    assert shelf.orphans == ()
    assert len(shelf.generations) <= 2
    assert {path.name for path in index.iterdir()} == {"CURRENT", "LOCK", *shelf.generations}


@pytest.mark.slow
@EACH
def test_indexing_with_a_fault_at_any_step_leaves_a_whole_index(
    tmp_path: Path, killed: bool
) -> None:
    index = tmp_path / "index"
    publish(version(0), index)
    publish(version(1), index)
    numbers = count(2)
    visited: set[Step] = set()

    def trial(at: int) -> bool:
        number = next(numbers)
        old, new = posts_of(version(number - 1)), posts_of(version(number))
        disk = DiskFaultyOnce(index, visited, None if killed else ERRORS[at % 2])
        failed = None
        with disk:
            try:
                publish(version(number), index)
            except PprSearchError as error:
                failed = error
            except Killed:
                pass
        now = served(index)
        assert now in (old, new), at
        if failed:
            assert_told(index, failed, changed=now == new)
        elif not killed:
            assert now == new, at
        publish(version(number), index)
        assert served(index) == new
        assert_clear(index)
        return disk.happened

    assert len(list(steps(trial))) >= (80 if killed else 140)


@pytest.mark.slow
@EACH
def test_a_rollback_with_a_fault_at_any_step_leaves_a_whole_index(
    tmp_path: Path, killed: bool
) -> None:
    index = tmp_path / "index"
    publish(version(0), index)
    publish(version(1), index)
    numbers = count(1)
    visited: set[Step] = set()

    def trial(at: int) -> bool:
        number = next(numbers)
        shelf = FolderShelf(index)
        live, before = served(index), shelf.manifest(str(shelf.contents().before)).posts
        disk = DiskFaultyOnce(index, visited, None if killed else ERRORS[at % 2])
        failed = None
        with disk:
            try:
                roll_back(index)
            except PprSearchError as error:
                failed = error
            except Killed:
                pass
        now = served(index)
        assert now in (live, before), at
        if failed:
            assert_told(index, failed, changed=now == before)
        if now == live:
            roll_back(index)
            assert served(index) == before
        publish(version(number + 1), index, republish=True)
        publish(version(number + 1), index)
        assert served(index) == posts_of(version(number + 1))
        assert_clear(index)
        return disk.happened

    assert len(list(steps(trial))) >= (12 if killed else 25)
