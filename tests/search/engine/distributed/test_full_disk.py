"""When the disks of a cluster are full, the writer gets an error and the old index is served."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from indexer.publish import publish
from search.engine.distributed import connection
from search.engine.distributed.writing.library import Library
from search.engine.open import open_engine
from search.errors import ClusterFull
from search.question import Question
from tests.digests import garden

pytestmark = pytest.mark.cluster

ALLOCATION = "cluster.routing.allocation.enable"


def settings(node: str, told: dict[str, object]) -> None:
    """Change settings of the cluster; ``None`` takes one back."""
    request = urllib.request.Request(
        f"http://{node.rpartition('/')[2]}/_cluster/settings",
        json.dumps({"persistent": told}).encode(),
        {"Content-Type": "application/json"},
        method="PUT",
    )
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - our own node
        assert json.load(answer)["acknowledged"]


@pytest.fixture
def full(node: str) -> Iterator[None]:
    """No node accepts another index, as with full disks."""
    try:
        settings(node, {ALLOCATION: "none"})
        yield
    finally:
        settings(node, {ALLOCATION: None})


def test_the_writer_gets_an_error_and_readers_are_answered(
    node: str, address: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    live = publish(garden.digest(), address).generation
    digest = garden.digest()
    changed = replace(digest, posts=digest.posts[1:])
    monkeypatch.setattr(connection, "PLACED", 1.0)
    request.getfixturevalue("full")
    with pytest.raises(ClusterFull, match="no node of the cluster accepts another index"):
        publish(changed, address)
    with closing(open_engine(address, semantic=False)) as engine:
        assert engine.now().generation == live
        assert engine.now().search(Question.parse("slugs")).answered
    settings(node, {ALLOCATION: None})
    monkeypatch.setattr(connection, "PLACED", 60.0)
    assert publish(changed, address).published


def test_an_index_made_read_only_for_a_full_disk_is_reported(address: str) -> None:
    library = Library.at(address)
    library.connection.create("closed", {"settings": {"index.blocks.read_only_allow_delete": True}})
    with pytest.raises(ClusterFull, match="its disks are full"):
        library.connection.put_new("closed", "1", {})
    with pytest.raises(ClusterFull, match="its disks are full"):
        list(library.connection.fill("closed", [("1", {})]))
    library.connection.delete(["closed"])
    library.connection.close()
