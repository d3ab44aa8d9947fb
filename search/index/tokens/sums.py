"""Sums over each term of each post: counts and weighted counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from search.index.algebra.turned import blocks, counted
from search.index.files.scratch import scratch
from search.index.tokens.analysed import CITATION, PARTS, TOPICS, Analysed
from search.index.tokens.ragged import begins, ragged

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

# The number of posts summed at a time: reusing memory is cheaper than allocating it, and short
# arrays sort faster.
_AT_ONCE = 2000
# An occurrence is one number, with the part in its last bits.
_PART_BITS = (len(PARTS) - 1).bit_length()
_PART = (1 << _PART_BITS) - 1


@dataclass(frozen=True, slots=True)
class Sums:
    """Two sparse matrices, posts by terms: counts and weighted counts.

    ``worth`` is what its occurrences are worth together, ``times`` how often it occurs in what the
    post says itself: title, summary and implications. Both are float32.
    """

    worth: csr_array
    times: csr_array


class _Rows:
    """Builds a sparse matrix row by row, in arrays with room for ``most`` values.

    What is never written takes no memory; to join blocks in the end would take all of it twice,
    and memory that is asked for anew costs more than what is done with it.
    """

    def __init__(self, most: int) -> None:
        self._values = scratch(most, np.float32)
        self._columns = scratch(most, np.int32)
        self._sizes: list[NDArray[np.int64]] = []
        self._filled = 0

    def add(self, values: Floats, columns: Ints, owner: NDArray[np.int64], rows: int) -> None:
        """Add rows, given the column of each nonzero value and the row that it is in."""
        there = np.flatnonzero(values != 0)
        room = slice(self._filled, self._filled + len(there))
        # Without a mode NumPy copies instead of writing in place.
        np.take(values, there, out=self._values[room], mode="clip")
        np.take(columns, there, out=self._columns[room], mode="clip")
        self._sizes.append(np.bincount(owner[there], minlength=rows))
        self._filled = room.stop

    def matrix(self, columns: int) -> csr_array:
        """The matrix of all rows, with so many columns."""
        # Imported here: readers do not need it, and loading takes time.
        from search.index.algebra.sparse import csr_array

        sizes = np.concatenate([np.empty(0, np.int64), *self._sizes])
        values, places = self._values[: self._filled], self._columns[: self._filled]
        return csr_array((values, places, begins(sizes)), shape=(len(sizes), columns))


def sums(analysed: Analysed, worth: Floats | None = None) -> Sums:
    """Sum over the terms of all posts.

    ``worth`` has what an occurrence is worth in each part of each post: posts by parts. Without it
    each is worth 1.
    """
    if worth is None:
        worth = np.ones((analysed.posts, len(PARTS)), np.float32)
    most = int(analysed.lengths.sum())
    summed, own = _Rows(most), _Rows(most)
    for first in range(0, analysed.posts, _AT_ONCE):
        _sum(analysed, worth[first : first + _AT_ONCE], first, summed, own)
    return Sums(summed.matrix(len(analysed.terms)), own.matrix(len(analysed.terms)))


def posts_having(analysed: Analysed) -> NDArray[np.int64]:
    """How many posts have each term, in any part."""
    return counted(sums(analysed).worth.indices, len(analysed.terms))


def spoken(words: Analysed) -> NDArray[np.bool_]:
    """Which terms occur in the posts' own texts, not only in citations."""
    used = np.zeros(len(words.surfaces), np.bool_)
    for first, end in blocks(words.rows[:, 4].copy()):
        some = words.rows[first : end + 1]
        cited = np.repeat(some[:-1, 1] == CITATION, np.diff(some[:, 4]))
        used[words.tokens[some[0, 4] : some[-1, 4]][~cited]] = True
    found = np.zeros(len(words.terms), np.bool_)
    found[words.words.meant[np.repeat(used, np.diff(words.words.starts))]] = True
    return found


def _sum(analysed: Analysed, worth: Floats, first: int, summed: _Rows, own: _Rows) -> None:
    """Add both sums for as many posts as ``worth`` has, from position ``first``."""
    posts = len(worth)
    rows = analysed.rows
    begin, end = analysed.bounds[[first, first + posts]]
    terms = _terms(analysed, analysed.tokens[rows[begin, 4] : rows[end, 4]])
    # Occurrences are ordered by post and part.
    lengths = analysed.lengths[first : first + posts]
    post_bits = len(analysed.terms).bit_length() + _PART_BITS
    heads = (np.arange(posts)[:, None] << post_bits) + np.arange(len(PARTS))
    found = np.repeat(heads.ravel(), lengths.ravel())
    found += terms.astype(np.int64) << _PART_BITS
    found.sort()
    edges = _edges(found)
    times = np.diff(edges, append=len(found)).astype(np.float32)
    found = found[edges]
    part = found & _PART
    post = found >> post_bits
    groups = _edges(found >> _PART_BITS)
    term = (found[groups] >> _PART_BITS) & ((1 << (post_bits - _PART_BITS)) - 1)
    columns, owner = term.astype(np.int32), post[groups]
    values = worth[post, part] * times
    said = np.where(part < TOPICS, times, np.float32(0))
    summed.add(np.add.reduceat(values, groups), columns, owner, posts)
    own.add(np.add.reduceat(said, groups), columns, owner, posts)


def _terms(analysed: Analysed, tokens: Ints) -> Ints:
    """The terms of some tokens, token after token."""
    words = analysed.words
    sizes = np.diff(words.starts)[tokens]
    found = words.meant[words.starts[:-1]][np.repeat(tokens, sizes)]
    # Few words have several terms: those after the first are inserted.
    several = np.flatnonzero(sizes > 1)
    places, _ = ragged(begins(sizes), several)
    found[places] = words.meant[ragged(words.starts, tokens[several])[0]]
    return found


def _edges(numbers: NDArray[np.int64]) -> NDArray[np.intp]:
    """Where each run of equal numbers begins."""
    # Finding true values is several times as fast as finding nonzero numbers.
    begins = np.ones(len(numbers), np.bool_)
    np.not_equal(numbers[1:], numbers[:-1], out=begins[1:])
    return np.flatnonzero(begins)
