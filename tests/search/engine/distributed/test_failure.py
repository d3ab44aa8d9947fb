"""What readers get while nodes of a cluster of three fail, one after another."""

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
from tests.digests import garden
from tests.patience import eventually

pytestmark = [pytest.mark.cluster, pytest.mark.slow]

# The number of questions that the two readers have answered after each loss of a node.
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
    """Readers who ask the same question again and again, and the answers that they got."""

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
        """Wait until that many more questions have been answered."""
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
    """The name of the elected manager, as a node reports it."""
    with urllib.request.urlopen(f"http://{node.address}/_cat/cluster_manager?format=json") as told:
        name: str = json.load(told)[0]["node"]
    return name


def mend_at_once(node: Node) -> None:
    """Have the copies of a lost node made again at once, and not after a minute."""
    request = urllib.request.Request(
        f"http://{node.address}/pprsearch.*/_settings",
        json.dumps({"index.unassigned.node_left.delayed_timeout": "0"}).encode(),
        {"Content-Type": "application/json"},
        method="PUT",
    )
    with urllib.request.urlopen(request) as told:  # noqa: S310 - our own node
        assert json.load(told)["acknowledged"]


def is_whole(node: Node) -> bool:
    """Whether everything has two copies."""
    with urllib.request.urlopen(f"http://{node.address}/_cluster/health") as told:
        return bool(json.load(told)["status"] == "green")


def kill(node: Node) -> None:
    node.process.send_signal(signal.SIGKILL)
    node.process.wait()


def test_readers_are_answered_until_all_nodes_are_lost_and_then_get_a_message(
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
        # Publishing needs a manager, and the remaining two elect one.
        left = [node for node in nodes if node is not elected]
        digest = garden.digest()
        eventually(lambda: manager(left[0]) != elected.name)
        assert publish(digest, address).generation
        eventually(lambda: is_whole(left[0]))
        kill(left[1])
        eventually(lambda: any("none can be published" in note for note in engine.health))
        assert engine.now().search(Question.parse("slugs")).answered
        kill(left[0])
        # This reader holds all that ranking needs, and has read these posts lately.
        with pytest.raises(ClusterUnreachable):
            engine.now().search(Question.parse("slugs"))
        with pytest.raises(ClusterUnreachable):
            engine.now().post(garden.POSTS[0].id)
        assert any("does not say which generation is live" in note for note in engine.health)
