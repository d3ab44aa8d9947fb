"""The posts of a generation by month, topic and kind of research, newest first."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import numpy as np

from corpus.digest import Digest
from corpus.post import Post
from search.index.facets import FacetTable
from search.index.store import Store
from search.results import FacetValue, Neighbours


class Archive:
    """The topics, kinds and months of a generation, with the number of posts in each.

    ``newest`` holds the positions of all posts, newest month first, within a month in the
    digest's own order; ``dated`` holds them by the years that readers filter by, newest first.
    """

    def __init__(self, digest: Digest, store: Store, table: FacetTable) -> None:
        self._digest = digest
        self._store = store
        self._table = table
        self.newest = np.lexsort((np.arange(len(store)), -table.months))
        self.dated = self.newest
        if table.by_study:
            self.dated = np.lexsort((np.arange(len(store)), -table.months, -table.years))

    def posts(self) -> Iterator[Post]:
        """Every post, newest month first."""
        return (self._store[int(position)] for position in self.newest)

    def neighbours(self, post_id: str) -> Neighbours:
        """The posts next to one in time. Raises ``PostMissing``."""
        (at,) = np.flatnonzero(self.newest == self._store.place(post_id))
        newer = self._store[int(self.newest[at - 1])] if at else None
        last = at + 1 == len(self.newest)
        older = None if last else self._store[int(self.newest[at + 1])]
        return Neighbours(newer, older)

    def topics(self) -> tuple[FacetValue, ...]:
        """Every topic with the number of its posts."""
        return self._topics

    @cached_property
    def _topics(self) -> tuple[FacetValue, ...]:
        counts = self._table.topics.sum(axis=1)
        pairs = zip(self._digest.topics, counts, strict=True)
        return tuple(FacetValue(t.slug, t.name, int(n)) for t, n in pairs)

    def kinds(self) -> tuple[FacetValue, ...]:
        """Every kind of research with the number of its posts."""
        having = self._table.kinds[self._table.kinds >= 0]
        counts = np.bincount(having, minlength=len(self._digest.kinds))
        pairs = zip(self._digest.kinds, counts, strict=False)
        return tuple(FacetValue(k.slug, k.name, int(n)) for k, n in pairs)

    def months(self) -> tuple[FacetValue, ...]:
        """Every month that has posts, newest first."""
        months, counts = np.unique(self._table.months, return_counts=True)
        named = ((f"{m // 100:04}-{m % 100:02}", n) for m, n in zip(months, counts, strict=True))
        values = [FacetValue(m, m, int(n)) for m, n in named if m != "0000-00"]
        return tuple(reversed(values))

    def month(self, month: str) -> tuple[Post, ...]:
        """The posts of a month, in the digest's order."""
        digits = month.replace("-", "")
        number = int(digits) if digits.isdecimal() and len(month) == 7 else -1
        return tuple(self._store[int(p)] for p in np.flatnonzero(self._table.months == number))
