"""The writer's view of an index in a cluster: its generations, and the lease to change them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from corpus.filed import hashes_by_id
from corpus.post import Post
from search.engine import parts
from search.engine.distributed import mapping, summary
from search.engine.distributed.address import Address, Settings
from search.engine.distributed.base import HELD, Base
from search.engine.distributed.connection import Connection
from search.engine.distributed.generation import (
    BASE,
    COMMON,
    FORMAT,
    MANIFEST,
    SUMMARY,
    Generations,
    documents_of,
)
from search.engine.distributed.holding.laid import LAID, Laid
from search.engine.distributed.summary import APART, NUMBERS
from search.engine.distributed.writing.documents import documents
from search.engine.distributed.writing.layers import Sent, as_base, numbered, upon
from search.engine.distributed.writing.lease import Lease
from search.engine.location import Location
from search.errors import IndexDamaged, SearchError
from search.index.embedding import DIMENSIONS
from search.index.files.manifest import Manifest, read_manifest
from search.index.files.scratch import scratch_in
from search.index.fulltext import FullText
from search.index.lsa import Lsa
from search.index.part import Opened, Progress
from search.index.tokens.analysed import Analysed

Json = dict[str, Any]

# The piece that must be the same for the posts of a generation to be those of another.
_SETTLED = "settled"
# The content hashes of posts by id: those of a base, and those that a generation has beside it.
_POSTS = "posts"
_STEP = "Sending posts"


@dataclass(frozen=True, slots=True)
class _Earlier:
    """An earlier generation that another may build upon.

    ``terms`` are its terms, and ``numbers`` has that of each number that posts use.
    """

    manifest: Manifest
    laid: Laid
    base: Base
    terms: Sequence[str]
    numbers: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class _Sending:
    """How a generation is sent.

    ``base`` is what it builds upon, or is itself. ``common`` has the pieces of that where it is
    sent too, and ``files`` the checksums of those where it is there. ``of_terms`` are the numbers
    of its terms, ``numbers`` has the terms of those that the base has not.
    """

    sent: Sent
    base: Base
    common: Mapping[str, bytes]
    of_terms: NDArray[np.int32]
    numbers: NDArray[np.int32]
    files: Mapping[str, str]


class Library(Generations):
    """The generations of the index at an address, as a writer sees them."""

    def __init__(self, address: Address) -> None:
        super().__init__(Connection(address, Settings.read()), address.name)
        self.name = address.name
        # The base that was compared with its checksums last, and its pieces by name.
        self._checked: tuple[str, Mapping[str, bytes]] = "", {}

    @classmethod
    def at(cls, location: Location) -> Self:
        """The index at an address; nothing is read yet. Raises ``LocationUnknown``."""
        return cls(Address.of(location))

    def lease(self, timeout: float) -> AbstractContextManager[Lease]:
        """Hold the only right to write; see ``Lease.taken``."""
        return Lease.taken(self.connection, self.name, timeout)

    def manifest(self, generation: str) -> Manifest:
        """The manifest of a generation. Raises ``IndexDamaged`` and ``IndexOutdated``."""
        facts = self.facts(generation)
        found = self.pieces(generation, ["told", LAID, _POSTS])
        base = self.common(summary.base_of(found), [_POSTS])
        laid = Laid.unpacked(found[LAID])
        posts = laid.posts(json.loads(base[_POSTS]), json.loads(found[_POSTS]))
        return Manifest(**facts, posts=posts)

    def check(self, generation: str) -> Manifest:
        """Compare a generation in the cluster with its manifest.

        Raises ``IndexDamaged`` and ``IndexOutdated``.
        """
        files: Mapping[str, str] = self.facts(generation)["files"]
        self._check(generation, files, files)
        return self._counted(generation)

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
            sending = _sending(self._earlier(previous, manifest, opened), manifest, opened, index)
            laid, posts = sending.sent.laid, sending.sent.posts
            if len(posts):
                self.connection.create(index, _body(opened, len(posts)))
                with scratch_in(folder):
                    chosen = documents(opened, posts, laid.places, sending.of_terms)
                    for done in self.connection.fill(index, chosen):
                        say(_STEP, done, len(posts))
            with scratch_in(folder):
                own = _own(sending, manifest, opened)
        finally:
            if (text := opened.get(FullText)) is not None:
                text.close()
        fresh = _checksums(own)
        fresh |= {COMMON + name: told for name, told in _checksums(sending.common).items()}
        files = {**sending.files, **fresh}
        written = {index + SUMMARY: {**own, MANIFEST: _facts(manifest, files)}}
        if sending.common:
            written[index + BASE] = dict(sending.common)
        for name, packed in written.items():
            self.connection.create(name, mapping.summary_body())
            for _ in self.connection.fill(name, documents_of(packed)):
                pass
        self.connection.finish([*written, *([index] if len(posts) else [])])
        self.finish(generation, {one.index: one.gone.tolist() for one in laid.layers})
        self._check(generation, files, fresh)
        self._counted(generation)

    def may_follow(self, previous: str, posts: Sequence[Post]) -> bool:
        """Whether so few posts differ from a generation that only those need to be sent."""
        try:
            laid = Laid.unpacked(self.pieces(previous, [LAID])[LAID])
            before = self.manifest(previous).posts
        except SearchError:
            # It is damaged, or of another form.
            return False
        return upon(laid, before, hashes_by_id(posts), "") is not None

    def common(self, base: str, names: Sequence[str]) -> dict[str, bytes]:
        """As for any reader, but what was just compared with its checksums is not read again."""
        known, checked = self._checked
        if known == base and all(name in checked for name in names):
            return {name: checked[name] for name in names}
        return super().common(base, names)

    def _check(self, generation: str, files: Mapping[str, str], names: Iterable[str]) -> None:
        """Compare pieces of a generation with their checksums. Raises ``IndexDamaged``."""
        upon = summary.base_of(self.pieces(generation, ["told"]))
        checked: dict[str, bytes] = {}
        for name in names:
            bare = name.removeprefix(COMMON)
            if bare == name:
                data = self.pieces(generation, [name])[name]
            else:
                data = checked[bare] = super().common(upon, [bare])[bare]
            if hashlib.sha256(data).hexdigest() != files[name]:
                raise IndexDamaged(f"the {bare} of {generation} differ from what was written")
        if checked:
            self._checked = upon, checked

    def _counted(self, generation: str) -> Manifest:
        """The manifest of a generation that has all of its posts. Raises ``IndexDamaged``."""
        manifest = self.manifest(generation)
        count = self.count(generation)
        if count != len(manifest.posts):
            raise IndexDamaged(f"{generation} has {count} of {len(manifest.posts)} posts")
        return manifest

    def _earlier(self, previous: str | None, manifest: Manifest, opened: Opened) -> _Earlier | None:
        """The previous generation; None if none of its posts can be kept."""
        if previous is None:
            return None
        try:
            known = self.manifest(previous)
            found = self.pieces(previous, ["digest", "told", APART, NUMBERS, _SETTLED, LAID])
            digest = summary.digest_of(found)
            name = summary.base_of(found)
            base = Base.unpacked(name, self.common(name, HELD))
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
        if not (alike and same and settled):
            return None
        words, of_base = base.upon(found[APART])
        numbers = summary.numbers_of(found, of_base)
        return _Earlier(known, Laid.unpacked(found[LAID]), base, words.terms, numbers)


def _sending(earlier: _Earlier | None, manifest: Manifest, opened: Opened, index: str) -> _Sending:
    """How to send a generation, upon an earlier one where that can be."""
    words = opened[Analysed]
    lengths = _mean_lengths(words)
    if earlier is not None:
        sent = upon(earlier.laid, earlier.manifest.posts, manifest.posts, index, lengths)
        if sent is not None:
            of_terms, numbers = numbered(words.terms, earlier.terms, earlier.numbers)
            files = earlier.manifest.files
            there = {name: files[name] for name in files if name.startswith(COMMON)}
            numbers = numbers[len(earlier.base.words.terms) :]
            return _Sending(sent, earlier.base, {}, of_terms, numbers, there)
    base = Base.of(index, opened)
    own = np.arange(len(words.terms), dtype=np.int32)
    common = {**base.packed(), _POSTS: json.dumps(manifest.posts).encode()}
    sent = as_base(index, len(manifest.posts), lengths)
    return _Sending(sent, base, common, own, own[:0], {})


def _own(sending: _Sending, manifest: Manifest, opened: Opened) -> dict[str, bytes]:
    """The pieces of a generation that it has not in common with those that it builds upon."""
    laid = sending.sent.laid
    ids = list(manifest.posts)
    beside = {ids[at]: manifest.posts[ids[at]] for at in laid.beside.tolist()}
    return {
        **summary.packed(opened, laid.places, sending.base, sending.numbers),
        _SETTLED: _settled(opened),
        LAID: laid.packed(),
        _POSTS: json.dumps(beside).encode(),
    }


def _facts(manifest: Manifest, files: Mapping[str, str]) -> bytes:
    """A manifest as it is stored: its posts are told apart."""
    told = {one.name: getattr(manifest, one.name) for one in fields(manifest)}
    del told[_POSTS]
    return json.dumps({**told, "format": FORMAT, "files": files}).encode()


def _checksums(packed: Mapping[str, bytes]) -> dict[str, str]:
    return {name: hashlib.sha256(data).hexdigest() for name, data in packed.items()}


def _body(opened: Opened, posts: int) -> Json:
    """The settings and mapping of an index for some posts of a generation."""
    space = opened.get(Lsa)
    embedded = dict.fromkeys(summary.embeddings(opened), DIMENSIONS)
    return mapping.body(posts, space.terms.shape[1] if space is not None else 0, embedded)


def _settled(opened: Opened) -> bytes:
    """The facts of a generation that the vectors of its posts, and their crowding, depend on."""
    space, embedded = opened.get(Lsa), summary.embeddings(opened)
    samples = [[name, one.crowding.sample] for name, one in embedded.items()]
    return json.dumps([space.sample if space is not None else None, *samples]).encode()


def _mean_lengths(words: Analysed) -> NDArray[np.float64]:
    """The mean length of each part, over the posts that have it; see ``bm25f.worth``."""
    having = np.maximum((words.lengths > 0).sum(axis=0), 1)
    return np.asarray(words.lengths.sum(axis=0) / having, np.float64)
