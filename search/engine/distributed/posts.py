"""Reads posts of one generation in the cluster: searches, counts, and stored data."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from corpus.json_values import from_json
from corpus.post import Post
from search.engine.distributed.connection import Connection
from search.engine.distributed.mapping import IN_ORDER, NEWEST, Listed, Sort, sorting, turned
from search.engine.distributed.payload import Payload, unpacked
from search.engine.distributed.remembered import Remembered
from search.index.wordpieces import Packed, packed_pieces

Json = dict[str, Any]
Value = TypeVar("Value")

# So many payloads are remembered, two to six kilobytes each, and so many posts' pieces of words, up
# to twenty-five.
_REMEMBERED = 10_000
_PIECES_REMEMBERED = 2_000
# So many posts are remembered as they are shown, up to forty kilobytes each.
_READ_REMEMBERED = 500
# The fields with these.
PAYLOAD, _PIECES = "payload", "pieces"
# So many documents come in one answer at most; the cluster would not give more than ten thousand.
MOST = 10_000
_PAGE = 500
# Binary values come in the alphabet for addresses, without what fills up the last of them.
_ALPHABET = str.maketrans("-_", "+/")
# To read any stored field, be it the name of a document, unpacks all that is stored of its
# neighbours: most searches take a tenth of the time without.
_UNSTORED: Json = {"_source": False, "stored_fields": "_none_"}


class Proposed(NamedTuple):
    """The result of a search: the places of the best posts, and how many match.

    ``scores`` are theirs by the cluster. ``sums`` has the aggregations that were asked for.
    """

    at: list[int]
    scores: list[float]
    total: int
    sums: Json


class Read(NamedTuple):
    """A post as stored: with plain texts, words by sentence, and sentence embeddings."""

    post: Post
    summary: str
    implications: str
    rows: list[list[int]]
    tokens: list[str]
    sentences: NDArray[np.int8] | None
    places: NDArray[np.int32] | None


class Posts:
    """The posts of one generation in the cluster. Safe to use from several threads."""

    def __init__(self, connection: Connection, index: str, width: int) -> None:
        """``width`` is the number of dimensions of embeddings, 0 without any."""
        self._connection = connection
        self._index = index
        self._width = width
        self._payloads: Remembered[Payload] = Remembered(_REMEMBERED)
        self._pieces: Remembered[Packed] = Remembered(_PIECES_REMEMBERED)
        self._whole: Remembered[Read] = Remembered(_READ_REMEMBERED)

    @property
    def are_lost(self) -> bool:
        """Whether no node of the cluster answers."""
        return self._connection.lost

    def proposed(
        self,
        bodies: Sequence[Json],
        wanted: Collection[int] = (),
        shown: Collection[int] = (),
    ) -> list[Proposed]:
        """The answers to some searches in one request; ties are in the digest's order.

        What ranking needs of the posts ``wanted`` comes with them, and is remembered, as is all
        that is ``shown`` of some.
        """
        missing = self._payloads.without(wanted)
        unread = self._whole.without(shown)
        asked = [
            {
                "sort": [{"_score": "desc"}, {"at": "asc"}],
                "track_total_hits": True,
                "track_scores": True,
                **_UNSTORED,
                **body,
            }
            for body in bodies
        ]
        reading = [_reading(unread)] if unread else []
        values = _values(missing, PAYLOAD)
        found = self._connection.searches(self._index, [*asked, *reading, *values])
        self._keep(found[len(asked) : len(asked) + len(reading)])
        self._payloads.keep(_unpacked(found[len(asked) + len(reading) :], PAYLOAD, unpacked))
        return [_proposed(one) for one in found[: len(asked)]]

    def any(self, query: Json) -> bool:
        """Whether any post matches."""
        body = {"query": {"constant_score": {"filter": query}}, "size": 0, "terminate_after": 1}
        found = self._connection.search(self._index, {**body, "track_total_hits": 1})
        return bool(found["hits"]["total"]["value"])

    def payloads(self, at: Sequence[int]) -> list[Payload]:
        """The ranking data of some posts; recently read ones are remembered."""
        return self._known(self._payloads, at, PAYLOAD, unpacked)

    def pieces(self, at: Sequence[int]) -> list[Packed]:
        """The vectors of word pieces of some posts; recently read ones are remembered."""
        return self._known(self._pieces, at, _PIECES, packed_pieces)

    def _known(
        self,
        remembered: Remembered[Value],
        at: Sequence[int],
        field: str,
        made: Callable[[bytes], Value],
    ) -> list[Value]:
        """Values made from a binary field of some posts, remembered or read."""
        known = remembered.of(at)
        if missing := [n for n in at if n not in known]:
            answers = self._connection.searches(self._index, _values(missing, field))
            fresh = _unpacked(answers, field, made)
            remembered.keep(fresh)
            known |= fresh
        return [known[n] for n in at]

    def places(self, query: Json) -> list[int]:
        """The places of all posts that match, ascending."""
        body = {"query": {"constant_score": {"filter": query}}, "size": MOST, **_UNSTORED}
        return [hit["sort"][-1] for hits in self._pages(body, IN_ORDER) for hit in hits]

    def pages(self, field: str) -> Iterator[tuple[list[int], list[bytes]]]:
        """The places of all posts, page by page, and the bytes in a field of each."""
        body: Json = {"size": _PAGE, **_UNSTORED, "docvalue_fields": [field]}
        for hits in self._pages({**body, "query": {"match_all": {}}}, IN_ORDER):
            rows = [_bytes(hit["fields"][field][0]) for hit in hits]
            yield [hit["sort"][-1] for hit in hits], rows

    def read(self, at: Sequence[int]) -> list[Read]:
        """Some posts with all their stored data, by their places."""
        read = self._whole.of(at)
        if unread := [n for n in at if n not in read]:
            read |= self._keep([self._connection.search(self._index, _reading(unread))])
        return [read[n] for n in at]

    def _keep(self, answers: Sequence[Json]) -> dict[int, Read]:
        """Remember the posts that were read, and return them."""
        read = {
            hit["sort"][-1]: self._read(hit["_source"]["shown"])
            for found in answers
            for hit in found["hits"]["hits"]
        }
        self._whole.keep(read)
        return read

    def beside(self, at: int, month: int) -> tuple[Post | None, Post | None]:
        """The next newer and the next older post."""

        def next_one(later: str, further: str, sort: Sort) -> Post | None:
            same = [{"term": {"month": month}}, {"range": {"at": {further: at}}}]
            others = [{"range": {"month": {later: month}}}, {"bool": {"filter": same}}]
            found = self.find({"bool": {"should": others}}, sort)
            return found[0][1] if found else None

        return next_one("gt", "lt", turned(NEWEST)), next_one("lt", "gt", NEWEST)

    def listed(self) -> Listed:
        """The ids and titles of all posts."""
        body: Json = {"size": MOST, **_UNSTORED, **Listed.read()}
        pages = self._pages({**body, "query": {"match_all": {}}}, IN_ORDER)
        return Listed.of(hit["fields"] for hits in pages for hit in hits)

    def names(self, at: Sequence[int]) -> list[str]:
        """The ids of the posts at some places."""
        query = {"constant_score": {"filter": {"terms": {"at": list(at)}}}}
        body = {"query": query, "size": len(at), **_UNSTORED, "docvalue_fields": ["at", "id"]}
        found = self._connection.search(self._index, body)["hits"]["hits"] if at else ()
        named = {hit["fields"]["at"][0]: hit["fields"]["id"][0] for hit in found}
        return [named[n] for n in at]

    def find(self, query: Json, sort: Sort = IN_ORDER, size: int = 1) -> list[tuple[int, Post]]:
        """The first posts that match, with their places."""
        body = {**_whole(query), "size": size, "sort": sorting(sort)}
        return _placed(self._connection.search(self._index, body)["hits"]["hits"])

    def all(self, query: Json, sort: Sort) -> Iterator[tuple[int, Post]]:
        """Yields every post that matches, with its place."""
        for hits in self._pages({**_whole(query), "size": _PAGE}, sort):
            yield from _placed(hits)

    def _pages(self, body: Json, sort: Sort) -> Iterator[list[Json]]:
        """The hits of a search, page by page."""
        after: Json = {}
        while True:
            asked = {**body, "sort": sorting(sort), **after}
            hits = self._connection.search(self._index, asked)["hits"]["hits"]
            yield hits
            if len(hits) < body["size"]:
                return
            after = {"search_after": hits[-1]["sort"]}

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
        # Whatever they are sorted by, the place comes last.
        [hit["sort"][-1] for hit in hits],
        [hit["_score"] or 0.0 for hit in hits],
        found["hits"]["total"]["value"],
        found.get("aggregations", {}),
    )


def _reading(at: Sequence[int]) -> Json:
    """The search for the stored data of some posts."""
    query = {"constant_score": {"filter": {"terms": {"at": list(at)}}}}
    return {"query": query, "size": len(at), "sort": sorting(IN_ORDER)}


def _values(at: Sequence[int], field: str) -> list[Json]:
    """A search for a binary field of the posts at some places."""
    return [
        {
            "query": {"constant_score": {"filter": {"terms": {"at": at[n : n + _PAGE]}}}},
            "size": _PAGE,
            "sort": sorting(IN_ORDER),
            **_UNSTORED,
            "docvalue_fields": [field],
        }
        for n in range(0, len(at), _PAGE)
    ]


def _unpacked(
    answers: Sequence[Json], field: str, made: Callable[[bytes], Value]
) -> dict[int, Value]:
    """The values made from a binary field of the hits, by place; a post may lack it."""
    return {
        hit["sort"][-1]: made(_bytes(hit.get("fields", {}).get(field, [""])[0]))
        for found in answers
        for hit in found["hits"]["hits"]
    }


def _bytes(value: str) -> bytes:
    """A binary field of a hit as bytes."""
    return binascii.a2b_base64(value.translate(_ALPHABET) + "==")


def _whole(query: Json) -> Json:
    """A search for whole documents."""
    return {
        "query": {"constant_score": {"filter": query}},
        "_source": ["shown.post"],
    }


def _placed(hits: Sequence[Json]) -> list[tuple[int, Post]]:
    return [(h["sort"][-1], _post(h["_source"]["shown"]["post"])[0]) for h in hits]


def _post(line: str) -> tuple[Post, tuple[str, str] | None]:
    """A post from its stored line, with plain texts if they are stored too."""
    data: Json = json.loads(line)
    texts = data.pop("texts", None)
    return from_json(Post, data), texts
