"""The meaning leg: posts that say what a question means, by sentence embeddings.

A post has a vector as a whole and one for each window of its sentences, since a long post that
answers in one place is far from the question as a whole.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.post import Post
from search import arrays
from search.analysed import texts
from search.embedding import DIMENSIONS, MODEL, Embedder
from search.sentences import sentences
from search.understanding import Asked

Floats = NDArray[np.float32]

WINDOW = 3
_MOST_WINDOWS = 12


@dataclass(frozen=True, slots=True)
class Meaning:
    """The vectors of all posts: ``starts[n]`` is the first of post ``n``, the whole post's.

    ``vectors`` are of unit length.
    """

    vectors: Floats
    starts: NDArray[np.int64]

    @property
    def whole(self) -> Floats:
        """The vectors of the posts as wholes."""
        return self.vectors[self.starts[:-1]]

    def cosines(self, vector: Floats) -> tuple[Floats, Floats]:
        """The cosine of a unit vector with each post as a whole, and with its best window."""
        every: Floats = self.vectors @ vector
        return every[self.starts[:-1]], np.maximum.reduceat(every, self.starts[:-1])

    def save(self, folder: Path, hashes: Sequence[str]) -> None:
        """Write the vectors into ``folder``, with the content hash of each post."""
        arrays.write(folder / "meaning-vectors.npy", self.vectors)
        arrays.write(folder / "meaning-starts.npy", self.starts)
        data = {"model": MODEL, "window": WINDOW, "hashes": list(hashes)}
        (folder / "meaning.json").write_text(json.dumps(data), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> Meaning | None:
        """Read what ``save`` wrote, or None where the generation has no embeddings."""
        if not (folder / "meaning.json").exists():
            return None
        vectors, starts = (
            arrays.mapped(folder / f"meaning-{name}.npy") for name in ("vectors", "starts")
        )
        return cls(vectors, starts)


def earlier(folder: Path) -> dict[str, Floats]:
    """The vectors of an earlier generation's posts by content hash; none of another model's."""
    meaning = Meaning.load(folder)
    if meaning is None:
        return {}
    data: dict[str, Any] = json.loads((folder / "meaning.json").read_text("utf-8"))
    if (data["model"], data["window"]) != (MODEL, WINDOW):
        return {}
    bounds = zip(data["hashes"], meaning.starts[:-1], meaning.starts[1:], strict=True)
    return {h: meaning.vectors[a:b] for h, a, b in bounds}


def fit(
    posts: Sequence[Post],
    embedder: Embedder,
    known: Mapping[str, Floats],
    progress: Callable[[int], None] = lambda done: None,
) -> Meaning:
    """Embed ``posts``, taking over the vectors that ``known`` has by content hash."""
    blocks: dict[int, Floats] = {}
    waiting: list[str] = []
    owners: list[int] = []
    for number, post in enumerate(posts):
        if post.content_hash in known:
            blocks[number] = known[post.content_hash]
            continue
        pieces = windows(post)
        waiting += pieces
        owners += [number] * len(pieces)
    fresh = embedder.embed_all(waiting, progress).astype(np.float32)
    bounds = np.searchsorted(np.array(owners, np.int64), np.arange(len(posts) + 1))
    for number in set(owners):
        blocks[number] = fresh[bounds[number] : bounds[number + 1]]
    ordered = [blocks[number] for number in range(len(posts))]
    starts = np.concatenate(([0], np.cumsum([len(b) for b in ordered]))).astype(np.int64)
    vectors = np.concatenate([*ordered, np.empty((0, DIMENSIONS), np.float32)])
    return Meaning(vectors.astype(np.float32), starts)


def windows(post: Post) -> list[str]:
    """The texts that stand for a post: all of it, then each run of three sentences.

    Each begins with the title, which says what a sentence out of its place is about. A post of
    three sentences or fewer is its own window.
    """
    title, summary, implications, *_ = texts(post)
    head = f"{title}. " if title else ""
    whole = f"{head}{summary} {implications}".strip()
    spans = [summary[a:b] for a, b in sentences(summary)]
    spans += [implications[a:b] for a, b in sentences(implications)]
    runs = [" ".join(spans[n : n + WINDOW]) for n in range(len(spans) - WINDOW + 1)]
    if len(runs) < 2:
        return [whole]
    step = -(-len(runs) // _MOST_WINDOWS)
    return [whole, *(head + run for run in runs[::step])]


class MeaningLeg:
    """Scores posts by how near they are to the question in meaning, wherever in the post."""

    name = "meaning"
    label = "what the question means"

    def __init__(self, meaning: Meaning, embedder: Embedder) -> None:
        self._meaning = meaning
        self._embedder = embedder

    def scores(self, asked: Asked) -> Floats | None:
        """The mean of the cosines with the whole post and with its best window."""
        if not asked.text:
            return None
        whole, best = self._meaning.cosines(self._embedder.embed(asked.text))
        scores: Floats = (whole + best) / np.float32(2)
        return scores

    def near(self, posts: NDArray[np.integer], shares: Floats) -> Floats:
        """The cosine of every post with the mean of some, weighed by their shares."""
        whole = self._meaning.whole
        vector = shares @ whole[posts]
        found: Floats = whole @ (vector / np.float32(max(float(np.linalg.norm(vector)), 1e-9)))
        return found
