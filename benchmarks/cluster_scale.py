"""Compares an index in a cluster with the same index in a folder, and with OpenSearch's own search.

    python benchmarks/cluster_scale.py DATA [--size 30826] [--nodes 1] [--semantic]

Prints indexing speed, bytes a post, the time to add one post, memory, and the time of a question
(median and 95th percentile, and processor time) in three ways: the index in the folder, the index
in the cluster, and a plain ``multi_match`` over the same texts. The same questions are asked in all
three in turn, and the facets of each topic's posts are counted. With ``--semantic`` each post is
embedded once, so that only the first index has the time that takes. Of more than 200,000 posts no
index in a folder is made. ``--size 1000000`` takes 70 minutes and, with the node, ten gigabytes of
memory.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from cluster import cluster
from corpora import SCALE, corpus
from inquiries import questions
from opensearch.node import Node

from corpus.digest import Digest
from corpus.folder.write import post_text
from indexer.amend import Told, publish_changes
from indexer.publish import publish
from search.engine.distributed.engine import ClusterEngine
from search.engine.distributed.snapshot import ClusterSnapshot
from search.engine.distributed.writing.library import Library
from search.engine.location import Location
from search.engine.open import open_engine
from search.engine.seam import Snapshot
from search.index import reading
from search.question import Question

ASKED = 100
_WARMING = 10
# How often the facets of each topic's posts are counted.
_COUNTED = 3
_PLAIN = "pprsearch-plain"
# Seconds until one does without what is to be held.
_PATIENCE = 900.0
# An index in a folder is not made of more posts than this: it takes too long.
MOST_IN_FOLDER = 200_000
# The heap of a node in megabytes.
_HEAP, _LARGE_HEAP = 1024, 2048
# So often a post is added, and removed again, by telling it alone.
_TOLD_ALONE = 2
_FIELDS = ("title", "summary", "implications")
_COUNTS = ("topics", "research", "month")


def main(arguments: Sequence[str]) -> int:
    """Measure, and print each figure on a line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", type=Path, help="the folder of the collections")
    parser.add_argument("--size", type=int, default=SCALE, help="number of posts")
    parser.add_argument("--nodes", type=int, default=1, help="number of nodes")
    parser.add_argument("--semantic", action="store_true", help="find posts by meaning too")
    told = parser.parse_args(arguments)
    os.environ["PPRSEARCH_CLUSTER_TIMEOUT"] = "60"
    with (
        TemporaryDirectory(prefix="pprsearch-bench-") as folder,
        cluster(told.nodes, heap=_HEAP if told.size <= MOST_IN_FOLDER else _LARGE_HEAP) as nodes,
        patch.object(reading, "_read", lru_cache(maxsize=None)(reading._read)),
    ):
        os.environ["XDG_CACHE_HOME"] = folder
        hosts = ",".join(node.address for node in nodes)
        digest, texts = made(told.size, told.data)
        address = f"opensearch+http://{hosts}/bench"
        measure(digest, texts, Path(folder), address, nodes, told.semantic)
    return 0


def made(size: int, data: Path) -> tuple[Digest, list[str]]:
    """A digest of that many posts, and the questions to it."""
    digest = corpus(size, data)
    print(f"posts: {len(digest.posts)}", flush=True)
    _say_memory("the digest")
    return digest, [inquiry.text for inquiry in questions(data)][: ASKED + _WARMING]


def measure(
    digest: Digest,
    texts: Sequence[str],
    folder: Path,
    address: str,
    nodes: Sequence[Node],
    semantic: bool,
) -> None:
    """Build, ask and change the indexes of a digest, all but its last post at first."""
    count = len(digest.posts)
    index = folder / "index" if count <= MOST_IN_FOLDER else None
    first = replace(digest, posts=digest.posts[:-1])
    if index:
        what = f"index in a folder, posts a second ({count})"
        taken(what, count, lambda: publish(first, index, semantic=semantic))
    what = "index in the cluster, posts a second"
    taken(what, count, lambda: publish(first, address, semantic=semantic))
    _say_memory("a full build")
    library = Library.at(address)
    print(f"bytes a post in the cluster: {sum(library.sizes().values()) / count:,.0f}", flush=True)
    library.connection.create(_PLAIN, _plain())

    def send_texts() -> None:
        for _ in library.connection.fill(_PLAIN, _texts(digest)):
            pass
        library.connection.finish([_PLAIN])

    taken("plain texts in the cluster, posts a second", count, send_texts)
    with ExitStack() as opened:
        fused = opened.enter_context(closing(ClusterEngine.open(address, semantic=semantic)))
        hold(fused.now(), texts)
        asked: dict[str, Snapshot] = {"cluster, fused": fused.now()}
        if index:
            engine = opened.enter_context(closing(open_engine(index, semantic=semantic)))
            asked = {"folder": engine.now(), **asked}
        compare(asked, library, nodes, texts)
        count_facets(asked, library, [topic.name for topic in digest.topics])
    _say_memory("holding what ranking needs")
    add_one(digest, [index, address] if index else [address], folder, semantic)
    library.connection.close()


def add_one(digest: Digest, indexes: Sequence[Location], folder: Path, semantic: bool) -> None:
    """Add a post or take it away, told alone and with the whole digest; print how long it takes.

    The last of the ``indexes`` is in a cluster; a post is told alone there only.
    """
    last = digest.posts[-1]
    more = replace(last, id=f"{last.month}-one-more", title=f"One more: {last.title}")
    alone = folder / "posts" / f"{more.id}.md"
    alone.parent.mkdir()
    alone.write_text(post_text(more), encoding="utf-8")
    changes = [Told(alone), Told(None, (more.id,))] * _TOLD_ALONE
    for change in changes:
        began, own = time.perf_counter(), time.process_time()
        publish_changes(change, indexes[-1])
        _say_added("told alone", began, own)
    for index in indexes:
        began, own = time.perf_counter(), time.process_time()
        publish(digest, index, semantic=semantic)
        what = "a folder" if isinstance(index, Path) else "the cluster"
        _say_added(f"the whole digest, for {what}", began, own)


def _say_added(how: str, began: float, own: float) -> None:
    took, own = time.perf_counter() - began, time.process_time() - own
    print(f"one post added or removed, {how}: {took:.1f} s; processor time {own:.1f} s", flush=True)


def _say_memory(until: str) -> None:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"peak memory, files that are mapped included, until {until}: {most / 1024:,.0f} MB")


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
    asked: Mapping[str, Snapshot], library: Library, nodes: Sequence[Node], texts: Sequence[str]
) -> None:
    """Ask each question in all ways; print the times and how often the orders agree."""
    ways: dict[str, Callable[[str], list[str]]] = {
        **{name: partial(_first, snapshot) for name, snapshot in asked.items()},
        "cluster, multi_match": partial(_matched, library),
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
            same += len({tuple(found[name]) for name in asked}) == 1
    for name, times in seconds.items():
        mine, other = (1000 * spent[name] / len(times) for spent in (own, theirs))
        print(
            f"{name}: {_spread(times)}; "
            f"processor time {mine:.1f} ms here, {other:.1f} ms in the nodes"
        )
    if len(asked) > 1:
        print(f"questions with the same ten hits in the same order: {same} of {ASKED}")


def count_facets(asked: Mapping[str, Snapshot], library: Library, topics: Sequence[str]) -> None:
    """List each topic's posts in all ways, with their facets; print the times."""
    ways: dict[str, Callable[[str], object]] = {
        **{name: partial(_listed, snapshot) for name, snapshot in asked.items()},
        "cluster, plain aggregations": partial(_aggregated, library),
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for topic in [*topics] * _COUNTED:
        for name, ask in ways.items():
            began = time.perf_counter()
            ask(topic)
            seconds[name].append(time.perf_counter() - began)
    for name, times in seconds.items():
        print(f"the posts of a topic with their facets, {name}: {_spread(times)}")


def _spread(seconds: Sequence[float]) -> str:
    """The median and 95th percentile of some times, in milliseconds."""
    high = sorted(seconds)[int(0.95 * len(seconds))]
    return f"{1000 * statistics.median(seconds):.1f} ms, p95 {1000 * high:.1f} ms"


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


def _listed(snapshot: Snapshot, topic: str) -> int:
    return snapshot.search(Question.parse(f'topic:"{topic}"')).total


def _aggregated(library: Library, topic: str) -> int:
    kept = {"bool": {"filter": [{"term": {"topics": topic}}]}}
    counts = {name: {"terms": {"field": name, "size": 500}} for name in _COUNTS}
    body = {"query": kept, "size": 10, "track_total_hits": True, "aggs": counts}
    total: int = library.connection.search(_PLAIN, body)["hits"]["total"]["value"]
    return total


def _plain() -> dict[str, Any]:
    """The settings and fields of a plain OpenSearch index."""
    english = {"type": "text", "analyzer": "english"}
    return {
        "settings": {"number_of_shards": 1, "auto_expand_replicas": "0-1"},
        "mappings": {
            "properties": {
                **dict.fromkeys(_FIELDS, english),
                **{name: {"type": "keyword"} for name in _COUNTS},
            }
        },
    }


def _texts(digest: Digest) -> Iterator[tuple[str, dict[str, Any]]]:
    for post in digest.posts:
        yield post.id, {name: getattr(post, name) for name in (*_FIELDS, *_COUNTS)}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
