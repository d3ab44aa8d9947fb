"""The data that ranking needs of a post, packed as bytes into its document in the cluster."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.errors import IndexOutdated

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

# Raised whenever the bytes change their form.
_VERSION = 5
# So many numbers come first.
_HEAD = 10
# So many numbers come before each embedding.
_KNOWN = 3


@dataclass(frozen=True, slots=True)
class Embedded:
    """One embedding of a post, rounded: ``post`` and its ``length``; see ``WholePosts``.

    ``crowding`` is that around the post.
    """

    post: Floats
    length: np.float32
    rounded: NDArray[np.int8]
    step: np.float32
    crowding: np.float32


@dataclass(frozen=True, slots=True)
class Payload:
    """What ranking needs of one post.

    Nothing of it hangs on other posts, but for samples of them that stay. Its ``terms`` have
    numbers that stay the same for as long as generations build on each other; each has the post's
    share of the highest weight that the term could have (``shares``), and how often the post says
    it itself (``times``), but in its citation.
    ``month`` is year * 100 + month, ``studied`` the year of its study, ``kind`` the position of the
    kind of research, -1 for none; ``topics`` are positions as well. ``by_chance`` tells whether its
    study compares groups that chance has made. ``latent`` is its place in the latent space, empty
    where there is none; ``embedded`` are its embeddings, if any.
    """

    month: int
    studied: int
    kind: int
    by_chance: bool
    topics: Ints
    terms: Ints
    shares: Floats
    times: NDArray[np.uint16]
    latent: Floats
    embedded: tuple[Embedded, ...]


def packed(post: Payload) -> bytes:
    """A post's payload as bytes: a head of lengths, then the arrays.

    They all lie at multiples of four bytes.
    """
    wide = [
        post.topics.astype("<i4"),
        post.terms.astype("<i4"),
        post.shares.astype("<f4"),
        post.latent.astype("<f4"),
    ]
    for one in post.embedded:
        known_of = np.array([one.length, one.step, one.crowding], "<f4")
        wide += [known_of, one.post.astype("<f4")]
    narrow = [
        _filled(post.times.astype("<u2")),
        *(_filled(one.rounded.astype("i1")) for one in post.embedded),
    ]
    width = len(post.embedded[0].post) if post.embedded else 0
    known = (_VERSION, post.month, post.studied, post.kind, post.by_chance)
    sizes = (len(post.topics), len(post.terms), len(post.latent), len(post.embedded), width)
    head = np.array([*known, *sizes], "<i4")
    return b"".join((head.tobytes(), *(one.tobytes() for one in wide), *narrow))


def unpacked(told: bytes) -> Payload:
    """The payload in bytes made by ``packed``. Raises ``IndexOutdated``."""
    numbers = np.frombuffer(told, "<i4")
    reals = numbers.view("<f4")
    version, month, studied, kind, by_chance, *sizes = numbers[:_HEAD].tolist()
    if version != _VERSION:
        raise IndexOutdated(f"a post was written in version {version} of the payload's format")
    topics, terms, latent, kinds, width = sizes
    first = _HEAD + topics
    shares, places = first + terms, first + 2 * terms
    at = places + latent
    size = _KNOWN + width
    whole = [reals[at + n * size : at + (n + 1) * size] for n in range(kinds)]
    at += kinds * size
    times = numbers[at:].view("<u2")[:terms]
    at += -(-terms // 2)
    wide = -(-width // 4)
    small = [numbers[at + n * wide :].view("i1")[:width] for n in range(kinds)]
    return Payload(
        month=month,
        studied=studied,
        kind=kind,
        by_chance=bool(by_chance),
        topics=numbers[_HEAD:first],
        terms=numbers[first:shares],
        shares=reals[shares:places],
        times=times,
        latent=reals[places : places + latent],
        embedded=tuple(
            Embedded(one[_KNOWN:], one[0], rounded, one[1], one[2])
            for one, rounded in zip(whole, small, strict=True)
        ),
    )


def _filled(array: NDArray[Any]) -> bytes:
    """An array's bytes, padded to a multiple of four."""
    told = array.tobytes()
    return told + bytes(-len(told) % 4)
