"""The rounded vectors of all posts, held in a reader's memory where there is room.

Comparing a question with 30,000 vectors takes the cluster as long as everything else it is asked,
and takes a tenth of that here. This only chooses candidates; ranking uses exact vectors.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.engine.distributed.mapping import LATENT, near, whole
from search.engine.distributed.payload import Payload
from search.index.embedding import rounded

Floats = NDArray[np.float32]

# A reader holds no more bytes than this; of larger digests the cluster tells what is nearest.
MOST = 64 * 2**20
# So many posts are looked at at a time: what fits into a processor's own memory.
_AT_ONCE = 4096


@dataclass(frozen=True, slots=True)
class Held:
    """The rounded vectors of posts by field, with their ``places`` and the size of one step."""

    places: NDArray[np.int64]
    vectors: Mapping[str, tuple[NDArray[np.int8], Floats]]

    def nearest(self, field: str, vector: Floats, most: int) -> list[int]:
        """The places of the posts whose vectors have the highest products with one, unordered."""
        small, scale = self.vectors[field]
        found = np.empty(len(small), np.float32)
        for first in range(0, len(small), _AT_ONCE):
            block = small[first : first + _AT_ONCE].astype(np.float32)
            np.matmul(block, vector, out=found[first : first + _AT_ONCE])
        found *= scale
        best = np.argpartition(-found, most - 1)[:most] if most < len(found) else slice(None)
        places: list[int] = self.places[best].tolist()
        return places


def told(post: Payload) -> bytes:
    """The bytes held of a post: the step sizes of its vectors, then the rounded vectors.

    An embedding has its length as well, by which nearness counts it.
    """
    vectors, scales = [], []
    if len(post.latent):
        small, steps = rounded(post.latent[np.newaxis])
        vectors.append(small[0])
        scales.append(steps[0])
    for one in post.embedded:
        vectors.append(one.rounded)
        scales += [one.step, one.length]
    return b"".join(
        [np.array(scales, "<f4").tobytes(), *(v.astype("i1").tobytes() for v in vectors)]
    )


def size(latent: int, embedded: Mapping[str, int]) -> int:
    """The number of bytes held of a post with vectors of so many dimensions."""
    return 4 * bool(latent) + latent + sum(8 + width for width in embedded.values())


def held(places: NDArray[np.int64], rows: bytes, latent: int, embedded: Mapping[str, int]) -> Held:
    """The vectors of posts from the bytes of ``told``; ``embedded`` are dimensions by model."""
    table = np.frombuffer(rows, "i1").reshape(len(places), size(latent, embedded))
    count = bool(latent) + 2 * len(embedded)
    scales = np.ascontiguousarray(table[:, : 4 * count]).view("<f4")
    vectors: dict[str, tuple[NDArray[np.int8], Floats]] = {}
    at, scale = 4 * count, 0
    if latent:
        vectors[LATENT] = np.ascontiguousarray(table[:, at : at + latent]), scales[:, 0]
        at, scale = at + latent, 1
    for name, width in embedded.items():
        small = np.ascontiguousarray(table[:, at : at + width])
        steps, lengths = scales[:, scale], scales[:, scale + 1]
        vectors |= {near(name): (small, steps * lengths), whole(name): (small, steps)}
        at, scale = at + width, scale + 2
    return Held(places, vectors)
