"""The posts of the live generation, as an update asks the cluster about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from search.engine.distributed.connection import Connection
from search.engine.distributed.mapping import IN_ORDER, SCALE, sorting
from search.engine.distributed.posts import Posts
from search.engine.distributed.writing.census import FEW

Json = dict[str, Any]
Value = TypeVar("Value")

# So many searches are in one request, and so many things are looked for by one.
_SEARCHES, _AT_ONCE = 50, 500
# Only whether there is any post is asked.
_ANY: Json = {"size": 0, "track_total_hits": 1}


class Unchanged:
    """The posts of a generation without those at some places; see ``Census``."""

    def __init__(
        self, connection: Connection, alias: str, posts: Posts, gone: Sequence[int]
    ) -> None:
        self._connection = connection
        self._alias = alias
        self._posts = posts
        self._gone = [{"terms": {"at": list(gone)}}] if gone else []

    def written(self, terms: Sequence[str]) -> list[Counter[str]]:
        """How often those that have each term write their words; of at most ``FEW`` posts each."""
        found: list[Counter[str]] = []
        for some in batches(terms, _SEARCHES):
            bodies = [
                {
                    "query": self._having("words", term),
                    "size": FEW,
                    "sort": sorting(IN_ORDER),
                    "_source": ["shown.tokens"],
                }
                for term in some
            ]
            for answer in self._connection.searches(self._alias, bodies):
                told = (hit["_source"]["shown"]["tokens"] for hit in answer["hits"]["hits"])
                found.append(Counter(word for tokens in told for word in tokens.split()))
        return found

    def spoken(self, terms: Sequence[str]) -> list[bool]:
        """Whether any says each term other than in its citation."""
        return [
            answer.total > 0
            for some in batches(terms, _SEARCHES)
            for answer in self._posts.proposed(
                [{"query": self._having("text", term), **_ANY} for term in some]
            )
        ]

    def least(self, terms: Sequence[str]) -> list[float]:
        """The lowest share of each term in any that has it; 1 without one."""
        lowest = {"size": 1, "sort": [{"_score": "asc"}, {"at": "asc"}]}
        return [
            answer.scores[0] / SCALE if answer.scores else 1.0
            for some in batches(terms, _SEARCHES)
            for answer in self._posts.proposed(
                [{"query": self._having("words", term, scored=True), **lowest} for term in some]
            )
        ]

    def _having(self, field: str, term: str, *, scored: bool = False) -> Json:
        """The search for the posts with a term in a field."""
        asked = {"term": {field: {"value": term}}}
        return {"bool": {"must" if scored else "filter": [asked], "must_not": self._gone}}


def batches(values: Sequence[Value], most: int = _AT_ONCE) -> Iterator[list[Value]]:
    """Some values at a time."""
    rest = iter(values)
    while some := list(islice(rest, most)):
        yield some
