"""A generation in a cluster that another is built upon without reading all of its posts."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.digest import Digest
from corpus.post import Post
from search.engine.distributed import base, summary
from search.engine.distributed.base import Base
from search.engine.distributed.generation import COMMON
from search.engine.distributed.holding.laid import LAID, Laid
from search.engine.distributed.mapping import IN_ORDER
from search.engine.distributed.payload import Payload, unpacked
from search.engine.distributed.posts import PAYLOAD, Posts
from search.engine.distributed.summary import Summary
from search.engine.distributed.writing.census import Said
from search.engine.distributed.writing.library import Library
from search.engine.distributed.writing.sending import POSTS, SETTLED, checksums
from search.engine.distributed.writing.unchanged import Unchanged, batches
from search.errors import IndexDamaged
from search.index.embedding import DIMENSIONS

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of all posts of a generation together, and how to ask for some of them.

    ``pieces`` are its own, and ``facts`` those of its manifest.
    """

    facts: Mapping[str, Any]
    pieces: Mapping[str, bytes]
    base: Base
    summary: Summary
    laid: Laid
    posts: Posts
    library: Library
    alias: str

    @classmethod
    def read(cls, library: Library, generation: str) -> Standing:
        """Read a generation, and compare it with its checksums. Raises ``IndexDamaged``."""
        facts = library.facts(generation)
        pieces = library.pieces(generation, (*summary.HELD, SETTLED, LAID, POSTS))
        name = summary.base_of(pieces)
        common = library.common(name, base.HELD)
        read = {**pieces, **{COMMON + piece: data for piece, data in common.items()}}
        for piece, mark in checksums(read).items():
            if facts["files"].get(piece) != mark:
                raise IndexDamaged(f"the {piece} of {generation} differ from what was written")
        upon = Base.unpacked(name, common)
        known, laid = summary.unpacked(pieces, upon), Laid.unpacked(pieces[LAID])
        count = library.count(generation)
        if count != len(laid.places):
            raise IndexDamaged(f"{generation} has {count} of {len(laid.places)} posts")
        alias = library.posts(generation)
        posts = Posts(library.connection, alias, DIMENSIONS if known.embedded else 0)
        return cls(facts, pieces, upon, known, laid, posts, library, alias)

    @property
    def digest(self) -> Digest:
        """The digest, without its posts."""
        return self.summary.digest

    def having(self, field: str, values: Collection[str]) -> Iterator[tuple[int, Post]]:
        """The posts that have any of some values in a field, with their places."""
        for some in batches(sorted(values)):
            yield from self.posts.all({"terms": {field: some}}, IN_ORDER)

    def said(self, ids: Collection[str]) -> dict[int, Said]:
        """Some posts with their words, by their places."""
        places = [at for at, _ in self.having("id", ids)]
        found: dict[int, Said] = {}
        for some in batches(places):
            both = zip(some, self.posts.read(some), self.posts.payloads(some), strict=True)
            found |= {at: Said(read.post, read.tokens, payload) for at, read, payload in both}
        return found

    def at(self, places: Collection[int]) -> dict[int, Post]:
        """The posts at some places, by these."""
        found: dict[int, Post] = {}
        for some in batches(sorted(places)):
            found |= dict(self.posts.all({"terms": {"at": some}}, IN_ORDER))
        return found

    def matching(self, queries: Sequence[Json], most: int) -> dict[int, Post]:
        """The first posts that match each of some queries, by their places."""
        found: set[int] = set()
        for some in batches(queries):
            for answer in self.posts.proposed([{"query": one, "size": most} for one in some]):
                found.update(answer.at)
        return self.at(found)

    def payloads(self) -> Iterator[tuple[int, Payload]]:
        """What ranking needs of every post, with its place."""
        for places, rows in self.posts.pages(PAYLOAD):
            yield from zip(places, map(unpacked, rows), strict=True)

    def hashes(self) -> list[str]:
        """The content hashes of all posts."""
        of_base = self.library.common(self.base.name, [POSTS])[POSTS]
        beside = json.loads(self.pieces[POSTS])
        return list(self.laid.posts(json.loads(of_base), beside).values())

    def without(self, gone: Collection[int]) -> Unchanged:
        """Its posts without those at some places."""
        return Unchanged(self.library.connection, self.alias, self.posts, sorted(gone))

    def positions(self, places: Sequence[int]) -> NDArray[np.int64]:
        """The positions of the posts at some places."""
        return np.searchsorted(self.laid.places, np.array(places, np.int64))

    def before(self, posts: Sequence[Post]) -> list[int]:
        """The number of posts that come before each of some others, by month and id."""
        found: list[int] = []
        for some in batches(posts):
            bodies = [{"query": _earlier(post), **_LAST} for post in some]
            for answer in self.posts.proposed(bodies):
                last = self.positions(answer.at).tolist()
                found.append(last[0] + 1 if last else 0)
        return found


# A search for the last post of several.
_LAST: Json = {"size": 1, "sort": [{"at": "desc"}]}


def _earlier(post: Post) -> Json:
    """The posts that come before one by month and id."""
    month = int((post.month or "0").replace("-", ""))
    same = [{"term": {"month": month}}, {"range": {"id": {"lt": post.id}}}]
    older = {"range": {"month": {"lt": month}}}
    return {"bool": {"should": [older, {"bool": {"filter": same}}]}}
