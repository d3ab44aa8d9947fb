"""Generations of an index in a cluster: written, put live by one request, withdrawn, removed.

A generation is two indexes, one of its posts and one of its summary, which are never changed once
they are finished. Aliases say which are finished, live or withdrawn; a request changes some of them
from one moment to the next.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from search.engine import parts
from search.engine.distributed import documents, mapping, pieces, summary
from search.engine.distributed.connection import Connection
from search.engine.distributed.pieces import SUMMARY
from search.errors import GenerationGone, IndexDamaged, IndexOutdated
from search.index.embedding import DIMENSIONS
from search.index.files.folder import NAME, age
from search.index.files.manifest import FORMAT, Manifest, read_manifest
from search.index.fulltext import FullText
from search.index.lsa import Lsa
from search.index.part import Progress

Json = dict[str, Any]
Role = Literal["live", "finished", "withdrawn"]

_ROLES: tuple[Role, ...] = ("live", "finished", "withdrawn")
_MANIFEST = "manifest"
# What changes in a generation changes its format: that of its parts, or of its documents.
_FORMAT = 1_000 * mapping.FORMAT + FORMAT
_STEP = "Sending posts"


@dataclass(frozen=True, slots=True)
class Roles:
    """The generations of this version's format, by what they are."""

    live: str | None
    finished: tuple[str, ...]
    withdrawn: str | None


class Generations:
    """The generations of the index with a name, in a cluster."""

    def __init__(self, connection: Connection, name: str) -> None:
        self.connection = connection
        self._prefix = f"pprsearch.{name}."
        self._index = re.compile(rf"{re.escape(self._prefix)}({NAME.pattern})(?:{SUMMARY})?")

    def index(self, generation: str) -> str:
        """The name of the index that has the posts of a generation."""
        return self._prefix + generation

    def roles(self) -> Roles:
        """Which generations are live, finished and withdrawn, found in one request."""
        found = self.connection.aliases([self._alias(role) for role in _ROLES])
        named = {
            role: [index.removeprefix(self._prefix) for index in found.get(self._alias(role), ())]
            for role in _ROLES
        }
        finished = tuple(sorted(named["finished"], key=age))
        live, withdrawn = (next(iter(named[role]), None) for role in ("live", "withdrawn"))
        return Roles(live, finished, withdrawn)

    def live(self) -> str | None:
        """The generation that serves."""
        alias = self._alias("live")
        found = self.connection.aliases([alias]).get(alias, ())
        return found[0].removeprefix(self._prefix) if found else None

    def all_finished(self) -> frozenset[str]:
        """The generations that are finished in whatever format: other versions may serve them."""
        names = self.connection.aliases([f"{self._prefix}f*.finished"]).values()
        return frozenset(one.removeprefix(self._prefix) for found in names for one in found)

    def sizes(self) -> dict[str, int]:
        """The bytes of every generation that there is anything of, finished or not."""
        found: dict[str, int] = {}
        for index, size in self.connection.indexes(self._prefix + "*").items():
            named = self._index.fullmatch(index)
            if named:
                found[named[1]] = found.get(named[1], 0) + size
        return found

    def write(self, generation: str, folder: Path, say: Progress) -> None:
        """Put the generation in a folder into the cluster, where it is finished but not live.

        Raises ``IndexDamaged`` when the cluster has not all of it afterwards.
        """
        opened = parts.load(folder)
        manifest = read_manifest(folder)
        index = self.index(generation)
        space = opened.get(Lsa)
        size = len(manifest.posts)
        embedded = dict.fromkeys(summary.embeddings(opened), DIMENSIONS)
        body = mapping.body(size, space.terms.shape[1] if space is not None else 0, embedded)
        try:
            self.connection.create(index, body)
            self.connection.create(index + SUMMARY, mapping.summary_body())
            for done in self.connection.fill(index, documents.documents(opened)):
                say(_STEP, done, size)
            packed = summary.packed(opened)
        finally:
            opened[FullText].close()
        told = asdict(manifest) | {
            "format": _FORMAT,
            "files": {name: hashlib.sha256(data).hexdigest() for name, data in packed.items()},
        }
        packed[_MANIFEST] = json.dumps(told).encode()
        for _ in self.connection.fill(index + SUMMARY, pieces.documents(packed)):
            pass
        self.connection.finish([index, index + SUMMARY])
        self.check(generation)
        self.connection.move([self._add("finished", generation)])

    def manifest(self, generation: str) -> Manifest:
        """The manifest of a generation. Raises ``IndexDamaged`` and ``IndexOutdated``."""
        found = pieces.read(self.connection, self.index(generation), [_MANIFEST])
        told: Json = json.loads(found[_MANIFEST])
        if told["format"] != _FORMAT:
            raise IndexOutdated(f"generation {generation} has format {told['format']}")
        return Manifest(**told)

    def check(self, generation: str) -> Manifest:
        """Hold what the cluster has of a generation against its manifest.

        Raises ``IndexDamaged`` and ``IndexOutdated``.
        """
        manifest = self.manifest(generation)
        index = self.index(generation)
        for name, expected in manifest.files.items():
            data = pieces.read(self.connection, index, [name])[name]
            if hashlib.sha256(data).hexdigest() != expected:
                raise IndexDamaged(f"the {name} of {generation} differ from what was written")
        count = self.count(generation)
        if count != len(manifest.posts):
            raise IndexDamaged(f"{generation} has {count} posts of {len(manifest.posts)}")
        return manifest

    def count(self, generation: str) -> int:
        """How many posts the cluster has of a generation. Raises ``IndexDamaged`` for none."""
        try:
            return self.connection.count(self.index(generation))
        except GenerationGone as error:
            raise IndexDamaged(f"generation {generation} has no posts") from error

    def pieces(self, generation: str, names: Sequence[str]) -> dict[str, bytes]:
        """Some pieces of the summary of a generation."""
        return pieces.read(self.connection, self.index(generation), names)

    def put_live(self, generation: str) -> None:
        """From one moment to the next, a generation is the live one."""
        self._change(lambda roles: [*self._drop("live", roles.live), self._add("live", generation)])

    def go_back(self, live: str, before: str) -> None:
        """The one before is live again, and the live one is withdrawn, at the same moment."""
        self._change(
            lambda roles: [
                *self._drop("live", live),
                *self._drop("withdrawn", roles.withdrawn),
                self._add("withdrawn", live),
                self._add("live", before),
            ]
        )

    def forget_withdrawn(self) -> None:
        """No generation is withdrawn any more."""
        self._change(lambda roles: self._drop("withdrawn", roles.withdrawn))

    def discard(self, generations: Sequence[str]) -> None:
        """Remove generations, finished or not: their aliases go first."""
        finished = set(self.roles().finished)
        gone = [name for name in generations if name in finished]
        actions = [action for name in gone for action in self._drop("finished", name)]
        if actions:
            self.connection.move(actions)
        indexes = [self.index(name) for name in generations]
        self.connection.delete([*indexes, *(index + SUMMARY for index in indexes)])

    def _change(self, actions: Callable[[Roles], list[Json]]) -> None:
        found = actions(self.roles())
        if found:
            self.connection.move(found)

    def _alias(self, role: Role) -> str:
        """What generations are called by what they are, and by the form of their documents."""
        return f"{self._prefix}f{_FORMAT}.{role}"

    def _add(self, role: Role, generation: str) -> Json:
        return {"add": {"index": self.index(generation), "alias": self._alias(role)}}

    def _drop(self, role: Role, generation: str | None) -> list[Json]:
        if generation is None:
            return []
        return [{"remove": {"index": self.index(generation), "alias": self._alias(role)}}]
