"""The summary of a generation, held in memory. Its size grows with the words, not the posts.

What it shares with those that it builds on is in their base.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from corpus.digest import Digest
from corpus.json_values import WrongValue, from_json
from search import weights
from search.engine.distributed.base import Base
from search.engine.distributed.payload import Payload
from search.errors import IndexOutdated
from search.index.algebra.cosines import Moments
from search.index.algebra.fitting import dampened
from search.index.answering import Answering
from search.index.lsa import Lsa
from search.index.meaning import Meaning
from search.index.term_places import TermPlaces
from search.index.tfidf import PostVectors
from search.index.tokens.ragged import begins
from search.index.tokens.wordlist import Wordlist
from search.results import FacetValue
from search.text.analyzer import Analyzer, analyzer_of

Floats = NDArray[np.float32]
Kind = TypeVar("Kind", np.int32, np.uint16, np.float32)

# The kinds of embeddings that posts may have, by the names of their legs.
EMBEDDINGS = (Meaning.name, Answering.name)
# The pieces that a reader holds.
APART, NUMBERS = "apart", "numbers"
HELD = ("digest", "told", "arrays", APART, NUMBERS)
# Told of a generation that was made from changed posts alone.
BY_CHANGES = "by_changes"


@dataclass(frozen=True, slots=True)
class Terms:
    """The document frequency and rarity of each term; see ``lexicon.Frequencies``.

    ``least`` is the lowest weight of each in a post that has it, ``spoken`` whether a post says it
    other than in its citation, ``own`` how many posts have it in title, summary or implications,
    and ``idf`` what that makes it count in a vector; see ``fitting.Fitting``. ``numbers`` has the
    present term of each number by which posts name theirs, -1 for one that is gone; None where they
    are the same.
    """

    size: int
    having: NDArray[np.int64]
    rarity: Floats
    least: Floats
    spoken: NDArray[np.bool_]
    own: NDArray[np.int64]
    idf: Floats
    numbers: NDArray[np.int32] | None

    def among(self, rarity: Floats) -> Terms:
        """The same terms with another rarity, such as that among more posts."""
        return replace(self, rarity=rarity, least=self.least * (rarity / self.rarity))

    def frequency(self, term: int) -> int:
        """How many posts have the term."""
        return int(self.having[term])

    def of(self, posts: Sequence[Payload]) -> NDArray[np.int32]:
        """The terms of some posts, post after post."""
        found = joined([post.terms for post in posts], np.int32)
        return found if self.numbers is None else self.numbers[found]

    def weights(self, posts: Sequence[Payload], terms: NDArray[np.int32]) -> Floats:
        """The BM25F weights of the terms of some posts."""
        shares = joined([post.shares for post in posts], np.float32)
        return shares * self.rarity[terms] * np.float32(weights.K1 + 1)

    def vectors(self, posts: Sequence[Payload]) -> PostVectors:
        """The TF-IDF vectors of some posts."""
        terms, times = self.of(posts), joined([post.times for post in posts], np.uint16)
        owner = np.repeat(np.arange(len(posts)), [len(post.terms) for post in posts])
        own = np.flatnonzero(times)
        if self.numbers is not None:
            own = own[np.lexsort((terms[own], owner[own]))]
        terms, owner = terms[own], owner[own]
        values = dampened(times[own].astype(np.float32)) * self.idf[terms]
        lengths = np.sqrt(np.bincount(owner, values * values, len(posts)))
        values /= np.maximum(lengths, 1e-9).astype(np.float32)[owner]
        return PostVectors(
            begins(np.bincount(owner, minlength=len(posts))), terms, values, len(self.idf)
        )


@dataclass(frozen=True, slots=True)
class Embedding:
    """The ``moments`` of the posts' embeddings by one model.

    ``nearness`` are those of the same at the lengths by which nearness counts them.
    """

    moments: Moments
    nearness: Moments


@dataclass(frozen=True, slots=True)
class PlacedCompanions:
    """The companions of each post; see ``Companions``. ``places`` are those of all posts."""

    nearest: NDArray[np.int32]
    places: NDArray[np.int64]

    def positions(self, places: NDArray[np.int64] | Sequence[int]) -> NDArray[np.intp]:
        """The positions of the posts at some places."""
        return np.searchsorted(self.places, places)


@dataclass(frozen=True, slots=True)
class Summary:
    """What is known of a generation without reading its posts.

    ``space`` is the latent space without posts in it, ``embedded`` the kinds of embeddings that
    posts have, by the names of their legs, and ``places`` are those of terms among embeddings.
    """

    digest: Digest
    analyzer: Analyzer
    words: Wordlist
    terms: Terms
    space: Lsa | None
    embedded: Mapping[str, Embedding]
    places: TermPlaces | None
    companions: PlacedCompanions | None
    labels: Mapping[int, str]
    for_practice: bool
    topics: tuple[FacetValue, ...]
    kinds: tuple[FacetValue, ...]
    months: tuple[FacetValue, ...]


def packed(
    summary: Summary,
    settings: bytes,
    base: Base,
    numbers: NDArray[np.int32],
    *,
    by_changes: bool = False,
) -> dict[str, bytes]:
    """The pieces of a generation's summary by name.

    ``settings`` are those of its digest as they are stored, ``numbers`` the present term of each
    number beyond those of the ``base``; see ``Terms``. ``by_changes`` says that it was made from
    changed posts alone.
    """
    terms, space, companions, learned = (
        summary.terms,
        summary.space,
        summary.companions,
        summary.places,
    )
    arrays: dict[str, NDArray[Any]] = {
        "having": terms.having.astype(np.int32),
        "rarity": terms.rarity,
        "least": terms.least,
        "spoken": terms.spoken,
        "own": terms.own.astype(np.int32),
        "labelled": np.array(sorted(summary.labels), np.int32),
    }
    if space is not None:
        arrays |= {"space_mean": space.moments.mean, "space_square": space.moments.square}
    for name, one in summary.embedded.items():
        for kind, moments in ((name, one.moments), (f"{name}_near", one.nearness)):
            arrays |= {f"{kind}_mean": moments.mean, f"{kind}_square": moments.square}
    if learned is not None:
        arrays |= {"placed": learned.ids, "placed_at": learned.places, "placed_by": learned.steps}
    if companions is not None:
        arrays |= {"companions": companions.nearest, "places": companions.places}
    told = {
        "base": base.name,
        "posts": terms.size,
        "sample": space.sample if space is not None else "",
        "for_practice": summary.for_practice,
        "labels": [summary.labels[n] for n in sorted(summary.labels)],
        **{
            name: [[v.value, v.label, v.count] for v in getattr(summary, name)]
            for name in ("topics", "kinds", "months")
        },
        **({BY_CHANGES: True} if by_changes else {}),
    }
    listed = io.BytesIO()
    np.savez(listed, allow_pickle=False, **arrays)
    return {
        "digest": settings,
        APART: base.apart(summary.words),
        NUMBERS: numbers.astype("<i4").tobytes(),
        "told": json.dumps(told, ensure_ascii=False).encode(),
        "arrays": listed.getvalue(),
    }


def unpacked(pieces: Mapping[str, bytes], base: Base) -> Summary:
    """The summary in pieces made by ``packed``, upon its base. Raises ``IndexOutdated``."""
    told: dict[str, Any] = json.loads(pieces["told"])
    digest = digest_of(pieces)
    with np.load(io.BytesIO(pieces["arrays"]), allow_pickle=False) as opened:
        arrays = {name: opened[name] for name in opened.files}
    words, of_base = base.upon(pieces[APART])
    space, placed = None, base.space(of_base)
    if placed is not None:
        nobody = np.empty((0, placed[1].shape[1]), np.float32)
        space = Lsa(*placed, nobody, _moments(arrays, "space"), told["sample"])
    return Summary(
        digest=digest,
        analyzer=analyzer_of(digest.vocabulary, digest.language),
        words=words,
        terms=Terms(
            size=told["posts"],
            having=arrays["having"].astype(np.int64),
            own=arrays["own"].astype(np.int64),
            idf=idf(arrays["own"], told["posts"]),
            numbers=numbers_of(pieces, of_base) if pieces[APART] or pieces[NUMBERS] else None,
            **{name: arrays[name] for name in ("rarity", "least", "spoken")},
        ),
        space=space,
        embedded={
            name: Embedding(_moments(arrays, name), _moments(arrays, f"{name}_near"))
            for name in EMBEDDINGS
            if f"{name}_mean" in arrays
        },
        places=TermPlaces(arrays["placed"], arrays["placed_at"], arrays["placed_by"])
        if "placed" in arrays
        else None,
        companions=PlacedCompanions(arrays["companions"], arrays["places"])
        if "companions" in arrays
        else None,
        labels=dict(zip(arrays["labelled"].tolist(), told["labels"], strict=True)),
        for_practice=told["for_practice"],
        topics=_values(told["topics"]),
        kinds=_values(told["kinds"]),
        months=_values(told["months"]),
    )


def is_by_changes(pieces: Mapping[str, bytes]) -> bool:
    """Whether a generation was made from changed posts alone."""
    return BY_CHANGES in json.loads(pieces["told"])


def base_of(pieces: Mapping[str, bytes]) -> str:
    """The name of the base of a generation."""
    told: dict[str, Any] = json.loads(pieces["told"])
    return str(told["base"])


def numbers_of(pieces: Mapping[str, bytes], of_base: NDArray[np.int32]) -> NDArray[np.int32]:
    """The term of each number that posts use for it: those of the base, and the others."""
    return np.concatenate([of_base, np.frombuffer(pieces[NUMBERS], "<i4")])


def idf(own: NDArray[np.int64], posts: int) -> Floats:
    """The inverse document frequency of terms in TF-IDF vectors; see ``fitting.Fitting``."""
    return (np.log((posts + 1) / (own + 1)) + 1).astype(np.float32)


def joined(arrays: Sequence[NDArray[Kind]], kind: type[Kind]) -> NDArray[Kind]:
    """Arrays concatenated; none give an empty one."""
    return np.concatenate([np.empty(0, kind), *arrays], dtype=kind)


def _moments(arrays: Mapping[str, NDArray[Any]], name: str) -> Moments:
    return Moments(arrays[f"{name}_mean"], arrays[f"{name}_square"])


def digest_of(pieces: Mapping[str, bytes]) -> Digest:
    """The digest of a generation, without its posts. Raises ``IndexOutdated``."""
    try:
        return from_json(Digest, json.loads(pieces["digest"]))
    except WrongValue as error:
        raise IndexOutdated(f"the generation has another setting, {error.field}") from error


def _values(told: list[tuple[str, str, int]]) -> tuple[FacetValue, ...]:
    return tuple(FacetValue(value, label, count) for value, label, count in told)
