"""The companions of each post: the posts whose words are closest to its own.

A question may use other words than a post that answers it; posts about the same thing may have them
(Jardine and van Rijsbergen 1971, the cluster hypothesis; Diaz 2005, "Regularizing ad hoc retrieval
scores").
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from search.index.files import arrays
from search.index.part import Build, Opened
from search.index.tfidf import PostVectors

if TYPE_CHECKING:
    from scipy.sparse import csr_array

# The number of companions of a post; two or five gain less.
NEAREST = 3
# Comparing every pair takes half a second for this many posts, and grows by the square.
MOST_POSTS = 4000
# The number of posts compared with all others at a time.
_AT_ONCE = 500
_FILE = "companions.npy"


@dataclass(frozen=True, slots=True)
class Companions:
    """``nearest`` has the positions of each post's companions, unordered.

    Shape: 3 by posts. Where fewer than three share a word with a post, it is its own.
    """

    name: ClassVar[str] = "companions"
    step: ClassVar[str] = "Relating posts"

    nearest: NDArray[np.int32]

    @classmethod
    def fit(cls, build: Build) -> Companions | None:
        """Find the companions of a digest's posts; None for too few posts, or too many."""
        if not NEAREST < len(build.digest.posts) <= MOST_POSTS:
            return None
        return cls(nearest(build[PostVectors].matrix))

    def save(self, folder: Path) -> None:
        """Write the companions into ``folder``."""
        arrays.write(folder / _FILE, self.nearest)

    @classmethod
    def load(cls, opened: Opened) -> Companions | None:
        """Read what ``save`` wrote; None if there was nothing to save."""
        file = opened.folder / _FILE
        return cls(arrays.read(file)) if file.exists() else None

    @property
    def count(self) -> int:
        """The number of posts."""
        return int(self.nearest.shape[1])


def nearest(vectors: csr_array) -> NDArray[np.int32]:
    """The rows with the highest cosine to each of some rows of unit length, itself excluded.

    ``vectors`` has more than three rows. Shape: 3 by rows.
    """
    size = vectors.shape[0]
    turned = vectors.T.tocsr()
    found = np.empty((NEAREST, size), np.int32)
    for first in range(0, size, _AT_ONCE):
        alike = (vectors[first : first + _AT_ONCE] @ turned).toarray()
        rows = np.arange(len(alike))
        alike[rows, first + rows] = 0
        best = np.argpartition(alike, -NEAREST, axis=1)[:, -NEAREST:]
        shared = np.take_along_axis(alike, best, axis=1) > 0
        found[:, first : first + len(rows)] = np.where(shared, best, first + rows[:, None]).T
    return found
