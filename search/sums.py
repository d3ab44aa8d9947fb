"""Sums over each term of each post are what their weights and vectors are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.analysed import PARTS, TOPICS, Analysed
from search.ragged import begins, ragged

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

# So many posts are summed at a time: memory that is used again costs less than memory asked for
# anew, and what is short is sorted sooner.
_AT_ONCE = 2000
# An occurrence is told by one number, in whose last bits is the part.
_PART_BITS = (len(PARTS) - 1).bit_length()
_PART = (1 << _PART_BITS) - 1


@dataclass(frozen=True, slots=True)
class Sums:
    """Two sums over each term of each post, where they are not 0: posts by terms.

    ``worth`` is what its occurrences are worth together, ``times`` how often it occurs in what the
    post says itself: title, summary and implications. Both are float32.
    """

    worth: csr_array
    times: csr_array


class _Block(NamedTuple):
    """Some rows of a matrix: values, the column of each, and how many each row has."""

    values: Floats
    columns: Ints
    sizes: NDArray[np.int64]


def sums(analysed: Analysed, worth: Floats | None = None) -> Sums:
    """Sum over the terms of all posts.

    ``worth`` has what an occurrence is worth in each part of each post: posts by parts. Without it
    each is worth 1.
    """
    if worth is None:
        worth = np.ones((analysed.posts, len(PARTS)), np.float32)
    starts = range(0, analysed.posts, _AT_ONCE)
    blocks = [_summed(analysed, worth[first : first + _AT_ONCE], first) for first in starts]
    shape = analysed.posts, len(analysed.terms)
    return Sums(
        _matrix([summed for summed, _ in blocks], shape), _matrix([own for _, own in blocks], shape)
    )


def posts_having(analysed: Analysed) -> NDArray[np.int64]:
    """How many posts have each term, in whatever part."""
    return np.bincount(sums(analysed).worth.indices, minlength=len(analysed.terms))


def _summed(analysed: Analysed, worth: Floats, first: int) -> tuple[_Block, _Block]:
    """Both sums of as many posts as ``worth`` has, from the one at ``first``."""
    posts = len(worth)
    rows = analysed.rows
    begin, end = np.searchsorted(rows[:-1, 0], [first, first + posts])
    terms = _terms(analysed, analysed.tokens[rows[begin, 4] : rows[end, 4]])
    # Occurrences lie in the order of posts and parts.
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
    own = np.where(part < TOPICS, times, np.float32(0))
    return (
        _block(np.add.reduceat(values, groups), columns, owner, posts),
        _block(np.add.reduceat(own, groups), columns, owner, posts),
    )


def _terms(analysed: Analysed, tokens: Ints) -> Ints:
    """The terms of some tokens, one after the other."""
    words = analysed.words
    sizes = np.diff(words.starts)[tokens]
    found = words.meant[words.starts[:-1]][np.repeat(tokens, sizes)]
    # Few words have several terms: those after the first are put in their places.
    several = np.flatnonzero(sizes > 1)
    places, _ = ragged(begins(sizes), several)
    found[places] = words.meant[ragged(words.starts, tokens[several])[0]]
    return found


def _edges(numbers: NDArray[np.int64]) -> NDArray[np.intp]:
    """Where each run of equal numbers begins."""
    # Of truth values those that are true are found several times as fast as numbers other than 0.
    begins = np.ones(len(numbers), np.bool_)
    np.not_equal(numbers[1:], numbers[:-1], out=begins[1:])
    return np.flatnonzero(begins)


def _block(values: Floats, columns: Ints, owner: NDArray[np.int64], rows: int) -> _Block:
    """The values that are not 0, of which ``owner`` has the row."""
    there = np.flatnonzero(values != 0)
    return _Block(values[there], columns[there], np.bincount(owner[there], minlength=rows))


def _matrix(blocks: Sequence[_Block], shape: tuple[int, int]) -> csr_array:
    """The rows of all blocks."""
    # Imported here, since a reader has no need of it and it takes a while.
    from scipy.sparse import csr_array

    values = np.concatenate([np.empty(0, np.float32), *(b.values for b in blocks)])
    columns = np.concatenate([np.empty(0, np.int32), *(b.columns for b in blocks)])
    sizes = np.concatenate([np.empty(0, np.int64), *(b.sizes for b in blocks)])
    return csr_array((values, columns, begins(sizes)), shape=shape)
