"""What ranking needs of a post, packed into some bytes that the cluster keeps beside it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.errors import IndexOutdated

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

# Raised whenever the bytes change their form.
_VERSION = 3


@dataclass(frozen=True, slots=True)
class Meant:
    """The embedding of a post; see ``Meaning``: ``post``, its ``length``, and both rounded."""

    post: Floats
    length: np.float32
    rounded: NDArray[np.int8]
    step: np.float32


@dataclass(frozen=True, slots=True)
class Payload:
    """What ranking needs of one post.

    ``terms`` have their ``weights`` by BM25F; ``vector`` are those of TF-IDF for ``own``, the terms
    that it says itself. ``month`` is year * 100 + month, ``studied`` the year of the study, 0 where
    it is not known, ``kind`` the position of the kind of research, -1 for none; ``topics`` are positions as well. ``by_chance`` tells
    whether its study compares groups that chance has made. ``latent`` is its place in the latent
    space, empty where there is none.
    """

    month: int
    studied: int
    kind: int
    by_chance: bool
    topics: Ints
    terms: Ints
    weights: Floats
    own: Ints
    vector: Floats
    latent: Floats
    meant: Meant | None


def packed(post: Payload) -> bytes:
    """A post's payload as bytes: a version, the length of each array, then the arrays."""
    meant = post.meant
    arrays = [
        post.topics.astype("<i4"),
        post.terms.astype("<i4"),
        post.weights.astype("<f4"),
        post.own.astype("<i4"),
        post.vector.astype("<f4"),
        post.latent.astype("<f4"),
        *(
            [
                meant.post.astype("<f4"),
                np.array([meant.length, meant.step], "<f4"),
                meant.rounded.astype("i1"),
            ]
            if meant
            else []
        ),
    ]
    known = (_VERSION, post.month, post.studied, post.kind, post.by_chance)
    head = np.array([*known, *map(len, arrays)], "<i4")
    told = np.array([len(arrays)], "<i4")
    return b"".join(part.tobytes() for part in (told, head, *arrays))


def unpacked(told: bytes) -> Payload:
    """The payload that ``packed`` made bytes of. Raises ``IndexOutdated``."""
    count = int(np.frombuffer(told, "<i4", 1)[0])
    version, month, studied, kind, by_chance, *sizes = np.frombuffer(
        told, "<i4", 5 + count, 4
    ).tolist()
    if version != _VERSION:
        raise IndexOutdated(f"a post was written in version {version} of its form")
    at = 4 * (6 + count)
    found: list[NDArray[np.generic]] = []
    for kind_of, size in zip(_KINDS, sizes, strict=False):
        found.append(np.frombuffer(told, kind_of, size, at))
        at += found[-1].nbytes
    topics, terms, weights, own, vector, latent, *rest = found
    meant = None
    if rest:
        whole, (length, step), rounded = rest
        meant = Meant(whole, length, rounded, step)  # type: ignore[arg-type]
    known = month, studied, kind, bool(by_chance)
    return Payload(*known, topics, terms, weights, own, vector, latent, meant)  # type: ignore[arg-type]


_KINDS = ("<i4", "<i4", "<f4", "<i4", "<f4", "<f4", "<f4", "<f4", "i1")
