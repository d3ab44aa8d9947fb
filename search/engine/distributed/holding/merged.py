"""All posts of a generation in the columns of the indexes that have them.

Nothing is copied but facts of a few bytes a post: where a generation has several indexes, its own
order of posts is laid over theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.digest import Digest
from search import weights
from search.engine.distributed.holding.columns import Columns
from search.engine.distributed.holding.laid import Laid
from search.engine.distributed.holding.rows import Rows
from search.engine.distributed.mapping import LATENT
from search.engine.distributed.summary import Terms
from search.errors import IndexDamaged
from search.index.algebra.cosines import Moments
from search.index.embedding import rounded
from search.index.facets import FacetTable
from search.index.lsa import Lsa
from search.index.reading import dots

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]


class Merged:
    """The posts of a generation, in its order; ``at`` are their places.

    Raises ``IndexDamaged`` where the ``columns`` of its layers are not those of its posts.
    """

    def __init__(self, laid: Laid, columns: Sequence[Columns]) -> None:
        self.at = laid.places
        self.columns = columns
        self._order: Ints | None = None
        # The position of each post of a layer, -1 for one that the generation has not; None where
        # that is the post's own.
        self.positions: list[Ints | None] = [None]
        if len(columns) > 1 or not np.array_equal(columns[0].at, laid.places):
            self._order, self.positions = _order(laid, columns)

    def vectors(self, name: str) -> Rows:
        """The vectors of all posts."""
        return Rows([one.vectors[name] for one in self.columns], self._order)

    def fact(self, name: str) -> NDArray[Any]:
        """What is known of each post."""
        found = [one.facts[name] for one in self.columns]
        if self._order is None:
            return found[0]
        return np.concatenate(found, axis=-1).take(self._order, axis=-1)

    def table(self, digest: Digest) -> FacetTable:
        """The topics, kinds and months of all posts."""
        return FacetTable(
            digest,
            self.fact("topics"),
            self.fact("kinds").astype(np.int16),
            self.fact("months"),
            self.fact("studied"),
            self.fact("by_chance"),
        )


class MergedWeights:
    """The term weights of all posts of a generation; see ``TermWeights``."""

    def __init__(self, merged: Merged, terms: Terms) -> None:
        self.size = len(merged.at)
        self.rarity = terms.rarity
        self._least = terms.least
        self._merged = merged
        self._numbers = _numbers(terms)

    def add(self, scores: Floats, term: int, weight: float = 1.0) -> None:
        """Add a term's weights to the scores of its posts."""
        posts, weights = self.postings(term)
        np.add.at(scores, posts, weights if weight == 1 else np.float32(weight) * weights)

    def postings(self, term: int) -> tuple[Ints, Floats]:
        """The posts that have a term, ascending, and its weight in each."""
        number = term if self._numbers is None else int(self._numbers[term])
        (posts, shares), *others = map(
            partial(_having, number), self._merged.columns, self._merged.positions
        )
        for more, own in others:
            if len(more):
                at = np.searchsorted(posts, more)
                posts, shares = np.insert(posts, at, more), np.insert(shares, at, own)
        return posts, shares * self.rarity[term] * np.float32(weights.K1 + 1)

    def least(self, term: int) -> np.float32:
        """The lowest weight of a term in a post that has it."""
        lowest: np.float32 = self._least[term]
        return lowest


class MergedSpace:
    """The latent space of a generation, with all of its posts; see ``legs.Space``."""

    def __init__(self, merged: Merged, space: Lsa) -> None:
        self.posts = merged.vectors(LATENT)
        self.moments = space.moments
        self.place = space.place


class MergedEmbeddings:
    """The embeddings of all posts by one model; see ``embedded.Embeddings``."""

    def __init__(self, merged: Merged, name: str, moments: Moments) -> None:
        self.posts = merged.vectors(f"{name}-posts")
        self.moments = moments
        self.crowding: Floats = merged.fact(f"{name}-crowding")
        self._rounded = merged.vectors(f"{name}-rounded")
        self._steps = merged.fact(f"{name}-steps")
        self._lengths = merged.fact(f"{name}-lengths")

    def nearness(self, vector: Floats) -> Floats:
        """A unit vector's cosine with each post plus its weighted cosine with the title."""
        asked, steps = rounded(vector[np.newaxis])
        products = self._rounded.reduced(partial(dots, asked))
        found: Floats = products * (steps * self._steps * self._lengths)
        return found


def _order(laid: Laid, columns: Sequence[Columns]) -> tuple[Ints, list[Ints | None]]:
    """The number of each post among those of all layers, and the position of each of theirs."""
    order = np.full(len(laid.places), -1, np.int32)
    positions: list[Ints | None] = []
    begin = 0
    for number, one in enumerate(columns):
        here = np.flatnonzero(laid.within == number).astype(np.int32)
        places = laid.places[here]
        found = np.searchsorted(one.at, places)
        if not np.array_equal(one.at.take(found, mode="clip"), places):
            raise IndexDamaged("the layers of a generation have not all of its posts")
        order[here] = begin + found
        own = np.full(len(one.at), -1, np.int32)
        own[found] = here
        positions.append(own)
        begin += len(one.at)
    return order, positions


def _having(number: int, one: Columns, positions: Ints | None) -> tuple[Ints, Floats]:
    """The posts of a layer that have the term of a number, and their shares."""
    if not 0 <= number < len(one.starts) - 1:
        return one.posts[:0], one.shares[:0]
    some = slice(int(one.starts[number]), int(one.starts[number + 1]))
    posts, shares = one.posts[some], one.shares[some]
    if positions is None:
        return posts, shares
    posts = positions[posts]
    kept = posts >= 0
    return posts[kept], shares[kept]


def _numbers(terms: Terms) -> Ints | None:
    """The number of each term; None where it is its own."""
    if terms.numbers is None:
        return None
    found = np.full(len(terms.rarity), -1, np.int32)
    known = np.flatnonzero(terms.numbers >= 0)
    found[terms.numbers[known]] = known
    return found
