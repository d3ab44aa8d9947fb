"""How crowded it is around posts: how near the nearest posts are to each.

A post in the midst of many like it is near to many questions too, whether it answers them or not;
one that stands apart is near to few but its own. So that is taken off from what nearness tells
(cross-domain similarity local scaling: Lample et al. 2018, "Word translation without parallel
data"). In a large digest the nearest are those of a sample, so that a new post outside the sample
changes nothing of the others.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from heapq import nsmallest
from operator import itemgetter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.index.files import arrays

Floats = NDArray[np.float32]
Rounded = NDArray[np.int8]

# How many of the nearest count. With 10 or 20 the gain is as high, with 3 or 100 a third of it.
NEAREST = 15
# The size of the sample, the posts whose vectors have the lowest hashes. With 1,000 counselchat
# gains .003 less.
SAMPLE = 3000
# The number of posts compared with the sample at a time.
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Crowding:
    """The mean cosine of each post with its 15 nearest of a sample, less the sample's ``mean``.

    ``sample`` is a hash over the vectors of the sample.
    """

    values: Floats
    mean: float
    sample: str

    def save(self, folder: Path, name: str) -> None:
        """Write the crowding into ``folder`` under a name."""
        arrays.write(folder / f"{name}-crowding.npy", self.values)
        told = {"mean": self.mean, "sample": self.sample}
        (folder / f"{name}-crowding.json").write_text(json.dumps(told), "utf-8")

    @classmethod
    def load(cls, folder: Path, name: str) -> Crowding:
        """Read what ``save`` wrote."""
        told = json.loads((folder / f"{name}-crowding.json").read_text("utf-8"))
        return cls(arrays.mapped(folder / f"{name}-crowding.npy"), told["mean"], told["sample"])


@dataclass(frozen=True, slots=True)
class Before:
    """The crowding of an earlier generation.

    ``places`` has for each post of now where it was, -1 for a new one. ``stays`` is whether what is
    known of posts is to stay though the sample may be another now.
    """

    crowding: Crowding
    places: NDArray[np.int64]
    stays: bool = False


def crowding(vectors: Rounded, steps: Floats, before: Before | None = None) -> Crowding:
    """The crowding around posts, given their rounded vectors, one a row, and the step of each.

    What is known from ``before`` is taken over if the sample is the same; the outcome is the same
    without.
    """
    hashes = (hashlib.sha256(row).digest() for row in vectors)
    lowest = nsmallest(SAMPLE, enumerate(hashes), key=itemgetter(1))
    chosen = np.array([at for at, _ in lowest], np.intp)
    sample = hashlib.sha256(b"".join(told for _, told in lowest)).hexdigest()
    if before is None or not (before.stays or before.crowding.sample == sample):
        values = around(vectors, steps, chosen, np.arange(len(vectors)))
        mean = float(values[chosen].mean()) if len(chosen) else 0.0
        return Crowding(values - np.float32(mean), mean, sample)
    known = before.crowding
    values = np.zeros(len(vectors), np.float32)
    there = before.places >= 0
    values[there] = known.values[before.places[there]]
    new = around(vectors, steps, chosen, np.flatnonzero(~there))
    values[~there] = new - np.float32(known.mean)
    return Crowding(values, known.mean, known.sample)


def around(
    vectors: Rounded, steps: Floats, chosen: NDArray[np.intp], posts: NDArray[np.intp]
) -> Floats:
    """The mean cosine of some posts with the nearest of those ``chosen``, itself left out."""
    found = np.zeros(len(posts), np.float32)
    count = min(NEAREST, len(chosen) - 1)
    if count < 1:
        return found
    # Sums of products of whole numbers this small are exact in any order.
    sample = vectors[chosen].astype(np.float32).T
    column = np.full(len(vectors), -1, np.intp)
    column[chosen] = np.arange(len(chosen))
    for first in range(0, len(posts), _AT_ONCE):
        some = posts[first : first + _AT_ONCE]
        near = vectors[some].astype(np.float32) @ sample
        near *= steps[chosen]
        own = np.flatnonzero(column[some] >= 0)
        near[own, column[some[own]]] = -np.inf
        nearest = np.partition(near, -count, axis=1)[:, -count:]
        nearest.sort(axis=1)
        found[first : first + len(some)] = steps[some] * nearest.mean(axis=1)
    return found
