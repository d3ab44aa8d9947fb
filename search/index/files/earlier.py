"""Which posts of a new generation were in an earlier one, unchanged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int64]


def places(earlier: Iterable[str], now: Iterable[str]) -> Places:
    """The position of each post of ``now`` in ``earlier``, by content hash; -1 for a new one."""
    before = {content: at for at, content in enumerate(earlier)}
    return np.fromiter((before.get(content, -1) for content in now), np.int64)


def runs(places: Places) -> Iterator[tuple[int, int, int]]:
    """Runs of posts that are consecutive in both generations: first, end, and earlier position.

    Each new post is a run of its own, which was at -1.
    """
    # A new post is at -1; a post at 0 after it does not continue its run.
    cuts = np.flatnonzero((np.diff(places) != 1) | (places[1:] == 0)) + 1
    for first, end in pairwise([0, *cuts.tolist(), len(places)] if len(places) else []):
        yield first, end, int(places[first])


def moved(before: NDArray[np.int32], places: Places) -> NDArray[np.int32]:
    """The new positions of posts by their earlier ones; -1 for a removed or changed post."""
    kept = np.flatnonzero(places >= 0)
    # The last entry is for those that were removed before.
    now = np.full(max(before.max(initial=-1), places.max(initial=-1)) + 2, -1, np.int32)
    now[places[kept]] = kept
    found: NDArray[np.int32] = now[before]
    return found
