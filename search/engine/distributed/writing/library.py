"""The writer's view of an index in a cluster: its generations, and the lease to change them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

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
    MANIFEST,
    SUMMARY,
    Generations,
    documents_of,
)
from search.engine.distributed.holding.laid import LAID, Laid
from search.engine.distributed.summary import APART, NUMBERS
from search.engine.distributed.writing.layers import upon
from search.engine.distributed.writing.lease import Lease
from search.engine.distributed.writing.sending import (
    POSTS,
    SETTLED,
    Earlier,
    Sending,
    checksums,
    sending,
    settled,
)
from search.engine.location import Location
from search.errors import IndexDamaged, SearchError
from search.index.files.manifest import Manifest, read_manifest
from search.index.files.scratch import scratch_in
from search.index.fulltext import FullText
from search.index.part import Opened, Progress

Json = dict[str, Any]

_STEP = "Sending posts"


class Library(Generations):
    """The generations of the index at an address, as a writer sees them."""

    def __init__(self, address: Address) -> None:
        super().__init__(Connection(address, Settings.read()), address.name)
        self.name = address.name
        # The base that was compared with its checksums last, and its pieces by name.
        self._checked: tuple[str, Mapping[str, bytes]] = "", {}
        # The manifest of the generation that was checked last, which grows with the posts.
        self._manifest: tuple[str, Manifest] | None = None

    @classmethod
    def at(cls, location: Location) -> Self:
        """The index at an address; nothing is read yet. Raises ``LocationUnknown``."""
        return cls(Address.of(location))

    def lease(self, timeout: float) -> AbstractContextManager[Lease]:
        """Hold the only right to write; see ``Lease.taken``."""
        return Lease.taken(self.connection, self.name, timeout)

    def manifest(self, generation: str) -> Manifest:
        """The manifest of a generation. Raises ``IndexDamaged`` and ``IndexOutdated``."""
        if self._manifest is not None and self._manifest[0] == generation:
            return self._manifest[1]
        facts = self.facts(generation)
        found = self.pieces(generation, ["told", LAID, POSTS])
        base = self.common(summary.base_of(found), [POSTS])
        laid = Laid.unpacked(found[LAID])
        posts = laid.posts(json.loads(base[POSTS]), json.loads(found[POSTS]))
        return Manifest(**facts, posts=posts)

    def check(self, generation: str) -> Manifest:
        """Compare a generation in the cluster with its manifest.

        Raises ``IndexDamaged`` and ``IndexOutdated``.
        """
        files: Mapping[str, str] = self.facts(generation)["files"]
        self._manifest = None
        self._check(generation, files, files)
        manifest = self._counted(generation)
        self._manifest = generation, manifest
        return manifest

    def write(
        self, generation: str, folder: Path, say: Progress, previous: str | None = None
    ) -> None:
        """Send the generation in a folder to the cluster, and finish it. It is not live yet.

        Posts that the ``previous`` one has there are not sent again, unless most of them would have
        to be. Raises ``IndexDamaged`` when the cluster has not all of it afterwards.
        """
        opened = parts.load(folder)
        manifest = read_manifest(folder)
        try:
            with scratch_in(folder):
                earlier = self._earlier(previous, manifest, opened)
                self.put(
                    generation, sending(earlier, manifest, opened, self.index(generation)), say
                )
        finally:
            if (text := opened.get(FullText)) is not None:
                text.close()
        self._counted(generation)

    def put(self, generation: str, told: Sending, say: Progress) -> None:
        """Store a generation, and finish it. Raises ``IndexDamaged`` if not all is there then."""
        index = self.index(generation)
        if told.count:
            self.connection.create(index, told.body)
            for done in self.connection.fill(index, told.documents):
                say(_STEP, done, told.count)
        fresh = checksums(told.own)
        fresh |= {COMMON + name: mark for name, mark in checksums(told.common).items()}
        files = {**told.files, **fresh}
        written = {index + SUMMARY: {**told.own, MANIFEST: told.manifest(files)}}
        if told.common:
            written[index + BASE] = dict(told.common)
        for name, packed in written.items():
            self.connection.create(name, mapping.summary_body())
            for _ in self.connection.fill(name, documents_of(packed)):
                pass
        self.connection.finish([*written, *([index] if told.count else [])])
        self.finish(generation, {one.index: one.gone.tolist() for one in told.laid.layers})
        self._check(generation, files, fresh)
        count, posts = self.count(generation), len(told.laid.within)
        if count != posts:
            raise IndexDamaged(f"{generation} has {count} of {posts} posts")

    def is_settled(self, generation: str, folder: Path) -> bool:
        """Whether a generation's posts fit what was fitted for the one in a folder."""
        return self.pieces(generation, [SETTLED])[SETTLED] == settled(Opened(folder))

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

    def _earlier(self, previous: str | None, manifest: Manifest, opened: Opened) -> Earlier | None:
        """The previous generation; None if none of its posts can be kept."""
        if previous is None:
            return None
        try:
            known = self.manifest(previous)
            found = self.pieces(previous, ["digest", "told", APART, NUMBERS, SETTLED, LAID])
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
        if not (alike and same and found[SETTLED] == settled(opened)):
            return None
        words, of_base = base.upon(found[APART])
        numbers = summary.numbers_of(found, of_base)
        return Earlier(known, Laid.unpacked(found[LAID]), base, words.terms, numbers)
