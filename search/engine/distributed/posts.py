"""The posts of one generation in the cluster: found, counted, and read, some at a time."""

from __future__ import annotations

import base64
import json
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.json_values import from_json
from corpus.post import Post
from search.engine.distributed.connection import Connection
from search.engine.distributed.payload import Payload, unpacked

Json = dict[str, Any]

# So many payloads are remembered, two to six kilobytes each.
_REMEMBERED = 10_000
# So many documents come in one answer at most; the cluster would not give more than ten thousand.
MOST = 10_000
_PAGE = 500


class Proposed(NamedTuple):
    """What a search found: the best posts, by their places in the digest's order, and how many.

    ``scores`` are theirs by the cluster. ``sums`` has the aggregations that were asked for.
    """

    at: list[int]
    scores: list[float]
    total: int
    sums: Json


class Read(NamedTuple):
    """A post as it is stored: with plain texts, words by sentence, and embeddings of sentences."""

    post: Post
    summary: str
    implications: str
    rows: list[list[int]]
    tokens: list[str]
    sentences: NDArray[np.int8] | None
    places: NDArray[np.int32] | None


class Posts:
    """Asks the cluster for posts of one generation's index. Safe to use from several threads."""

    def __init__(self, connection: Connection, index: str, width: int) -> None:
        """``width`` is how many dimensions embeddings have, 0 without any."""
        self._connection = connection
        self._index = index
        self._width = width
        self._payloads: OrderedDict[int, Payload] = OrderedDict()
        self._lock = Lock()

    def proposed(self, bodies: Sequence[Json]) -> list[Proposed]:
        """The answers to some searches, in one trip; equal scores come in the digest's order."""
        asked = [
            {
                "sort": [{"_score": "desc"}, {"at": "asc"}],
                "track_total_hits": True,
                "track_scores": True,
                "_source": False,
                "docvalue_fields": ["at"],
                **body,
            }
            for body in bodies
        ]
        return [_proposed(found) for found in self._connection.searches(self._index, asked)]

    def any(self, query: Json) -> bool:
        """Whether any post matches."""
        body = {"query": {"constant_score": {"filter": query}}, "size": 0, "terminate_after": 1}
        found = self._connection.search(self._index, {**body, "track_total_hits": 1})
        return bool(found["hits"]["total"]["value"])

    def payloads(self, at: Sequence[int]) -> list[Payload]:
        """What ranking needs of some posts; those that were read lately are remembered."""
        with self._lock:
            known = {n: self._payloads[n] for n in at if n in self._payloads}
            for number in known:
                self._payloads.move_to_end(number)
        missing = [n for n in at if n not in known]
        bodies = [
            {
                "query": {"constant_score": {"filter": {"terms": {"at": missing[n : n + _PAGE]}}}},
                "size": _PAGE,
                "_source": False,
                "docvalue_fields": ["at", "payload"],
            }
            for n in range(0, len(missing), _PAGE)
        ]
        for found in self._connection.searches(self._index, bodies) if bodies else ():
            for hit in found["hits"]["hits"]:
                # Such values come in the alphabet for addresses, without what fills up the last.
                told = base64.urlsafe_b64decode(hit["fields"]["payload"][0] + "==")
                known[hit["fields"]["at"][0]] = unpacked(told)
        with self._lock:
            self._payloads.update({n: known[n] for n in missing})
            while len(self._payloads) > _REMEMBERED:
                self._payloads.popitem(last=False)
        return [known[n] for n in at]

    def read(self, at: Sequence[int]) -> list[Read]:
        """Some posts whole, by their places."""
        query = {"constant_score": {"filter": {"terms": {"at": list(at)}}}}
        body = {"query": query, "size": len(at), "docvalue_fields": ["at"]}
        found = self._connection.search(self._index, body) if at else None
        hits = found["hits"]["hits"] if found else ()
        read = {hit["fields"]["at"][0]: self._read(hit["_source"]["shown"]) for hit in hits}
        return [read[n] for n in at]

    def rank(self, post_id: str) -> int:
        """Where a post stands among all, newest first."""
        query = {"constant_score": {"filter": {"term": {"id": post_id}}}}
        body = {"query": query, "size": 1, "_source": False, "docvalue_fields": ["rank"]}
        (hit,) = self._connection.search(self._index, body)["hits"]["hits"]
        return int(hit["fields"]["rank"][0])

    def names(self, at: Sequence[int]) -> list[str]:
        """The ids of some posts."""
        query = {"constant_score": {"filter": {"terms": {"at": list(at)}}}}
        body = {"query": query, "size": len(at), "_source": False, "docvalue_fields": ["at", "id"]}
        found = self._connection.search(self._index, body)["hits"]["hits"] if at else ()
        named = {hit["fields"]["at"][0]: hit["fields"]["id"][0] for hit in found}
        return [named[n] for n in at]

    def find(self, query: Json, sort: str = "at", size: int = 1) -> list[tuple[int, Post]]:
        """The first posts that match, sorted by a field, with their places."""
        return [(hit[0], hit[1]) for hit in self._sorted(query, sort, size, None)]

    def all(self, query: Json, sort: str) -> Iterator[tuple[int, Post]]:
        """Every post that matches, sorted by a field of which no two have the same, as it comes."""
        after: int | None = None
        while True:
            page = self._sorted(query, sort, _PAGE, after)
            yield from ((at, post) for at, post, _ in page)
            if len(page) < _PAGE:
                return
            after = page[-1][2]

    def _sorted(
        self, query: Json, sort: str, size: int, after: int | None
    ) -> list[tuple[int, Post, int]]:
        body: Json = {
            "query": {"constant_score": {"filter": query}},
            "size": size,
            "sort": [{sort: "asc"}],
            "_source": ["shown.post"],
            "docvalue_fields": ["at"],
            **({} if after is None else {"search_after": [after]}),
        }
        hits = self._connection.search(self._index, body)["hits"]["hits"]
        return [
            (h["fields"]["at"][0], _post(h["_source"]["shown"]["post"])[0], h["sort"][0])
            for h in hits
        ]

    def _read(self, shown: Json) -> Read:
        post, texts = _post(shown["post"])
        sentences = places = None
        if "sentences" in shown:
            told = base64.b64decode(shown["sentences"])
            sentences = np.frombuffer(told, np.int8).reshape(-1, self._width)
            places = np.array(shown["places"], np.int32).reshape(-1, 2)
        summary, implications = texts or (post.summary, post.implications)
        tokens = shown["tokens"].split(" ") if shown["tokens"] else []
        return Read(post, summary, implications, shown["rows"], tokens, sentences, places)


def _proposed(found: Json) -> Proposed:
    hits = found["hits"]["hits"]
    return Proposed(
        [hit["fields"]["at"][0] for hit in hits],
        [hit["_score"] or 0.0 for hit in hits],
        found["hits"]["total"]["value"],
        found.get("aggregations", {}),
    )


def _post(line: str) -> tuple[Post, tuple[str, str] | None]:
    """A post as a line of the store, and its plain texts where they are told as well."""
    data: Json = json.loads(line)
    texts = data.pop("texts", None)
    return from_json(Post, data), texts
