"""Small vectors of the pieces of words in posts, by which the best posts are looked at closely.

A post as a whole has one vector; what it says in one sentence is lost in that. Here each piece of a
word keeps what the model made of it in its place, and a post is as close to a question as, on
average, each piece of the question to the one in the post that is most like it (late interaction:
Khattab and Zaharia 2020, "ColBERT").

Of 384 dimensions the 128 principal directions are kept, learned once from the model's vectors for
texts that no judgment is about (``benchmarks/learning/directions.py``), in 4 bits each: 64 bytes a
piece. Marks and words that only join others are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.index.embedding import rounded, unit
from search.index.files import arrays
from search.index.model.known import VOCABULARY

Floats = NDArray[np.float32]
Packed = NDArray[np.uint8]

FILE = VOCABULARY.with_name("directions.npy")
DIRECTIONS = 128
# The number of pieces kept of a post: 24.6 kB.
MOST = 384
# The number of pieces of a question that are compared.
MOST_ASKED = 64
# The size of a step: a vector's value in a direction is a whole number of steps, from -7 to 7.
_STEP = 0.034
_EDGE = 7
# Added to steps, which makes them fit into four bits.
_LEAST = 8

# Joining words are fewer than stop words: that a client "never" sleeps, or sleeps "more", must
# count.
_JOINING = """
a an and are as at be been but by can could did do does for from had has have how i if in into is
it its may me my no not of on or our s should so such t than that the their them there these they
this those to was we were what when where which who why will with would you your
"""

NO_PIECES: Packed = np.empty((0, DIRECTIONS // 2), np.uint8)


@dataclass(frozen=True, slots=True)
class WordPieces:
    """The vectors of all word pieces; post ``n`` has ``vectors[starts[n]:starts[n + 1]]``.

    Shape of ``vectors``: pieces by 64 bytes, each with two directions.
    """

    vectors: Packed
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, posts: Sequence[Packed]) -> WordPieces:
        """The vectors of some posts."""
        counts = [len(post) for post in posts]
        return cls(
            np.concatenate([NO_PIECES, *posts]),
            np.cumsum([0, *counts], dtype=np.int64),
        )

    def at(self, position: int) -> Packed:
        """The vectors of one post."""
        return self.vectors[self.starts[position] : self.starts[position + 1]]

    def of_posts(self, positions: NDArray[np.integer]) -> list[Packed]:
        """The vectors of some posts, concatenated."""
        return [self.at(position) for position in positions.tolist()]

    def save(self, folder: Path, name: str) -> None:
        """Write the vectors into ``folder`` under a name."""
        arrays.write(folder / f"{name}-pieces.npy", self.vectors)
        arrays.write(folder / f"{name}-starts.npy", self.starts)

    @classmethod
    def load(cls, folder: Path, name: str) -> WordPieces:
        """Map what ``save`` wrote."""
        return cls(
            arrays.mapped(folder / f"{name}-pieces.npy"),
            arrays.mapped(folder / f"{name}-starts.npy"),
        )


def small(states: Floats, pieces: Sequence[int]) -> Packed:
    """The small vectors to keep of a text, from the model's ``states``, one for each piece.

    Where all are marks or words that only join others, all are kept.
    """
    telling = ~faint(pieces)
    chosen = states[telling] if telling.any() else states
    steps = np.rint(_projected(chosen[:MOST]) / np.float32(_STEP))
    whole = (np.clip(steps, -_EDGE, _EDGE) + _LEAST).astype(np.uint8)
    packed: Packed = whole[:, ::2] | whole[:, 1::2] << 4
    return packed


def asked(states: Floats) -> NDArray[np.int8]:
    """A question as ``closeness`` takes it, from the model's ``states``.

    Shape: pieces by directions, in 127ths of the largest of each.
    """
    return rounded(_projected(states[:MOST_ASKED]))[0]


def closeness(posts: Iterable[Packed], question: NDArray[np.int8]) -> Floats:
    """The closeness of each post: the mean, over the question's pieces, of the best cosine.

    A post without a piece has 0.
    """
    # Imported here, since it is part of the ``semantic`` extra.
    import simsimd

    nothing = np.full((1, DIRECTIONS // 2), _LEAST | _LEAST << 4, np.uint8)
    each = [post if len(post) else nothing for post in posts]
    if not each or not len(question):
        return np.zeros(len(each), np.float32)
    far = np.asarray(simsimd.cdist(question, _unpacked(np.concatenate(each)), "cos"))
    firsts = np.cumsum([0, *(len(post) for post in each[:-1])])
    nearest: Floats = np.minimum.reduceat(far, firsts, axis=1).mean(axis=0, dtype=np.float32)
    return 1 - nearest


def packed_pieces(told: bytes) -> Packed:
    """The small vectors of a post from bytes, concatenated."""
    return np.frombuffer(told, np.uint8).reshape(-1, DIRECTIONS // 2)


def _unpacked(packed: Packed) -> NDArray[np.int8]:
    """Vectors as integers: pieces by directions."""
    found = np.empty((len(packed), DIRECTIONS), np.int8)
    found[:, ::2] = packed & 15
    found[:, 1::2] = packed >> 4
    found -= _LEAST
    return found


def _projected(states: Floats) -> Floats:
    """Unit vectors projected on the principal directions, relative to the mean."""
    middle, directions = _learned()
    return unit((unit(states) - middle) @ directions.T)


@cache
def _learned() -> tuple[Floats, Floats]:
    """The mean of the model's vectors for pieces, and their principal directions."""
    table = arrays.read(FILE).astype(np.float32)
    return table[0], table[1:]


def faint(pieces: Sequence[int]) -> NDArray[np.bool_]:
    """Which pieces are punctuation or words that only join others (``_JOINING``)."""
    return np.isin(pieces, _faint_ids())


@cache
def _faint_ids() -> NDArray[np.int64]:
    joining = frozenset(_JOINING.split())
    pieces = VOCABULARY.read_text("utf-8").splitlines()
    marks = (n for n, piece in enumerate(pieces) if not any(map(str.isalnum, piece)))
    words = (n for n, piece in enumerate(pieces) if piece in joining)
    return np.array([*marks, *words], np.int64)
