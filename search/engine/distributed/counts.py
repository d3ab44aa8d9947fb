"""The facets of an answer as the cluster counted them: posts by topic, kind and year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from corpus.digest import Digest
from search.engine.distributed.proposing import Answer
from search.question import Only


class Counts(NamedTuple):
    """The number of posts by topic and kind, in the digest's order, and by year, newest first.

    ``only`` tells how many posts each way to narrow them down would leave.
    """

    topics: Sequence[int]
    kinds: Sequence[int]
    years: Sequence[tuple[int, int]]
    only: Mapping[Only, int]


def counted(answer: Answer, digest: Digest) -> Counts:
    """The counts over all posts of an answer."""
    topics, kinds, years, by_chance = _told(answer) if answer.sums else _here(answer)
    overviews = sum(kinds[n] for n, kind in enumerate(digest.kinds) if kind.overview)
    return Counts(
        [topics[n] for n in range(len(digest.topics))],
        [kinds[n] for n in range(len(digest.kinds))],
        sorted(years.items(), reverse=True),
        {"overviews": overviews, "by-chance": by_chance[1]},
    )


def _told(answer: Answer) -> list[Counter[int]]:
    """The counts by topic, kind, year and design, as the cluster returned them."""
    return [
        Counter({bucket["key"]: bucket["doc_count"] for bucket in answer.sums[field]["buckets"]})
        for field in ("topics", "kind", "year", "by_chance")
    ]


def _here(answer: Answer) -> list[Counter[int]]:
    """The same counts for an answer whose posts are all candidates."""
    table, posts = answer.candidates.table, answer.posts
    topics = table.topics[:, posts].sum(axis=1).tolist()
    found = (table.kinds[posts], table.years[posts], table.by_chance[posts].astype(int))
    return [Counter(dict(enumerate(topics))), *(Counter(one.tolist()) for one in found)]
