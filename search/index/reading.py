"""Embeds posts with a model, and keeps the vectors of whole posts.

A post is read once, title first, and what the model makes of each piece of a word is pooled in
three ways: over all of the post, over its title, which says in a few words what all of it is
about, and over each sentence, which so keeps the sense that it has in its place (Günther et al.
2024, "Late chunking"). By one model the pieces are kept as well, small.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.post import Post
from corpus.text.sentences import sentences
from search import weights
from search.index.algebra.cosines import Moments
from search.index.algebra.crowding import Before, Crowding, crowding
from search.index.embedding import DIMENSIONS, MAX_TOKENS, Embedder, on_all_cores, rounded, unit
from search.index.files import arrays
from search.index.files.scratch import Growing, scratch
from search.index.part import Build, Part
from search.index.tokens.analysed import IMPLICATIONS, SUMMARY, texts
from search.index.wordpieces import MOST, NO_PIECES, Packed, small

Floats = NDArray[np.float32]

# Raise this whenever posts are embedded differently: they are then embedded again.
_READING = 3
_LONGEST_TITLE = 64
_MOST_READINGS = 8
# So many vectors are rounded at a time.
_AT_ONCE = 4096
_ARRAYS = ("posts", "lengths", "rounded", "steps")


@dataclass(frozen=True, slots=True)
class Reading:
    """The embedding of one post: ``post`` is the direction of the post's and title's weighted sum.

    ``length`` is what that had been. ``sentences`` are rounded; ``places`` has the part of each and
    its number there. ``pieces`` are the small vectors of its pieces of words, for a model by which
    posts are looked at closely.
    """

    post: Floats
    length: float
    sentences: NDArray[np.int8]
    places: NDArray[np.int32]
    pieces: Packed = field(default_factory=lambda: NO_PIECES)


@dataclass(frozen=True, slots=True)
class WholePosts:
    """One vector for each post, by one model.

    ``posts`` are posts by dimensions, of unit length, and ``lengths`` what these had been; see
    ``Reading``. ``rounded`` are the same posts in ``steps`` of 127ths of their largest part, a step
    a post. ``moments`` are those of the posts, and ``crowding`` tells how many are near each.
    """

    posts: Floats
    lengths: Floats
    rounded: NDArray[np.int8]
    steps: Floats
    moments: Moments
    crowding: Crowding

    def nearness(self, vector: Floats) -> Floats:
        """A unit vector's cosine with each post plus its weighted cosine with the title.

        Both are rounded for it, which reads a quarter of the bytes and errs by .0005.
        """
        asked, steps = rounded(vector[np.newaxis])
        found: Floats = dots(asked, self.rounded) * (steps * self.steps * self.lengths)
        return found

    @property
    def count(self) -> int:
        """How many posts have a vector."""
        return len(self.posts)

    @classmethod
    def of(cls, readings: Iterable[Reading], before: Before | None = None) -> WholePosts:
        """The vectors of embedded posts; of the readings only one at a time is held.

        See ``crowding`` for what is known from ``before``.
        """
        directions, lengths = Growing(np.float32), []
        for reading in readings:
            directions.add(reading.post)
            lengths.append(reading.length)
        vectors = directions.array().reshape(-1, DIMENSIONS)
        small = scratch(vectors.shape, np.int8)
        steps = np.empty(len(vectors), np.float32)
        for first in range(0, len(vectors), _AT_ONCE):
            some = slice(first, first + _AT_ONCE)
            small[some], steps[some] = rounded(vectors[some])
        long, crowded = np.array(lengths, np.float32), crowding(small, steps, before)
        return cls(vectors, long, small, steps, Moments.of(vectors), crowded)

    def save(self, folder: Path, name: str, embedder: str) -> None:
        """Write the vectors into ``folder`` under a name, with a key of what they depend on."""
        for told in _ARRAYS:
            arrays.write(folder / f"{name}-{told}.npy", getattr(self, told))
        self.moments.save(folder, name)
        self.crowding.save(folder, name)
        (folder / f"{name}.json").write_text(json.dumps({"read": _read_as(embedder)}), "utf-8")

    @classmethod
    def load(cls, folder: Path, name: str) -> WholePosts | None:
        """Map what ``save`` wrote; None if there is nothing."""
        if not (folder / f"{name}.json").exists():
            return None
        found = {told: arrays.mapped(folder / f"{name}-{told}.npy") for told in _ARRAYS}
        moments, crowded = Moments.load(folder, name), Crowding.load(folder, name)
        return cls(**found, moments=moments, crowding=crowded)


def dots(asked: NDArray[np.int8], vectors: NDArray[np.int8]) -> Floats:
    """The product of each of some rounded vectors with the one that is asked for.

    Integer products are exact, and fit into a float32.
    """
    # Imported here, since it is part of the ``semantic`` extra.
    import simsimd

    found: Floats = np.asarray(simsimd.cdist(asked, vectors, "dot", out_dtype="float32"))[0]
    return found


class PartRead(Part, Protocol):
    """A part of a generation made by embedding posts."""

    @property
    def whole(self) -> WholePosts:
        """The vectors of all posts."""

    def reading(self, position: int) -> Reading:
        """The embedding of the post at a position."""


# What is known of the post at a position, if anything.
Known = Callable[[int], Reading | None]


def read_all(build: Build, embedder: Embedder, part: type[PartRead]) -> Iterator[Reading]:
    """Embed a digest's posts, one after another; those of the earlier generation are reused.

    Progress is told by post.
    """
    return readings(
        build.digest.posts,
        embedder,
        _known(build, embedder, part),
        lambda done, total: build.say("Reading for meaning", done, total),
    )


def readings(
    posts: Sequence[Post],
    embedder: Embedder,
    known: Known,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Iterator[Reading]:
    """Embed ``posts`` in their order, reusing what is ``known`` of one by its position.

    ``progress`` is told how many posts are read and how many are to be.
    """
    fresh = array("q", (at for at in range(len(posts)) if known(at) is None))
    read = on_all_cores(lambda at: _read(posts[at], embedder), fresh)
    done = 0
    for at in range(len(posts)):
        reading = known(at)
        if reading is None:
            reading, done = next(read), done + 1
            progress(done, len(fresh))
        yield reading


def crowded_before(build: Build, embedder: Embedder, part: type[PartRead]) -> Before | None:
    """The crowding in the earlier generation, if its posts were embedded in the same way."""
    previous, before = build.previous, _before(build, embedder, part)
    if previous is None or before is None:
        return None
    return Before(before.whole.crowding, previous.places, previous.settles)


def _known(build: Build, embedder: Embedder, part: type[PartRead]) -> Known:
    """The embeddings of the earlier generation, if made in the same way."""
    previous, before = build.previous, _before(build, embedder, part)
    if previous is None or before is None:
        return lambda at: None
    places = previous.places

    def known(at: int) -> Reading | None:
        return before.reading(int(places[at])) if places[at] >= 0 else None

    return known


def _before(build: Build, embedder: Embedder, part: type[PartRead]) -> PartRead | None:
    """The same part of the earlier generation, if its posts were embedded in the same way."""
    before = build.previous.parts.get(part) if build.previous else None
    if build.previous is None or before is None:
        return None
    file = build.previous.parts.folder / f"{part.name}.json"
    told: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return before if told.get("read") == _read_as(embedder.model.name) else None


def _read_as(model: str) -> list[object]:
    """A key of everything that a post's vectors depend on except the post."""
    return [model, _READING, weights.TITLE_MEANING]


def _read(post: Post, embedder: Embedder) -> Reading:
    """Embed a post with the model, in as many readings as its length needs.

    Each reading is as long as the model was trained for, and begins with the title, which says
    what a sentence out of its place is about. How a post begins tells most what all of it is
    about: each reading counts half of the one before it.
    """
    title, summary, implications, *_ = texts(post)
    head = embedder.pieces(f"{title}.")[:_LONGEST_TITLE] if title else []
    body = [
        (part, number, pieces)
        for part, text in ((SUMMARY, summary), (IMPLICATIONS, implications))
        for number, (start, end) in enumerate(sentences(text))
        if (pieces := embedder.pieces(text[start:end]))
    ]
    whole, named = np.zeros(DIMENSIONS, np.float32), np.zeros(DIMENSIONS, np.float32)
    share = np.float32(1)
    vectors: list[Floats] = []
    kept: list[Packed] = []
    for run, rest in _runs([pieces for _, _, pieces in body], MAX_TOKENS - 2 - len(head)):
        states = embedder.states([*head, *chain.from_iterable(run), *rest])
        reading = unit(states.mean(axis=0))
        if not vectors:
            named = unit(states[1 : 1 + len(head)].mean(axis=0)) if head else reading
        whole += share * reading
        share /= 2
        at = 1 + len(head)
        if embedder.model.by_pieces:
            # The title and other text that is read twice is kept once.
            own = [*([] if kept else head), *chain.from_iterable(run)]
            first = at if kept else 1
            kept.append(small(states[first : first + len(own)], own))
        for sentence in run:
            vectors.append(states[at : at + len(sentence)].mean(axis=0))
            at += len(sentence)
    both = unit(whole) + np.float32(weights.TITLE_MEANING) * named
    places = [(part, number) for part, number, _ in body[: len(vectors)]]
    return Reading(
        unit(both),
        float(np.linalg.norm(both)),
        rounded(np.array(vectors, np.float32).reshape(-1, DIMENSIONS))[0],
        np.array(places, np.int32).reshape(-1, 2),
        np.concatenate([NO_PIECES, *kept])[:MOST],
    )


def _runs(
    body: Sequence[Sequence[int]], room: int
) -> Iterator[tuple[list[Sequence[int]], Sequence[int]]]:
    """The sentences for each reading, and the part of the next one that fills it up.

    A sentence longer than a whole reading is cut; a post without any has one reading still.
    """
    first = 0
    for _ in range(_MOST_READINGS):
        last, left = first, room
        while last < len(body) and len(body[last]) <= left:
            left -= len(body[last])
            last += 1
        if last == first < len(body):
            last += 1
            yield [body[first][:room]], []
        else:
            yield list(body[first:last]), body[last][:left] if last < len(body) else []
        first = last
        if first == len(body):
            return
