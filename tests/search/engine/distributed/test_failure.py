"""What readers get when nodes of a cluster of three fail, one after another, while they ask."""

from __future__ import annotations

import json
import signal
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from cluster import cluster
from opensearch.download import ClusterUnavailable
from opensearch.node import Node

from indexer.publish import publish
from search.engine.distributed import engine as engines
from search.engine.open import open_engine
from search.engine.seam import Engine
from search.errors import ClusterUnreachable, SearchError
from search.question import Question
from tests import garden
from tests.patience import eventually

pytestmark = [pytest.mark.cluster, pytest.mark.slow]

# So many questions are answered by each of two readers after a node was lost.
AFTER = 60


@pytest.fixture
def nodes(own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Node, ...]]:
    monkeypatch.setenv("PPRSEARCH_CLUSTER_TIMEOUT", "20")
    monkeypatch.setattr(engines, "LOOK_EVERY", 0.0)
    try:
        with cluster(3, heap=256, brief=True) as started:
            yield started
    except ClusterUnavailable as error:
        pytest.skip(f"needs OpenSearch: {error}")


class Readers:
    """Some readers who ask the same question again and again, and what they got."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.answered = 0
        self.faults: list[object] = []
        self.ended = threading.Event()

    def ask(self) -> None:
        while not self.ended.is_set():
            try:
                found = self._engine.now().search(Question.parse("do beer traps keep slugs down?"))
                if not found.answered:
                    self.faults.append(found)
            except SearchError as error:
                self.faults.append(error)
            self.answered += 1

    def some(self) -> None:
        """Wait until so many more questions have been answered."""
        until = self.answered + AFTER
        eventually(lambda: self.answered >= until, lambda: self.faults[-3:])


@contextmanager
def reading(engine: Engine) -> Iterator[Readers]:
    readers = Readers(engine)
    threads = [threading.Thread(target=readers.ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        yield readers
    finally:
        readers.ended.set()
        for thread in threads:
            thread.join()


def manager(node: Node) -> str:
    """The name of the elected manager, as a node tells it."""
    with urllib.request.urlopen(f"http://{node.address}/_cat/cluster_manager?format=json") as told:
        name: str = json.load(told)[0]["node"]
    return name


def mend_at_once(node: Node) -> None:
    """Copies that a lost node had are made anew at once, and not after a minute."""
    request = urllib.request.Request(
        f"http://{node.address}/pprsearch.*/_settings",
        json.dumps({"index.unassigned.node_left.delayed_timeout": "0"}).encode(),
        {"Content-Type": "application/json"},
        method="PUT",
    )
    with urllib.request.urlopen(request) as told:  # noqa: S310 - our own node
        assert json.load(told)["acknowledged"]


def is_whole(node: Node) -> bool:
    """Whether there are two copies of everything."""
    with urllib.request.urlopen(f"http://{node.address}/_cluster/health") as told:
        return bool(json.load(told)["status"] == "green")


def kill(node: Node) -> None:
    node.process.send_signal(signal.SIGKILL)
    node.process.wait()


def test_no_reader_notices_a_lost_node_and_all_are_told_when_all_are_lost(
    nodes: tuple[Node, ...],
) -> None:
    hosts = ",".join(node.address for node in nodes)
    address = f"opensearch+http://{hosts}/failing"
    publish(garden.digest(), address)
    mend_at_once(nodes[0])
    with closing(open_engine(address, semantic=False)) as engine:
        with reading(engine) as readers:
            readers.some()
            elected = next(node for node in nodes if node.name == manager(nodes[0]))
            kill(elected)
            readers.some()
            assert readers.faults == []
        # A publication needs a manager, and the two that are left elect one.
        left = [node for node in nodes if node is not elected]
        digest = garden.digest()
        eventually(lambda: manager(left[0]) != elected.name)
        assert publish(digest, address).generation
        eventually(lambda: is_whole(left[0]))
        kill(left[1])
        eventually(lambda: any("none can be published" in note for note in engine.health))
        assert engine.now().search(Question.parse("slugs")).answered
        kill(left[0])
        with pytest.raises(ClusterUnreachable):
            engine.now().search(Question.parse("slugs"))
        assert any("does not say which generation is live" in note for note in engine.health)
