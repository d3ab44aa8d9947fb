"""What is sent of a generation: its posts, its own pieces, and what others will share with it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.engine.distributed import mapping, summary
from search.engine.distributed.base import Base
from search.engine.distributed.generation import COMMON, FORMAT
from search.engine.distributed.holding.laid import LAID, Laid
from search.engine.distributed.writing.documents import Documents, counts_of
from search.engine.distributed.writing.layers import Sent, as_base, numbered, upon
from search.engine.distributed.writing.summing import embeddings, summed
from search.index.bm25f import mean_lengths
from search.index.embedding import DIMENSIONS
from search.index.files.manifest import Manifest
from search.index.files.settings import SETTINGS
from search.index.lsa import Lsa
from search.index.part import Opened
from search.index.tokens.analysed import Analysed

Json = dict[str, Any]

# The piece that must be the same for the posts of a generation to be those of another.
SETTLED = "settled"
# The content hashes of posts by id: those of a base, and those that a generation has beside it.
POSTS = "posts"


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier generation that another may build upon.

    ``terms`` are its terms, and ``numbers`` has that of each number that posts use.
    """

    manifest: Manifest
    laid: Laid
    base: Base
    terms: Sequence[str]
    numbers: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Sending:
    """A generation as it is sent.

    ``laid`` are its layers, and ``documents`` are those of the ``count`` posts that are sent, into
    an index with the mapping ``body``. ``own`` are its own pieces. ``common`` has the pieces of its
    base where that is sent too, and ``files`` the checksums of those where it is there. ``facts``
    are those of its manifest.
    """

    laid: Laid
    count: int
    body: Json
    documents: Iterator[tuple[str, Json]]
    own: Mapping[str, bytes]
    common: Mapping[str, bytes]
    files: Mapping[str, str]
    facts: Mapping[str, Any]

    def manifest(self, files: Mapping[str, str]) -> bytes:
        """The manifest as it is stored, with the checksums of all pieces."""
        return json.dumps({**self.facts, "format": FORMAT, "files": files}).encode()


def sending(earlier: Earlier | None, manifest: Manifest, opened: Opened, index: str) -> Sending:
    """How to send a whole generation, upon an earlier one where that can be."""
    words = opened[Analysed]
    sent, base, common, of_terms, numbers, files = _upon(earlier, manifest, opened, index)
    laid, posts = sent.laid, sent.posts
    told = summed(opened, laid.places)
    counts = counts_of(words.terms, told.terms.idf, opened.digest, opened.analyzer)
    ids = list(manifest.posts)
    beside = {ids[at]: manifest.posts[ids[at]] for at in laid.beside.tolist()}
    settings = (opened.folder / SETTINGS).read_bytes()
    facts = {one.name: getattr(manifest, one.name) for one in fields(manifest)}
    del facts[POSTS]
    return Sending(
        laid=laid,
        count=len(posts),
        body=body(len(posts), told),
        documents=Documents(opened, of_terms).of(posts, laid.places, counts),
        own={
            **summary.packed(told, settings, base, numbers),
            SETTLED: settled(opened),
            LAID: laid.packed(),
            POSTS: json.dumps(beside).encode(),
        },
        common=common,
        files=files,
        facts=facts,
    )


def _upon(
    earlier: Earlier | None, manifest: Manifest, opened: Opened, index: str
) -> tuple[
    Sent, Base, Mapping[str, bytes], NDArray[np.int32], NDArray[np.int32], Mapping[str, str]
]:
    """What is sent, its base, the base's pieces if it is sent as well, and numbers of terms.

    These are those of its terms, and the terms of those that the base has not. Last come the
    checksums of the base's pieces if it is there.
    """
    words = opened[Analysed]
    lengths = mean_lengths(words)
    if earlier is not None:
        sent = upon(earlier.laid, earlier.manifest.posts, manifest.posts, index, lengths)
        if sent is not None:
            of_terms, numbers = numbered(words.terms, earlier.terms, earlier.numbers)
            numbers = numbers[len(earlier.base.words.terms) :]
            return sent, earlier.base, {}, of_terms, numbers, of_common(earlier.manifest.files)
    base = Base.of(index, opened)
    own = np.arange(len(words.terms), dtype=np.int32)
    common = {**base.packed(), POSTS: json.dumps(manifest.posts).encode()}
    return as_base(index, len(manifest.posts), lengths), base, common, own, own[:0], {}


def of_common(files: Mapping[str, str]) -> dict[str, str]:
    """The checksums of those pieces that a generation has in common with others."""
    return {name: told for name, told in files.items() if name.startswith(COMMON)}


def checksums(packed: Mapping[str, bytes]) -> dict[str, str]:
    """The SHA-256 of each piece, in hexadecimal."""
    return {name: hashlib.sha256(data).hexdigest() for name, data in packed.items()}


def body(posts: int, told: summary.Summary) -> Json:
    """The settings and mapping of an index for so many posts of a generation."""
    dimensions = told.space.terms.shape[1] if told.space is not None else 0
    return mapping.body(posts, dimensions, dict.fromkeys(told.embedded, DIMENSIONS))


def settled(opened: Opened) -> bytes:
    """The facts of a generation that the vectors of its posts, and their crowding, depend on."""
    space, embedded = opened.get(Lsa), embeddings(opened)
    samples = [[name, one.crowding.sample] for name, one in embedded.items()]
    return json.dumps([space.sample if space is not None else None, *samples]).encode()
