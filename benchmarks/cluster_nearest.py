"""What the cluster's approximate search for near vectors (HNSW) finds, beside the exact one.

    python benchmarks/cluster_nearest.py DATA

The vectors are real ones, since recombined abstracts say nothing of recall: those of each sentence
of nfcorpus' abstracts by the model for texts that say the same, asked for with questions of its
development split. Prints how many of the hundred nearest are found, and how long that takes.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from cluster import cluster
from corpora import NFCORPUS, corpus
from numpy.typing import NDArray

from search.engine.distributed.connection import Connection
from search.engine.distributed.queries import nearest
from search.engine.distributed.writing.library import Library
from search.evaluation.judgments import read_questions
from search.index.embedding import embedder, unit
from search.index.meaning import fit
from search.index.model.known import ALIKE

Floats = NDArray[np.float32]
ASKED = 100
_WARMING = 10
# So many are asked for, and these are the depths of the search for them.
_WANTED, _FIRST = 100, 10
_DEPTHS = (100, 400)
_INDEX, _FIELD = "pprsearch-near", "sentence"
# As Lucene builds such graphs unless told otherwise.
_GRAPH = {"m": 16, "ef_construction": 100}


def main(arguments: Sequence[str]) -> int:
    """Measure, and print a line a way to search."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    told = parser.parse_args(arguments)
    os.environ["PPRSEARCH_CLUSTER_TIMEOUT"] = "60"
    model = embedder(ALIKE)
    posts = corpus(NFCORPUS, told.data).posts
    print(f"embedding the sentences of {len(posts)} abstracts ...", flush=True)
    vectors = unit(fit(posts, model, {}).sentences.astype(np.float32))
    texts = sorted({one.text for one in read_questions(told.data / "nfcorpus", "dev")})
    with cluster(1, heap=1024) as (node,):
        library = Library.at(f"opensearch+http://{node.address}/near")
        compare(library.connection, vectors, [model.embed(text) for text in texts])
        library.connection.close()
    return 0


def compare(connection: Connection, vectors: Floats, asked: Sequence[Floats]) -> None:
    """Search for the vectors nearest to each that is asked for, in each way in turn."""
    began = time.perf_counter()
    connection.create(_INDEX, _body(vectors.shape[1]))
    for _ in connection.fill(_INDEX, _documents(vectors)):
        pass
    connection.finish([_INDEX])
    print(f"{len(vectors)} vectors, {len(vectors) / (time.perf_counter() - began):,.0f} a second")
    ways: dict[str, Callable[[Floats], dict[str, Any]]] = {"exact": partial(nearest, _FIELD)}
    for depth in _DEPTHS:
        ways[f"HNSW, ef_search {depth}"] = partial(_approximate, depth=depth)
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    found: dict[str, list[float]] = {name: [] for name in ways}
    first: dict[str, list[float]] = {name: [] for name in ways}
    for vector in asked[: ASKED + _WARMING]:
        best = np.argsort(-(vectors @ vector), kind="stable")[:_WANTED].tolist()
        for name, query in ways.items():
            body = {"query": query(vector), "size": _WANTED, **_PLACES}
            began = time.perf_counter()
            hits = connection.search(_INDEX, body)["hits"]["hits"]
            seconds[name].append(time.perf_counter() - began)
            there = {hit["fields"]["at"][0] for hit in hits}
            found[name].append(len(there.intersection(best)) / _WANTED)
            first[name].append(len(there.intersection(best[:_FIRST])) / _FIRST)
    for name, times in seconds.items():
        high = sorted(times[_WARMING:])[int(0.95 * len(times[_WARMING:]))]
        print(
            f"{name}: recall@{_WANTED} {statistics.mean(found[name]):.4f}, "
            f"the least of a question {min(found[name]):.2f}, "
            f"of the {_FIRST} nearest {statistics.mean(first[name]):.4f}, "
            f"{1000 * statistics.median(times[_WARMING:]):.1f} ms, p95 {1000 * high:.1f} ms"
        )


_PLACES = {"_source": False, "stored_fields": "_none_", "docvalue_fields": ["at"]}


def _approximate(vector: Floats, depth: int) -> dict[str, Any]:
    told = {"vector": vector.tolist(), "k": _WANTED, "method_parameters": {"ef_search": depth}}
    return {"knn": {_FIELD: told}}


def _body(width: int) -> dict[str, Any]:
    graph = {"name": "hnsw", "engine": "lucene", "space_type": "innerproduct", "parameters": _GRAPH}
    field = {"type": "knn_vector", "dimension": width, "method": graph}
    return {
        "settings": {
            "number_of_shards": 1,
            "auto_expand_replicas": "0-1",
            "refresh_interval": "-1",
            "index.knn": True,
        },
        "mappings": {"_source": {"enabled": False}, "properties": {_FIELD: field, "at": _NUMBER}},
    }


_NUMBER = {"type": "integer"}


def _documents(vectors: Floats) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, vector in enumerate(vectors):
        yield str(number), {_FIELD: vector.tolist(), "at": number}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
