"""A digest is published into a cluster as into a folder: whole, by one writer, and back again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.digest import Digest
from indexer.errors import IndexLocked, PostsWithdrawn
from indexer.publish import publish
from indexer.rollback import roll_back
from indexer.shelf.cluster import ClusterShelf
from indexer.status import status
from indexer.verify import verify
from search.engine.open import open_generation
from tests import garden

pytestmark = pytest.mark.cluster


def without_first() -> Digest:
    digest = garden.digest()
    return replace(digest, posts=digest.posts[1:])


def test_a_digest_is_published_once(address: str) -> None:
    done = publish(garden.digest(), address)
    assert done.published
    assert done.generation and done.generation.startswith("000001-")
    assert not publish(garden.digest(), address).published
    found = status(address)
    assert found.health == ()
    assert found.serving and found.serving.posts == len(garden.POSTS)
    assert all(check.passed for check in verify(address))


def test_a_change_is_published_and_taken_back(address: str) -> None:
    first = publish(garden.digest(), address).generation
    second = publish(without_first(), address)
    assert second.changes.removed == (garden.POSTS[0].id,)
    back = roll_back(address)
    assert (back.generation, back.withdrawn) == (first, second.generation)
    with pytest.raises(PostsWithdrawn):
        publish(without_first(), address)
    again = publish(without_first(), address, republish=True)
    assert again.published
    kept = [one.name for one in status(address).kept]
    assert kept == [again.generation, first]


def test_what_is_not_approved_of_is_not_sent(address: str) -> None:
    live = publish(garden.digest(), address).generation
    seen: list[tuple[int, int]] = []

    def approve(made: object, before: object) -> bool:
        with open_generation(made) as new, open_generation(before) as old:  # type: ignore[arg-type]
            seen.append((len(new.ids), len(old.ids)))
        return False

    assert not publish(without_first(), address, approve=approve).published
    assert seen == [(len(garden.POSTS) - 1, len(garden.POSTS))]
    assert ClusterShelf(address).contents().generations == (live,)


def test_a_second_writer_waits_in_vain(address: str) -> None:
    shelf = ClusterShelf(address)
    with shelf.writing(0), pytest.raises(IndexLocked, match="is being written by process"):
        publish(garden.digest(), address, timeout=0)


def test_what_a_killed_writer_left_is_removed(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An end at any step leaves the old generation live, and the next run clears up."""
    live = publish(garden.digest(), address).generation
    steps = ("fill", "finish", "move")
    for step in steps:
        with monkeypatch.context() as patched:
            patched.setattr(f"search.engine.distributed.connection.Connection.{step}", _killed)
            patched.setattr("search.engine.distributed.generation.Generations.discard", _nothing)
            with pytest.raises(KeyboardInterrupt):
                publish(without_first(), address)
        found = ClusterShelf(address).contents()
        assert found.live == live
        assert found.orphans, step
        with open_generation(ClusterShelf(address).location(found.live or "")) as snapshot:
            assert len(snapshot.ids) == len(garden.POSTS)
    done = publish(without_first(), address)
    assert done.published and done.removed
    assert ClusterShelf(address).contents().orphans == ()


def _killed(*arguments: object) -> None:
    raise KeyboardInterrupt


def _nothing(*arguments: object) -> None:
    """Whoever is killed clears nothing up."""
