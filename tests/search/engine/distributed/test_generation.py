"""A generation in a cluster goes live in one step, and missing parts are detected."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.engine.distributed import base, summary
from search.engine.distributed.holding.stock import Stock
from search.engine.distributed.snapshot import ClusterSnapshot
from search.engine.distributed.writing.library import Library
from search.errors import IndexDamaged
from search.index.files.manifest import read_manifest

pytestmark = pytest.mark.cluster

FIRST, SECOND, THIRD = "000001-aaaaaa", "000002-bbbbbb", "000003-cccccc"
FOURTH, FIFTH = "000004-dddddd", "000005-eeeeee"


def silent(step: str, done: int, total: int) -> None:
    """Takes progress, and shows nothing."""


@pytest.fixture(scope="module")
def library(node: str, garden_generation: Path) -> Iterator[Library]:
    """An index of two generations, of which none is live."""
    found = Library.at(f"{node}/generations")
    for name in (FIRST, SECOND):
        found.write(name, garden_generation, silent)
    yield found
    found.connection.close()


def test_a_written_generation_is_complete_and_not_live(library: Library) -> None:
    assert library.live() is None
    assert library.roles().finished == (FIRST, SECOND)
    assert set(library.sizes()) == {FIRST, SECOND}


def test_a_generation_goes_live_and_back(library: Library) -> None:
    library.put_live(FIRST)
    assert library.live() == FIRST
    library.put_live(SECOND)
    assert library.live() == SECOND
    library.go_back(SECOND, FIRST)
    roles = library.roles()
    assert (roles.live, roles.withdrawn) == (FIRST, SECOND)
    library.forget_withdrawn()
    assert library.roles().withdrawn is None


def test_another_index_has_generations_of_its_own(library: Library, node: str) -> None:
    other = Library.at(f"{node}/generations-2")
    assert other.roles().finished == ()
    assert other.sizes() == {}
    assert other.live() is None
    other.connection.close()


def test_a_generation_is_checked_against_its_manifest(library: Library) -> None:
    manifest = library.check(FIRST)
    assert library.count(FIRST) == len(manifest.posts)
    own = {*summary.HELD, "settled", "laid", "posts"}
    assert set(manifest.files) == {*own, *(f"base/{name}" for name in (*base.HELD, "posts"))}
    with pytest.raises(IndexDamaged, match="lacks a part of its manifest"):
        library.check(THIRD)


def test_shared_indexes_are_kept_while_a_generation_needs_them(
    library: Library, garden_generation: Path, tmp_path: Path
) -> None:
    library.write(FOURTH, garden_generation, silent)
    library.write(FIFTH, garden_generation, silent, previous=FOURTH)
    own = library.connection.indexes(f"{library.index(FIFTH)}*")
    assert set(own) == {f"{library.index(FIFTH)}.summary"}
    stock = Stock(library, tmp_path, 0)
    before = ClusterSnapshot(library, FOURTH, None, stock)
    after = ClusterSnapshot(library, FIFTH, None, stock, before=before)
    assert after.base is before.base
    library.discard([FOURTH])
    assert library.check(FIFTH).posts == read_manifest(garden_generation).posts
    assert len(list(after.archive())) == library.count(FIFTH)
    library.discard([FIFTH])
    assert not library.connection.indexes(f"{library.index(FOURTH)}*")


def test_missing_parts_are_detected(library: Library, garden_generation: Path) -> None:
    library.write(THIRD, garden_generation, silent)
    index = library.index(THIRD)
    some = library.connection.document(index, "0")
    assert some
    library.connection.remove(index, "0", some)
    library.connection.finish([index])
    with pytest.raises(IndexDamaged, match="9 of 10 posts"):
        library.check(THIRD)
    piece = library.connection.document(f"{index}.base", "words-0")
    assert piece
    library.connection.remove(f"{index}.base", "words-0", piece)
    with pytest.raises(IndexDamaged, match="lacks a part of its words"):
        library.check(THIRD)
    library.discard([THIRD])
    assert THIRD not in library.sizes()
    assert THIRD not in library.roles().finished
