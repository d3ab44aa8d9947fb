"""The meaning leg: posts that say what a question means, by sentence embeddings.

A post has a vector as a whole, one of its title, and one for each window of its sentences: a long
post that answers in one place is far from the question as a whole, and a title says in a few words
what all of it is about.
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
from search import arrays, weights
from search.analysed import IMPLICATIONS, SUMMARY, texts
from search.embedding import DIMENSIONS, MODEL, Embedder
from search.sentences import sentences
from search.understanding import Asked

Floats = NDArray[np.float32]

WINDOW = 3
STEP = 2
_MOST_WINDOWS = 12


@dataclass(frozen=True, slots=True)
class Meaning:
    """The vectors of all posts, of unit length.

    ``wholes`` and ``titles`` are posts by dimensions; the windows of post ``n`` are
    ``windows[starts[n]:starts[n + 1]]``, and ``places`` has the part of each and the number of its
    first sentence there.
    """

    wholes: Floats
    titles: Floats
    windows: Floats
    places: NDArray[np.int32]
    starts: NDArray[np.int64]

    def cosines(self, vector: Floats) -> tuple[Floats, Floats, Floats]:
        """The cosine of a unit vector with each post as a whole, its title, its best window."""
        whole: Floats = self.wholes @ vector
        best = whole.copy()
        having = np.flatnonzero(np.diff(self.starts))
        if len(having):
            every = self.windows @ vector
            found = np.maximum.reduceat(every, self.starts[:-1][having])
            best[having] = np.maximum(best[having], found)
        return whole, self.titles @ vector, best

    def fits(self, position: int, part: int, sentences: int, vector: Floats) -> Floats | None:
        """How well each sentence of a part fits, by its best window; None without windows."""
        first, last = self.starts[position], self.starts[position + 1]
        places = self.places[first:last]
        inside = places[:, 0] == part
        if not inside.any():
            return None
        values = self.windows[first:last][inside] @ vector
        fits = np.full(sentences, -1, np.float32)
        for start, value in zip(places[inside, 1], values, strict=True):
            run = slice(int(start), int(start) + WINDOW)
            fits[run] = np.maximum(fits[run], value)
        return fits

    def save(self, folder: Path, hashes: Sequence[str]) -> None:
        """Write the vectors into ``folder``, with the content hash of each post."""
        for name in _ARRAYS:
            arrays.write(folder / f"meaning-{name}.npy", getattr(self, name))
        data = {"model": MODEL, "windows": [WINDOW, STEP, _MOST_WINDOWS], "hashes": list(hashes)}
        (folder / "meaning.json").write_text(json.dumps(data), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> Meaning | None:
        """Read what ``save`` wrote, or None where the generation has no embeddings."""
        if not (folder / "meaning.json").exists():
            return None
        return cls(*(arrays.mapped(folder / f"meaning-{name}.npy") for name in _ARRAYS))

    def of(self, position: int) -> PostMeaning:
        """The vectors of one post."""
        first, last = self.starts[position], self.starts[position + 1]
        return PostMeaning(
            self.wholes[position],
            self.titles[position],
            self.windows[first:last],
            self.places[first:last],
        )


_ARRAYS = ("wholes", "titles", "windows", "places", "starts")


@dataclass(frozen=True, slots=True)
class PostMeaning:
    """The vectors of one post; see ``Meaning``."""

    whole: Floats
    title: Floats
    windows: Floats
    places: NDArray[np.int32]


def earlier(folder: Path) -> dict[str, PostMeaning]:
    """The vectors of an earlier generation's posts by content hash; none of another model's."""
    meaning = Meaning.load(folder)
    if meaning is None:
        return {}
    data: dict[str, Any] = json.loads((folder / "meaning.json").read_text("utf-8"))
    if (data["model"], data["windows"]) != (MODEL, [WINDOW, STEP, _MOST_WINDOWS]):
        return {}
    return {h: meaning.of(n) for n, h in enumerate(data["hashes"])}


def fit(
    posts: Sequence[Post],
    embedder: Embedder,
    known: Mapping[str, PostMeaning],
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Meaning:
    """Embed ``posts``, taking over the vectors that ``known`` has by content hash.

    ``progress`` is told how many texts are embedded and how many there are.
    """
    pieces = {p.content_hash: _pieces(p) for p in posts if p.content_hash not in known}
    waiting = [text for piece in pieces.values() for text in piece.texts]
    fresh = iter(embedder.embed_all(waiting, lambda done: progress(done, len(waiting))))
    found = dict(known)
    for content, piece in pieces.items():
        vectors = [next(fresh) for _ in piece.texts]
        windows = np.array(vectors[2:], np.float32).reshape(-1, DIMENSIONS)
        places = np.array(piece.places, np.int32).reshape(-1, 2)
        found[content] = PostMeaning(vectors[0], vectors[1], windows, places)
    ordered = [found[p.content_hash] for p in posts]
    counts = [len(m.windows) for m in ordered]
    return Meaning(
        wholes=np.array([m.whole for m in ordered], np.float32).reshape(-1, DIMENSIONS),
        titles=np.array([m.title for m in ordered], np.float32).reshape(-1, DIMENSIONS),
        windows=np.concatenate(
            [np.empty((0, DIMENSIONS), np.float32), *(m.windows for m in ordered)]
        ),
        places=np.concatenate([np.empty((0, 2), np.int32), *(m.places for m in ordered)]),
        starts=np.concatenate(([0], np.cumsum(counts, dtype=np.int64))).astype(np.int64),
    )


@dataclass(frozen=True, slots=True)
class _Pieces:
    """The texts that stand for a post: all of it, its title, and its windows with their places."""

    texts: tuple[str, ...]
    places: tuple[tuple[int, int], ...]


def _pieces(post: Post) -> _Pieces:
    """Part a post into texts to embed.

    A window begins with the title, which says what a sentence out of its place is about. A post of
    hardly more than one window has none, and one without a title is its own.
    """
    title, summary, implications, *_ = texts(post)
    head = f"{title}. " if title else ""
    whole = f"{head}{summary} {implications}".strip()
    windows: list[str] = []
    places: list[tuple[int, int]] = []
    for part, text in ((SUMMARY, summary), (IMPLICATIONS, implications)):
        spans = sentences(text)
        if len(spans) <= WINDOW and not (part == IMPLICATIONS and spans):
            continue
        for first in range(0, max(len(spans) - WINDOW + 1, 1), STEP):
            run = spans[first : first + WINDOW]
            windows.append(head + text[run[0][0] : run[-1][1]])
            places.append((part, first))
    step = -(-len(windows) // _MOST_WINDOWS) or 1
    return _Pieces((whole, title or whole, *windows[::step]), tuple(places[::step]))


class MeaningLeg:
    """Scores posts by how near they are to the question in meaning, wherever in the post."""

    name = "meaning"
    label = "what the question means"

    def __init__(self, meaning: Meaning) -> None:
        self._meaning = meaning

    def scores(self, asked: Asked) -> Floats | None:
        """The cosines with the whole post, its best window and its title, weighed."""
        if asked.vector is None:
            return None
        whole, title, best = self._meaning.cosines(asked.vector)
        scores: Floats = (whole + best) / np.float32(2) + np.float32(weights.TITLE_MEANING) * title
        return scores

    def near(self, posts: NDArray[np.integer], shares: Floats) -> Floats:
        """The cosine of every post with the mean of some, weighed by their shares."""
        vector = shares @ self._meaning.wholes[posts]
        length = np.float32(max(float(np.linalg.norm(vector)), 1e-9))
        found: Floats = self._meaning.wholes @ (vector / length)
        return found
