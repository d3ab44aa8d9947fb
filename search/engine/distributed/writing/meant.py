"""What hangs on the embeddings of a sample of all posts, when only some are known.

That is how crowded it is around posts, and the places of terms among embeddings.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import nsmallest
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from search.engine.distributed.held import held
from search.engine.distributed.mapping import whole
from search.engine.distributed.payload import Payload
from search.engine.distributed.summary import Summary
from search.engine.distributed.writing.census import present
from search.engine.distributed.writing.standing import Standing
from search.engine.distributed.writing.summing import embeddings
from search.index.algebra.crowding import SAMPLE, Crowding, around
from search.index.algebra.fitting import LikeScikitLearn
from search.index.answering import Answering
from search.index.embedding import DIMENSIONS
from search.index.lsa import sample
from search.index.meaning import Meaning
from search.index.part import Opened
from search.index.reading import WholePosts
from search.index.term_places import TermPlaces, fitted
from search.index.tokens.ragged import begins

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = NDArray[np.float32]

# The mean of all is found from so many posts of which it was taken off.
_ASKED = 50


@dataclass(frozen=True, slots=True)
class _Sampled:
    """Some posts by their vectors' hashes, the lowest first: places, rounded vectors, and steps."""

    lowest: list[tuple[bytes, int, NDArray[np.int8], np.float32]]

    def with_more(
        self, places: Sequence[int], vectors: NDArray[np.int8], steps: Floats
    ) -> _Sampled:
        """The sample if there are also these posts."""
        hashes = (hashlib.sha256(row).digest() for row in vectors)
        more = zip(hashes, places, vectors, steps, strict=True)
        return _Sampled(nsmallest(SAMPLE, (*self.lowest, *more), key=itemgetter(0)))


def crowded(
    standing: Standing,
    parts: Opened,
    places: Sequence[int],
    gone: Collection[int],
    moved: Mapping[int, Payload],
) -> Opened:
    """The parts of some posts with how crowded it is around each among all posts.

    ``places`` are theirs, ``gone`` those of posts that no longer count, and ``moved`` has what is
    known of those of them that have not changed, by their positions.
    """
    own = embeddings(parts)
    samples = _samples(standing, own, {*gone, *places})
    wholes: dict[str, WholePosts] = {}
    for number, (name, one) in enumerate(own.items()):
        found = samples[name].with_more(places, one.rounded, one.steps)
        values = _values(standing, found, one, number, places)
        for at, payload in moved.items():
            values[at] = payload.embedded[number].crowding
        wholes[name] = replace(one, crowding=Crowding(values, 0.0, ""))
    meaning, answering = parts.get(Meaning), parts.get(Answering)
    if meaning is not None:
        parts = parts.with_part(replace(meaning, whole=wholes[Meaning.name]))
    if answering is not None:
        parts = parts.with_part(replace(answering, whole=wholes[Answering.name]))
    return parts


def _samples(
    standing: Standing, names: Collection[str], without: Collection[int]
) -> dict[str, _Sampled]:
    """The sample of the standing posts by each model, without those at some places."""
    space = standing.summary.space
    latent = space.terms.shape[1] if space is not None else 0
    found = {name: _Sampled([]) for name in names}
    for places, rows in standing.posts.pages("held"):
        table = held(np.array(places), b"".join(rows), latent, dict.fromkeys(names, DIMENSIONS))
        kept = [n for n, at in enumerate(places) if at not in without]
        listed = [places[n] for n in kept]
        for name in names:
            vectors, steps = table.vectors[whole(name)]
            found[name] = found[name].with_more(listed, vectors[kept], steps[kept])
    return found


def _values(
    standing: Standing,
    found: _Sampled,
    own: WholePosts,
    number: int,
    places: Sequence[int],
) -> Floats:
    """The crowding around each of some posts, less the mean of all."""
    _, at, vectors, steps = zip(*found.lowest, strict=True)
    chosen = np.arange(len(at))
    new = {*places}
    known = [n for n, place in enumerate(at) if place not in new][:_ASKED]
    both = np.concatenate([np.array(vectors), own.rounded])
    both_steps = np.concatenate([np.array(steps, np.float32), own.steps])
    # Posts that are in the sample themselves are compared with the others of it.
    positions = {place: n for n, place in enumerate(at)}
    asked = [positions.get(place, len(at) + n) for n, place in enumerate(places)]
    values = around(both, both_steps, chosen, np.array(asked, np.intp))
    if not known:
        return values
    stored = [p.embedded[number].crowding for p in standing.posts.payloads([at[n] for n in known])]
    off = around(both, both_steps, chosen, np.array(known, np.intp)) - np.array(stored)
    return values - np.float32(np.median(off))


def term_places(
    standing: Standing,
    told: Summary,
    before: Sequence[str],
    now: Sequence[str],
    places: NDArray[np.int64],
    fresh: Mapping[int, Payload],
) -> TermPlaces | None:
    """The places of terms among the embeddings of all posts.

    ``before`` and ``now`` are the content hashes of all posts, ``places`` those of now, and
    ``fresh`` has what is known of those of now that are not in the cluster yet.
    """
    learned, chosen = standing.summary.places, sample(now)
    if learned is not None and {before[n] for n in sample(before)} == {now[n] for n in chosen}:
        ids = present(standing.summary, told.words)[learned.ids]
        still = ids >= 0
        return TermPlaces(ids[still], learned.places[still], learned.steps[still])
    at = places[chosen].tolist()
    stored = iter(standing.posts.payloads([place for place in at if place not in fresh]))
    payloads = [fresh[place] if place in fresh else next(stored) for place in at]
    number = list(told.embedded).index(Answering.name)
    vectors = np.array([one.embedded[number].post for one in payloads])
    return fitted(_times(told, payloads), vectors, LikeScikitLearn())


def _times(told: Summary, posts: Sequence[Payload]) -> csr_array:
    """How often each of some posts says each term itself: posts by terms."""
    # Imported here: it takes time to load, and only digests with embeddings need it.
    from search.index.algebra.sparse import csr_array

    own = [np.flatnonzero(post.times) for post in posts]
    terms = [told.terms.of([post])[said] for post, said in zip(posts, own, strict=True)]
    times = [post.times[said].astype(np.float32) for post, said in zip(posts, own, strict=True)]
    rows = begins([len(said) for said in own])
    shape = (len(posts), len(told.words.terms))
    return csr_array((np.concatenate(times), np.concatenate(terms), rows), shape=shape)
