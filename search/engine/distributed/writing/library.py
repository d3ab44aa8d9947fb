"""The writer's view of an index in a cluster: its generations, and the lease to change them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from corpus.post import Post
from search.engine import parts
from search.engine.distributed import mapping, pieces, summary
from search.engine.distributed.address import Address, Settings
from search.engine.distributed.connection import Connection
from search.engine.distributed.generation import FORMAT, MANIFEST, Generations
from search.engine.distributed.pieces import SUMMARY
from search.engine.distributed.summary import NUMBERS
from search.engine.distributed.writing.documents import documents
from search.engine.distributed.writing.layers import Laid, Sent, as_base, numbered, upon
from search.engine.distributed.writing.lease import Lease
from search.engine.location import Location
from search.errors import SearchError
from search.index.embedding import DIMENSIONS
from search.index.files.manifest import Manifest, read_manifest
from search.index.fulltext import FullText
from search.index.lsa import Lsa
from search.index.part import Opened, Progress
from search.index.tokens.analysed import Analysed

Json = dict[str, Any]

# The piece that tells where posts lie, which no reader needs.
_LAID = "laid"
# The piece that must be the same for the posts of a generation to be those of another.
_SETTLED = "settled"
_STEP = "Sending posts"


@dataclass(frozen=True, slots=True)
class _Earlier:
    """An earlier generation that another may build upon; pieces by their names."""

    manifest: Manifest
    pieces: dict[str, bytes]


class Library(Generations):
    """The generations of the index at an address, as a writer sees them."""

    def __init__(self, address: Address) -> None:
        super().__init__(Connection(address, Settings.read()), address.name)
        self.name = address.name

    @classmethod
    def at(cls, location: Location) -> Self:
        """The index at an address; nothing is read yet. Raises ``LocationUnknown``."""
        return cls(Address.of(location))

    def lease(self, timeout: float) -> AbstractContextManager[Lease]:
        """Hold the only right to write; see ``Lease.taken``."""
        return Lease.taken(self.connection, self.name, timeout)

    def write(
        self, generation: str, folder: Path, say: Progress, previous: str | None = None
    ) -> None:
        """Send the generation in a folder to the cluster, and finish it. It is not live yet.

        Posts that the ``previous`` one has there are not sent again, unless most of them would have
        to be. Raises ``IndexDamaged`` when the cluster has not all of it afterwards.
        """
        opened = parts.load(folder)
        manifest = read_manifest(folder)
        index = self.index(generation)
        try:
            earlier = self._earlier(previous, manifest, opened)
            sent, of_terms, numbers = self._sent(earlier, manifest, opened, index)
            self.connection.create(index + SUMMARY, mapping.summary_body())
            if len(sent.posts):
                self.connection.create(index, _body(opened, len(sent.posts)))
                chosen = documents(opened, sent.posts, sent.laid.places, of_terms)
                for done in self.connection.fill(index, chosen):
                    say(_STEP, done, len(sent.posts))
            packed = summary.packed(opened, sent.laid.places, numbers)
            packed[_SETTLED] = _settled(opened)
            packed[_LAID] = sent.laid.packed()
        finally:
            if (text := opened.get(FullText)) is not None:
                text.close()
        told = asdict(manifest) | {
            "format": FORMAT,
            "files": {name: hashlib.sha256(data).hexdigest() for name, data in packed.items()},
        }
        packed[MANIFEST] = json.dumps(told).encode()
        for _ in self.connection.fill(index + SUMMARY, pieces.documents(packed)):
            pass
        written = [index + SUMMARY, *([index] if len(sent.posts) else [])]
        self.connection.finish(written)
        self.finish(generation, {one.index: one.gone.tolist() for one in sent.laid.layers})
        self.check(generation)

    def may_follow(self, previous: str, posts: Sequence[Post]) -> bool:
        """Whether so few posts differ from a generation that only those need to be sent."""
        try:
            laid = Laid.unpacked(self.pieces(previous, [_LAID])[_LAID])
            before = self.manifest(previous).posts
        except SearchError:
            # It is damaged, or of another form.
            return False
        return upon(laid, before, {post.id: post.content_hash for post in posts}, "") is not None

    def _earlier(self, previous: str | None, manifest: Manifest, opened: Opened) -> _Earlier | None:
        """The previous generation; None if none of its posts can be kept."""
        if previous is None:
            return None
        try:
            known = self.manifest(previous)
            found = self.pieces(previous, ["digest", _SETTLED, _LAID, NUMBERS, "terms"])
            digest = summary.digest_of(found)
        except SearchError:
            # It is damaged, or of another form.
            return None
        alike = all(
            getattr(known, name) == getattr(manifest, name)
            for name in ("version", "analysis", "semantic")
        )
        # A renamed post is another post; that it was renamed changes no document but its own.
        same = replace(digest, renamed=()) == replace(opened.digest, renamed=())
        settled = found[_SETTLED] == _settled(opened)
        return _Earlier(known, found) if alike and same and settled else None

    def _sent(
        self, earlier: _Earlier | None, manifest: Manifest, opened: Opened, index: str
    ) -> tuple[Sent, NDArray[np.int32], NDArray[np.int32] | None]:
        """What to send, the number of each term, and the terms by number if these differ."""
        words = opened[Analysed]
        lengths = _mean_lengths(words)
        if earlier is not None:
            laid, before = Laid.unpacked(earlier.pieces[_LAID]), earlier.manifest.posts
            sent = upon(laid, before, manifest.posts, index, lengths)
            if sent is not None:
                numbers = summary.numbers_of(earlier.pieces)
                terms = summary.lines(earlier.pieces["terms"])
                return sent, *numbered(words.terms, terms, numbers)
        own = np.arange(len(words.terms), dtype=np.int32)
        return as_base(index, len(manifest.posts), lengths), own, None


def _body(opened: Opened, posts: int) -> Json:
    """The settings and mapping of an index for some posts of a generation."""
    space = opened.get(Lsa)
    embedded = dict.fromkeys(summary.embeddings(opened), DIMENSIONS)
    return mapping.body(posts, space.terms.shape[1] if space is not None else 0, embedded)


def _settled(opened: Opened) -> bytes:
    """The facts of a generation that the vectors of its posts depend on."""
    space = opened.get(Lsa)
    told = [space.sample if space is not None else None, *summary.embeddings(opened)]
    return json.dumps(told).encode()


def _mean_lengths(words: Analysed) -> NDArray[np.float64]:
    """The mean length of each part, over the posts that have it; see ``bm25f.worth``."""
    having = np.maximum((words.lengths > 0).sum(axis=0), 1)
    return np.asarray(words.lengths.sum(axis=0) / having, np.float64)
