"""Posts to be held: made up, with terms, topics and vectors."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import cast

import numpy as np

from search.engine.distributed.payload import Embedded, Payload, packed
from search.engine.distributed.summary import Summary
from search.index.algebra.cosines import Moments
from search.index.answering import Answering

TERMS, TOPICS, LATENT, WIDTH = 40, 3, 6, 8
_PAGE = 7


def payload(seed: int) -> Payload:
    """A post, always the same for a number."""
    given = np.random.default_rng(seed)
    terms = np.flatnonzero(given.random(TERMS) < 0.2).astype(np.int32)
    vector = given.normal(size=WIDTH).astype(np.float32)
    small = given.integers(-127, 128, WIDTH).astype(np.int8)
    length, step, crowding = given.random(3).astype(np.float32)
    return Payload(
        month=200000 + seed,
        studied=1990 + seed % 30,
        kind=seed % 4 - 1,
        by_chance=bool(seed % 2),
        topics=np.flatnonzero(given.random(TOPICS) < 0.5).astype(np.int32),
        terms=terms,
        shares=given.random(len(terms)).astype(np.float32),
        times=np.ones(len(terms), np.uint16),
        latent=given.normal(size=LATENT).astype(np.float32),
        embedded=(Embedded(vector, length, small, step, crowding),),
    )


def paged(posts: dict[int, Payload]) -> Iterator[tuple[list[int], list[bytes]]]:
    """The posts by their places as the cluster gives them."""
    places = sorted(posts)
    for first in range(0, len(places), _PAGE):
        some = places[first : first + _PAGE]
        yield some, [packed(posts[place]) for place in some]


def summary() -> Summary:
    """What is known of a generation of such posts."""
    nothing = np.zeros((0, LATENT), np.float32)
    known = SimpleNamespace(
        digest=SimpleNamespace(topics=tuple(range(TOPICS))),
        space=SimpleNamespace(terms=nothing, moments=Moments.of(nothing)),
        embedded={Answering.name: SimpleNamespace(moments=Moments(np.zeros(WIDTH), np.zeros(0)))},
    )
    return cast(Summary, known)
