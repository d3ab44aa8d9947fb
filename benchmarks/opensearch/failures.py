"""Measures what readers get while nodes of a cluster of three freeze, are killed, and are all gone.

    PYTHONPATH=.:benchmarks python benchmarks/opensearch/failures.py [--questions 2000]

Two readers ask the questions of the demo digest in turn. Prints for each failure how many were
answered, how many were not, and how long they took (median, 99th percentile, longest).
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import statistics
import sys
import threading
import time
import tomllib
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from itertools import cycle
from tempfile import TemporaryDirectory
from typing import Any

from cluster import cluster

from corpus.folder.read import DEMO, read_corpus
from indexer.publish import publish
from opensearch.node import Node
from search.engine.open import open_engine
from search.engine.seam import Engine
from search.errors import SearchError
from search.question import Question

_READERS = 2
# The seconds within which a cluster must elect a manager, or make new copies.
_MENDED = 180


def main(arguments: Sequence[str]) -> int:
    """Fail nodes one after another, and print a line for each failure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--questions", type=int, default=2_000, help="asked for each failure")
    wanted = parser.parse_args(arguments).questions
    with TemporaryDirectory(prefix="pprsearch-failures-") as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        with _indexed() as (nodes, engine):
            _asked("all well", engine, wanted, lambda: None)
            frozen = _other(nodes)
            freeze = partial(frozen.process.send_signal, signal.SIGSTOP)
            _asked("a node frozen", engine, wanted, freeze)
            frozen.process.send_signal(signal.SIGCONT)
            _until(lambda: _is_whole(nodes[0]))
            elected = _elected(nodes)
            _asked("the elected manager killed", engine, wanted, lambda: _kill(elected))
            left = [node for node in nodes if node is not elected]
            _until(lambda: _is_whole(left[0]))
            _asked("one more, no quorum", engine, wanted, lambda: _kill(left[1]))
            _until(lambda: bool(engine.health))
            print(f"  health: {engine.health}", flush=True)
            _asked("all gone", engine, wanted, lambda: _kill(left[0]))
            print(f"  health: {engine.health}", flush=True)
        with _indexed() as (nodes, engine):
            data = _other(nodes)
            _asked("a data node killed", engine, wanted, lambda: _kill(data))
    return 0


@contextmanager
def _indexed() -> Iterator[tuple[tuple[Node, ...], Engine]]:
    """Three nodes with the demo digest, and an engine over it."""
    with cluster(3, heap=256) as nodes:
        address = f"opensearch+http://{','.join(node.address for node in nodes)}/failing"
        publish(read_corpus(DEMO).digest, address)
        # The copies of a lost node are made again at once, and not after a minute.
        body = {"index.unassigned.node_left.delayed_timeout": "0"}
        _put(nodes[0], "pprsearch.*/_settings", body)
        with closing(open_engine(address, semantic=False)) as engine:
            yield nodes, engine


def _asked(what: str, engine: Engine, wanted: int, fail: Callable[[], object]) -> None:
    """Ask that many questions, with a failure after a tenth of them, and print the outcome."""
    file = DEMO / "relevance" / "questions.toml"
    texts = cycle(one["text"] for one in tomllib.loads(file.read_text("utf-8"))["question"])
    took: list[float] = []
    faults: Counter[str] = Counter()
    lock, failed = threading.Lock(), threading.Event()

    def read() -> None:
        while True:
            with lock:
                if len(took) >= wanted:
                    return
                text = next(texts)
            began = time.perf_counter()
            try:
                engine.now().search(Question.parse(text))
            except SearchError as error:
                faults[type(error).__name__] += 1
            with lock:
                took.append(time.perf_counter() - began)
                if len(took) >= wanted // 10 and not failed.is_set():
                    failed.set()
                    fail()

    readers = [threading.Thread(target=read) for _ in range(_READERS)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    took.sort()
    times = [statistics.median(took), took[int(0.99 * len(took))], took[-1]]
    told = ", ".join(f"{1000 * one:.0f}" for one in times)
    print(
        f"{what}: {len(took) - faults.total()} answered, {dict(faults) or 'none'} not; ms {told}",
        flush=True,
    )


def _elected(nodes: Sequence[Node]) -> Node:
    """The node that is the elected manager."""
    name = _get(nodes[0], "_cat/cluster_manager?format=json")[0]["node"]
    return next(node for node in nodes if node.name == name)


def _other(nodes: Sequence[Node]) -> Node:
    """A node that is not the manager."""
    elected = _elected(nodes)
    return next(node for node in nodes if node is not elected)


def _is_whole(node: Node) -> bool:
    """Whether everything has two copies, as far as is known."""
    try:
        return bool(_get(node, "_cluster/health?timeout=5s")["status"] == "green")
    except OSError:
        return False


def _kill(node: Node) -> None:
    node.process.send_signal(signal.SIGKILL)
    node.process.wait()


def _until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + _MENDED
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError("the cluster does not mend")
        time.sleep(1)


def _get(node: Node, path: str) -> Any:
    with urllib.request.urlopen(f"http://{node.address}/{path}", timeout=30) as told:
        return json.load(told)


def _put(node: Node, path: str, body: object) -> None:
    url, data = f"http://{node.address}/{path}", json.dumps(body).encode()
    head = {"Content-Type": "application/json"}
    request = urllib.request.Request(url, data, head, method="PUT")
    with urllib.request.urlopen(request, timeout=30) as told:  # noqa: S310 - our own node
        json.load(told)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
