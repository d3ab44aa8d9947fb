"""The engine over a cluster follows the live generation, and reports faults."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from corpus.digest import Digest
from indexer.publish import publish
from search.engine.distributed import engine as engines
from search.engine.distributed import whole
from search.engine.open import open_engine, open_generation
from search.engine.seam import Engine
from search.errors import ClusterUnreachable, IndexMissing, SearchError
from search.question import Question
from tests.digests import garden

pytestmark = pytest.mark.cluster

NOBODY = "opensearch+http://127.0.0.1:9/garden"
SWAPS = 20


@pytest.fixture
def eagerly(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new generation is looked for at every question."""
    monkeypatch.setattr(engines, "LOOK_EVERY", 0.0)


@pytest.fixture
def engine(address: str, eagerly: None) -> Iterator[Engine]:
    publish(garden.digest(), address)
    opened = open_engine(address, semantic=False)
    yield opened
    opened.close()


def test_an_unreachable_cluster_is_reported() -> None:
    with pytest.raises(ClusterUnreachable, match="no node of the cluster answers"):
        open_engine(NOBODY)


def test_a_missing_index_is_reported(address: str) -> None:
    with pytest.raises(IndexMissing, match="the cluster has no index"):
        open_engine(address)
    with pytest.raises(IndexMissing, match="names no generation"), open_generation(address):
        pass
    with pytest.raises(SearchError), open_generation(f"{address}#000001-abcdef"):
        pass


def test_a_new_generation_is_served_and_the_old_snapshot_still_answers(
    engine: Engine, address: str
) -> None:
    before = engine.now()
    assert engine.now() is before
    publish(without_first(), address)
    after = engine.now()
    assert after is not before
    assert len(after.ids) == len(before.ids) - 1
    assert before.post(garden.POSTS[0].id) == garden.POSTS[0]
    assert engine.health == ()


@pytest.mark.parametrize("most", [whole.AT_ONCE, 0], ids=["in memory", "in files"])
def test_no_answer_mixes_two_generations(
    engine: Engine, address: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While new generations go live, every answer has all posts of exactly one."""
    monkeypatch.setattr(whole, "AT_ONCE", most)
    monkeypatch.setattr(whole, "MOST", most)
    sizes = {len(garden.POSTS), len(garden.POSTS) - 1}
    faults: list[object] = []
    ended = threading.Event()

    def ask() -> None:
        while not ended.is_set():
            try:
                snapshot = engine.now()
                found = snapshot.search(Question.parse(""))
                ids = {post.id for post in snapshot.archive()}
                if found.total not in sizes or len(ids) != found.total or ids != set(snapshot.ids):
                    faults.append((found.total, len(ids)))
            except SearchError as error:
                faults.append(error)

    asking = [threading.Thread(target=ask) for _ in range(2)]
    for thread in asking:
        thread.start()
    try:
        for number in range(SWAPS):
            publish(garden.digest() if number % 2 else without_first(), address)
    finally:
        ended.set()
        for thread in asking:
            thread.join()
    assert faults == []


def without_first() -> Digest:
    digest = garden.digest()
    return replace(digest, posts=digest.posts[1:])
