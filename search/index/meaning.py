"""Embeddings of posts by the model for texts that say the same (all-MiniLM-L6-v2).

Each post has vectors for the whole, its title and its sentences. Those of post and title are used
for ranking and likeness, those of sentences for choosing passages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from corpus.post import Post
from search.index.algebra.crowding import Before
from search.index.embedding import DIMENSIONS, Embedder, embedder, unit
from search.index.files import arrays
from search.index.files.scratch import Growing
from search.index.model.known import ALIKE
from search.index.part import Build, Opened
from search.index.reading import Floats, Reading, WholePosts, crowded_before, read_all, readings

_ARRAYS = ("sentences", "places", "starts")


@dataclass(frozen=True, slots=True)
class Meaning:
    """The vectors of all posts and their sentences.

    The sentences of post ``n`` are ``sentences[starts[n]:starts[n + 1]]``, rounded; ``places`` has
    the part of each and its number there.
    """

    name: ClassVar[str] = "meaning"
    step: ClassVar[str] = ""

    whole: WholePosts
    sentences: NDArray[np.int8]
    places: NDArray[np.int32]
    starts: NDArray[np.int64]

    @property
    def posts(self) -> Floats:
        """The unit vector of each post, title included: posts by dimensions."""
        return self.whole.posts

    def fits(self, position: int, part: int, sentences: int, vector: Floats) -> Floats | None:
        """The cosine of each sentence of a part with a unit vector; None without vectors."""
        first, last = self.starts[position], self.starts[position + 1]
        places = self.places[first:last]
        inside = places[:, 0] == part
        if not inside.any():
            return None
        fits = np.full(sentences, -1, np.float32)
        fits[places[inside, 1]] = unit(self.sentences[first:last][inside]) @ vector
        return fits

    @classmethod
    def fit(cls, build: Build) -> Meaning | None:
        """Embed a digest's posts, if it is searched by meaning; progress is reported by post.

        Raises ``ModelUnavailable``.
        """
        if not build.semantic:
            return None
        model = embedder(ALIKE)
        return gathered(read_all(build, model, cls), crowded_before(build, model, cls))

    def save(self, folder: Path) -> None:
        """Write the vectors into ``folder``, with a key of everything they depend on."""
        self.whole.save(folder, self.name, ALIKE.name)
        for name in _ARRAYS:
            arrays.write(folder / f"meaning-{name}.npy", getattr(self, name))

    @classmethod
    def load(cls, opened: Opened) -> Meaning | None:
        """Read what ``save`` wrote, or None where the generation has no embeddings."""
        whole = WholePosts.load(opened.folder, cls.name)
        if whole is None:
            return None
        return cls(whole, *(arrays.mapped(opened.folder / f"meaning-{n}.npy") for n in _ARRAYS))

    @property
    def count(self) -> int:
        """How many posts have a vector."""
        return self.whole.count

    def reading(self, position: int) -> Reading:
        """The embedding of one post."""
        first, last = self.starts[position], self.starts[position + 1]
        return Reading(
            self.whole.posts[position],
            float(self.whole.lengths[position]),
            self.sentences[first:last],
            self.places[first:last],
        )


def fit(posts: Sequence[Post], embedder: Embedder, known: Mapping[str, Reading]) -> Meaning:
    """Embed ``posts``, reusing those that ``known`` has by content hash."""
    return gathered(readings(posts, embedder, lambda at: known.get(posts[at].content_hash)))


def gathered(read: Iterable[Reading], before: Before | None = None) -> Meaning:
    """The vectors of embedded posts as one ``Meaning``; ``before`` is as in ``WholePosts.of``."""
    sentences, places, counts = Growing(np.int8), Growing(np.int32), [0]

    def kept() -> Iterator[Reading]:
        for reading in read:
            sentences.add(reading.sentences)
            places.add(reading.places)
            counts.append(len(reading.sentences))
            yield reading

    whole = WholePosts.of(kept(), before)
    return Meaning(
        whole,
        sentences.array().reshape(-1, DIMENSIONS),
        places.array().reshape(-1, 2),
        np.cumsum(counts, dtype=np.int64),
    )
