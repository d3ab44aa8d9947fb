"""Which posts an update sends, to which layer.

Only new and changed posts are sent, as one more layer, unless a new base is better.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.engine.distributed.holding.laid import APART, Laid, Layer, Places, of_base

# So much of a digest may lie beside its base, or be left out of it, before there is a new one.
MOST = 0.02
# The shares of terms hang on how long posts are: those of a base hold while its means do so far.
DRIFT = 0.002
# A layer that is this many times as large as a new one at most goes into it: there are few then.
_FOLDED = 2


@dataclass(frozen=True, slots=True)
class Sent:
    """The layers of a new generation, and the positions of the posts to send."""

    laid: Laid
    posts: NDArray[np.intp]


def as_base(index: str, posts: int, lengths: NDArray[np.float64]) -> Sent:
    """Send all posts to a new index."""
    places = of_base(posts)
    laid = Laid((Layer(index, places[:0]),), np.zeros(posts, np.int32), places, posts, lengths)
    return Sent(laid, np.arange(posts))


def upon(
    earlier: Laid,
    before: Mapping[str, str],
    now: Mapping[str, str],
    index: str,
    lengths: NDArray[np.float64] | None = None,
) -> Sent | None:
    """Send changed posts to a new layer; None where a new base is better.

    ``before`` and ``now`` are the posts of the earlier generation and of the new one in their
    order: content hashes by id. ``lengths`` are left out where they are not known yet.
    """
    if lengths is not None and not np.allclose(lengths, earlier.lengths, rtol=DRIFT, atol=0):
        return None
    numbers = {post: n for n, post in enumerate(before)}
    known = np.array([numbers.get(post, -1) for post in now], np.int64)
    same = np.array([before.get(post) == content for post, content in now.items()], np.bool_)
    return upon_positions(earlier, known, same, index)


def upon_positions(
    earlier: Laid, known: NDArray[np.int64], same: NDArray[np.bool_], index: str
) -> Sent | None:
    """The same, told by positions.

    ``known`` has that of each post of now in the earlier generation, -1 for a new one, and ``same``
    whether it is unchanged.
    """
    places = _placed(known, earlier.places)
    if places is None:
        return None
    within = np.where(same, earlier.within[known], -1)
    layers = list(earlier.layers)
    while len(layers) > 1:
        last = len(layers) - 1
        if (within == last).sum() > _FOLDED * (within < 0).sum():
            break
        within[within == last] = -1
        layers.pop()
    # The layer of each earlier post that it still stands in.
    standing = np.full(len(earlier.within), -1)
    kept = np.flatnonzero(within >= 0)
    standing[known[kept]] = within[kept]
    found = []
    for number, layer in enumerate(layers):
        lost = (earlier.within == number) & (standing != number)
        found.append(Layer(layer.index, np.union1d(layer.gone, earlier.places[lost])))
    if max(int((within != 0).sum()), len(found[0].gone)) > MOST * len(known):
        return None
    new = np.flatnonzero(within < 0)
    if len(new):
        within[new] = len(found)
        found.append(Layer(index, places[:0]))
    laid = Laid(tuple(found), within.astype(np.int32), places, earlier.base, earlier.lengths)
    return Sent(laid, new)


def _placed(known: NDArray[np.int64], earlier: Places) -> Places | None:
    """The places of posts; ``known`` ones keep theirs. None if there is no room for the others."""
    there = np.flatnonzero(known >= 0)
    if not len(there) or (np.diff(known[there]) < 0).any():
        return None
    places = np.zeros(len(known), np.int64)
    places[there] = earlier[known[there]]
    new = np.flatnonzero(known < 0)
    for run in np.split(new, np.flatnonzero(np.diff(new) > 1) + 1) if len(new) else ():
        first, end = int(run[0]), int(run[-1]) + 1
        low = places[first - 1] if first else places[end] - APART * (len(run) + 1)
        high = places[end] if end < len(known) else low + APART * (len(run) + 1)
        step = (high - low) // (len(run) + 1)
        if not step:
            return None
        places[first:end] = low + step * np.arange(1, len(run) + 1)
    return places


def numbered(
    terms: Sequence[str], earlier: Sequence[str], numbers: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The number of each term, and the term of each number, -1 for a removed one.

    A term keeps the number that it has had: ``numbers`` has the ``earlier`` term of each.
    """
    old = numbers.tolist()
    known = {earlier[term]: number for number, term in enumerate(old) if term >= 0}
    found = np.array([known.get(term, -1) for term in terms], np.int32)
    new = found < 0
    found[new] = len(old) + np.arange(int(new.sum()), dtype=np.int32)
    turned = np.full(len(old) + int(new.sum()), -1, np.int32)
    turned[found] = np.arange(len(terms), dtype=np.int32)
    return found, turned
