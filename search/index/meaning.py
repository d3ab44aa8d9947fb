"""Sentence embeddings of posts: of each whole, its title, and its sentences.

A post is read by the model once, title first, and what it makes of each piece of a word is pooled
in three ways: over all of the post, over its title, which says in a few words what all of it is
about, and over each sentence, which so keeps the sense that it has in its place (Günther et al.
2024, "Late chunking"). Post and title make the order; the sentences choose passages.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from corpus.post import Post
from corpus.text.sentences import sentences
from search import weights
from search.index.algebra.cosines import Moments
from search.index.embedding import (
    DIMENSIONS,
    MAX_TOKENS,
    MODEL,
    Embedder,
    embedder,
    on_all_cores,
    unit,
)
from search.index.files import arrays
from search.index.part import Build, Opened
from search.index.tokens.analysed import IMPLICATIONS, SUMMARY, texts

Floats = NDArray[np.float32]

# Raised whenever a post is read in another way: what was read before is then read anew.
_READING = 2
_LONGEST_TITLE = 64
_MOST_READINGS = 8


@dataclass(frozen=True, slots=True)
class Meaning:
    """The vectors of all posts.

    ``posts`` are posts by dimensions, of unit length: each the direction of the post's vector and
    its title's, weighed; ``lengths`` are what these had been. ``rounded`` are the same posts in
    ``steps`` of 127ths of their largest part, a step a post. The sentences of post ``n`` are
    ``sentences[starts[n]:starts[n + 1]]``, rounded likewise; ``places`` has the part of each and
    its number there. ``moments`` are those of the posts.
    """

    name: ClassVar[str] = "meaning"
    step: ClassVar[str] = ""

    posts: Floats
    lengths: Floats
    rounded: NDArray[np.int8]
    steps: Floats
    sentences: NDArray[np.int8]
    places: NDArray[np.int32]
    starts: NDArray[np.int64]
    moments: Moments

    def nearness(self, vector: Floats) -> Floats:
        """A unit vector's cosine with each post, and with its title times what that counts.

        Both are rounded for it, which reads a quarter of the bytes and errs by .0005.
        """
        # Imported here, since it is part of the ``semantic`` extra.
        import simsimd

        asked, steps = rounded(vector[np.newaxis])
        # As integers the products are exact, and they fit into what a float32 tells apart.
        products = simsimd.cdist(asked, self.rounded, "dot", out_dtype="float32")
        found: Floats = np.asarray(products)[0] * (steps * self.steps * self.lengths)
        return found

    def fits(self, position: int, part: int, sentences: int, vector: Floats) -> Floats | None:
        """The cosine of each sentence of a part with a unit vector; None where none was read."""
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
        """Read a digest's posts, if they are to be found by meaning; progress is told by post.

        Raises ``ModelUnavailable``.
        """
        if not build.semantic:
            return None
        return fit(
            build.digest.posts,
            embedder(),
            _known(build),
            lambda done, total: build.say("Reading for meaning", done, total),
        )

    def save(self, folder: Path) -> None:
        """Write the vectors into ``folder``, and what they hang on beside the posts."""
        for name in _ARRAYS:
            arrays.write(folder / f"meaning-{name}.npy", getattr(self, name))
        self.moments.save(folder, self.name)
        (folder / "meaning.json").write_text(json.dumps({"read": _read_as()}), "utf-8")

    @classmethod
    def load(cls, opened: Opened) -> Meaning | None:
        """Read what ``save`` wrote, or None where the generation has no embeddings."""
        folder = opened.folder
        if not (folder / "meaning.json").exists():
            return None
        found = {name: arrays.mapped(folder / f"meaning-{name}.npy") for name in _ARRAYS}
        return cls(**found, moments=Moments.load(folder, cls.name))

    @property
    def count(self) -> int:
        """How many posts have a vector."""
        return len(self.posts)

    def of(self, position: int) -> PostMeaning:
        """The vectors of one post."""
        first, last = self.starts[position], self.starts[position + 1]
        return PostMeaning(
            self.posts[position],
            float(self.lengths[position]),
            self.sentences[first:last],
            self.places[first:last],
        )


_ARRAYS = ("posts", "lengths", "rounded", "steps", "sentences", "places", "starts")


@dataclass(frozen=True, slots=True)
class PostMeaning:
    """The vectors of one post; see ``Meaning``."""

    post: Floats
    length: float
    sentences: NDArray[np.int8]
    places: NDArray[np.int32]


def _known(build: Build) -> dict[str, PostMeaning]:
    """The vectors of posts that the generation before has, by content hash, if read as now."""
    previous = build.previous
    meaning = previous.parts.get(Meaning) if previous else None
    if previous is None or meaning is None:
        return {}
    told: dict[str, Any] = json.loads((previous.parts.folder / "meaning.json").read_text("utf-8"))
    if told.get("read") != _read_as():
        return {}
    places = zip(build.digest.posts, previous.places.tolist(), strict=True)
    return {post.content_hash: meaning.of(place) for post, place in places if place >= 0}


def fit(
    posts: Sequence[Post],
    embedder: Embedder,
    known: Mapping[str, PostMeaning],
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Meaning:
    """Read ``posts`` for their meaning, taking over those that ``known`` has by content hash.

    ``progress`` is told how many posts are read and how many are to be.
    """
    waiting = {p.content_hash: p for p in posts if p.content_hash not in known}
    found = dict(known)
    read = on_all_cores(lambda post: _read(post, embedder), waiting.values())
    for done, (content, meaning) in enumerate(zip(waiting, read, strict=True), 1):
        found[content] = meaning
        progress(done, len(waiting))
    ordered = [found[p.content_hash] for p in posts]
    counts = [len(m.sentences) for m in ordered]
    vectors = np.array([m.post for m in ordered], np.float32).reshape(-1, DIMENSIONS)
    small, steps = rounded(vectors)
    return Meaning(
        posts=vectors,
        lengths=np.array([m.length for m in ordered], np.float32),
        rounded=small,
        steps=steps,
        sentences=np.concatenate(
            [np.empty((0, DIMENSIONS), np.int8), *(m.sentences for m in ordered)]
        ),
        places=np.concatenate([np.empty((0, 2), np.int32), *(m.places for m in ordered)]),
        starts=np.concatenate(([0], np.cumsum(counts, dtype=np.int64))).astype(np.int64),
        moments=Moments.of(vectors),
    )


def _read_as() -> list[object]:
    """Everything that a post's vectors depend on but the post."""
    return [MODEL, _READING, weights.TITLE_MEANING]


def _read(post: Post, embedder: Embedder) -> PostMeaning:
    """Read a post with the model, as often as its length asks for.

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
    for run, rest in _runs([pieces for _, _, pieces in body], MAX_TOKENS - 2 - len(head)):
        states = embedder.states([*head, *chain.from_iterable(run), *rest])
        reading = unit(states.mean(axis=0))
        if not vectors:
            named = unit(states[1 : 1 + len(head)].mean(axis=0)) if head else reading
        whole += share * reading
        share /= 2
        at = 1 + len(head)
        for sentence in run:
            vectors.append(states[at : at + len(sentence)].mean(axis=0))
            at += len(sentence)
    both = unit(whole) + np.float32(weights.TITLE_MEANING) * named
    places = [(part, number) for part, number, _ in body[: len(vectors)]]
    return PostMeaning(
        unit(both),
        float(np.linalg.norm(both)),
        rounded(np.array(vectors, np.float32).reshape(-1, DIMENSIONS))[0],
        np.array(places, np.int32).reshape(-1, 2),
    )


def _runs(
    body: Sequence[Sequence[int]], room: int
) -> Iterator[tuple[list[Sequence[int]], Sequence[int]]]:
    """The sentences that go into each reading, and of the next one the part that fills it up.

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


def rounded(vectors: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Vectors in 127ths of their largest part, in a quarter of the room; how much one of these is.

    Shapes: as the vectors, and one a vector.
    """
    most, least = vectors.max(axis=1, initial=1e-9), vectors.min(axis=1, initial=-1e-9)
    steps = np.maximum(most, -least) / np.float32(127)
    scaled = vectors / steps[:, np.newaxis]
    return np.rint(scaled, out=scaled).astype(np.int8), steps
