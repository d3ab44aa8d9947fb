"""What ranking needs of a post, packed into some bytes that the cluster keeps beside it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, cycle
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.errors import IndexOutdated

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

# Raised whenever the bytes change their form.
_VERSION = 3


@dataclass(frozen=True, slots=True)
class Embedded:
    """One embedding of a post; see ``WholePosts``: ``post``, its ``length``, and both rounded."""

    post: Floats
    length: np.float32
    rounded: NDArray[np.int8]
    step: np.float32


@dataclass(frozen=True, slots=True)
class Payload:
    """What ranking needs of one post.

    ``terms`` have their ``weights`` by BM25F; ``vector`` are those of TF-IDF for ``own``, the terms
    that it says itself. ``month`` is year * 100 + month, ``studied`` the year of its study,
    ``kind`` the position of the kind of research, -1 for none; ``topics`` are positions as well.
    ``by_chance`` tells whether its study compares groups that chance has made. ``latent`` is its
    place in the latent space, empty where there is none; ``embedded`` are its embeddings, if any.
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
    embedded: tuple[Embedded, ...]


def packed(post: Payload) -> bytes:
    """A post's payload as bytes: the length of a head, the head, then the arrays that it counts."""
    arrays = [
        post.topics.astype("<i4"),
        post.terms.astype("<i4"),
        post.weights.astype("<f4"),
        post.own.astype("<i4"),
        post.vector.astype("<f4"),
        post.latent.astype("<f4"),
    ]
    for one in post.embedded:
        arrays += [
            one.post.astype("<f4"),
            np.array([one.length, one.step], "<f4"),
            one.rounded.astype("i1"),
        ]
    known = (_VERSION, post.month, post.studied, post.kind, post.by_chance)
    head = np.array([*known, *map(len, arrays)], "<i4")
    told = np.array([len(head)], "<i4")
    return b"".join(part.tobytes() for part in (told, head, *arrays))


def unpacked(told: bytes) -> Payload:
    """The payload that ``packed`` made bytes of. Raises ``IndexOutdated``."""
    count = int(np.frombuffer(told, "<i4", 1)[0])
    version, *head = np.frombuffer(told, "<i4", count, 4).tolist()
    if version != _VERSION:
        raise IndexOutdated(f"a post was written in version {version} of its form")
    month, studied, kind, by_chance, *sizes = head
    at = 4 * (1 + count)
    found: list[Any] = []
    for kind_of, size in zip(chain(_OWN, cycle(_EMBEDDED)), sizes, strict=False):
        found.append(np.frombuffer(told, kind_of, size, at))
        at += found[-1].nbytes
    topics, terms, weights, own, vector, latent, *rest = found
    embedded = tuple(
        Embedded(rest[n], rest[n + 1][0], rest[n + 2], rest[n + 1][1])
        for n in range(0, len(rest), len(_EMBEDDED))
    )
    return Payload(
        month=month,
        studied=studied,
        kind=kind,
        by_chance=bool(by_chance),
        topics=topics,
        terms=terms,
        weights=weights,
        own=own,
        vector=vector,
        latent=latent,
        embedded=embedded,
    )


_OWN = ("<i4", "<i4", "<f4", "<i4", "<f4", "<f4")
_EMBEDDED = ("<f4", "<f4", "i1")
