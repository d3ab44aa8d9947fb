"""Compares an index in a cluster with the same index in a folder, and with OpenSearch's own search.

    python benchmarks/cluster_scale.py DATA [--size 30826] [--nodes 1]

Prints indexing speed, bytes a post, the time to add one post, memory, and the time of a question
(median and 95th percentile, and processor time) in three ways: the index in the folder, the index
in the cluster, and a plain ``multi_match`` over the same texts. The same questions are asked in all
three in turn.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cluster import cluster
from corpora import SCALE, corpus
from inquiries import questions
from opensearch.node import Node

from corpus.digest import Digest
from indexer.publish import publish
from search.engine.distributed.engine import ClusterEngine
from search.engine.distributed.snapshot import ClusterSnapshot
from search.engine.distributed.writing.library import Library
from search.engine.open import open_engine
from search.engine.seam import Snapshot
from search.question import Question

ASKED = 100
_WARMING = 10
_PLAIN = "pprsearch-plain"
# Seconds until one does without what is to be held.
_PATIENCE = 900.0
_FIELDS = ("title", "summary", "implications")


def main(arguments: Sequence[str]) -> int:
    """Measure, and print each figure on a line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", type=Path, help="the folder of the collections")
    parser.add_argument("--size", type=int, default=SCALE, help="number of posts")
    parser.add_argument("--nodes", type=int, default=1, help="number of nodes")
    told = parser.parse_args(arguments)
    os.environ["PPRSEARCH_CLUSTER_TIMEOUT"] = "60"
    with (
        TemporaryDirectory(prefix="pprsearch-bench-") as folder,
        cluster(told.nodes, heap=1024) as nodes,
    ):
        os.environ["XDG_CACHE_HOME"] = folder
        hosts = ",".join(node.address for node in nodes)
        address = f"opensearch+http://{hosts}/bench"
        digest = corpus(told.size, told.data)
        count = len(digest.posts)
        index = Path(folder) / "index"
        print(f"posts: {count}, nodes: {told.nodes}")
        taken(f"index in a folder, posts a second ({count})", count, lambda: publish(digest, index))
        first = replace(digest, posts=digest.posts[:-1])
        taken("index in the cluster, posts a second", count, lambda: publish(first, address))
        for what, where, later in (("a folder", index, first), ("the cluster", address, digest)):
            began = time.perf_counter()
            publish(later, where)
            print(f"one post added or removed, live in {what}: {time.perf_counter() - began:.1f} s")
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(f"peak memory, including the digest: {most / 1024:,.0f} MB")
        publish(digest, index)
        library = Library.at(address)
        size = sum(library.sizes().values())
        print(f"bytes a post in the cluster: {size / count:,.0f}")
        library.connection.create(_PLAIN, _plain())
        for _ in library.connection.fill(_PLAIN, _texts(digest)):
            pass
        library.connection.finish([_PLAIN])
        texts = [inquiry.text for inquiry in questions(told.data)][: ASKED + _WARMING]
        with (
            closing(open_engine(index, semantic=False)) as embedded,
            closing(ClusterEngine.open(address, semantic=False)) as distributed,
        ):
            hold(distributed.now(), texts)
            compare(embedded.now(), distributed.now(), library, nodes, texts)
        library.connection.close()
    return 0


def hold(fused: ClusterSnapshot, texts: Sequence[str]) -> None:
    """Ask until all that ranking needs is held; print how long that takes, and what it takes."""
    began, own_began, asked = time.perf_counter(), time.process_time(), 0
    while not fused.holds_all and time.perf_counter() - began < _PATIENCE:
        _first(fused, texts[asked % len(texts)])
        asked += 1
    took, own = time.perf_counter() - began, time.process_time() - own_began
    files = Path(os.environ["XDG_CACHE_HOME"]).rglob("*.held/*/*.npy")
    size = sum(file.stat().st_size for file in files)
    what = "held" if fused.holds_all else "not held"
    print(f"{what} after {took:.1f} s and {asked} questions; processor time {own:.1f} s here")
    print(f"in files: {size / 2**20:,.0f} MB")


def compare(
    embedded: Snapshot,
    fused: Snapshot,
    library: Library,
    nodes: Sequence[Node],
    texts: Sequence[str],
) -> None:
    """Ask each question in all three ways; print the times and how often the orders agree."""
    ways: dict[str, Callable[[str], list[str]]] = {
        "folder": lambda text: _first(embedded, text),
        "cluster, fused": lambda text: _first(fused, text),
        "cluster, multi_match": lambda text: _matched(library, text),
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    # The processor time of the one who asks, and of the nodes.
    own, theirs = ({name: 0.0 for name in ways} for _ in range(2))
    same = 0
    for number, text in enumerate(texts):
        found = {}
        for name, ask in ways.items():
            began, own_began, theirs_began = time.perf_counter(), time.process_time(), _spent(nodes)
            found[name] = ask(text)
            if number >= _WARMING:
                seconds[name].append(time.perf_counter() - began)
                own[name] += time.process_time() - own_began
                theirs[name] += _spent(nodes) - theirs_began
        if number >= _WARMING:
            same += found["folder"] == found["cluster, fused"]
    for name, times in seconds.items():
        high = sorted(times)[int(0.95 * len(times))]
        mine, other = (1000 * spent[name] / len(times) for spent in (own, theirs))
        print(
            f"{name}: {1000 * statistics.median(times):.1f} ms, p95 {1000 * high:.1f} ms; "
            f"processor time {mine:.1f} ms here, {other:.1f} ms in the nodes"
        )
    print(f"questions with the same ten hits in the same order: {same} of {len(texts) - _WARMING}")


def taken(what: str, count: int, work: Callable[[], object]) -> None:
    """Do some work, and print how many were done a second."""
    began = time.perf_counter()
    work()
    print(f"{what}: {count / (time.perf_counter() - began):,.0f}", flush=True)


def _spent(nodes: Sequence[Node]) -> float:
    """The processor time that some nodes have taken, in seconds."""
    told = [Path(f"/proc/{node.process.pid}/stat").read_text("utf-8") for node in nodes]
    # Behind the program's name, in which anything may stand.
    fields = [one.rpartition(")")[2].split() for one in told]
    return sum(int(some[11]) + int(some[12]) for some in fields) / os.sysconf("SC_CLK_TCK")


def _first(snapshot: Snapshot, text: str) -> list[str]:
    return [hit.post.id for hit in snapshot.search(Question.parse(text)).hits]


def _matched(library: Library, text: str) -> list[str]:
    query = {"multi_match": {"query": text, "fields": list(_FIELDS), "type": "most_fields"}}
    body = {"query": query, "size": 10, "aggs": {"month": {"terms": {"field": "month"}}}}
    found = library.connection.search(_PLAIN, body)
    return [hit["_id"] for hit in found["hits"]["hits"]]


def _plain() -> dict[str, Any]:
    """The settings and fields of a plain OpenSearch index."""
    english = {"type": "text", "analyzer": "english"}
    return {
        "settings": {"number_of_shards": 1, "auto_expand_replicas": "0-1"},
        "mappings": {
            "properties": {**dict.fromkeys(_FIELDS, english), "month": {"type": "keyword"}}
        },
    }


def _texts(digest: Digest) -> Iterator[tuple[str, dict[str, Any]]]:
    for post in digest.posts:
        text = {name: getattr(post, name) for name in _FIELDS}
        yield post.id, {**text, "month": post.month}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
