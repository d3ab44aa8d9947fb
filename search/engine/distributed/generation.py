"""Generations of an index in a cluster: put live by one request, withdrawn, removed.

A generation is an index of its summary, and some of posts, which it may share with others: its own
has what those before lack. What it has in common with those is in an index beside the first of
these. None is changed once it is finished. An alias stands for its posts, with a filter for those
of earlier ones that it has no more; others say which generations are finished, live or withdrawn. A
request changes some aliases from one moment to the next.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from search.engine.distributed import mapping
from search.engine.distributed.connection import Connection
from search.errors import GenerationGone, IndexDamaged, IndexOutdated
from search.index.files import manifest as manifests
from search.index.files.folder import NAME, age

Json = dict[str, Any]
Role = Literal["live", "finished", "withdrawn"]

# How the names of all indexes begin.
PREFIX = "pprsearch."
# The endings of the names of the indexes that have the summary of a generation, and what it has in
# common with those that build on it: named pieces of bytes, split into documents.
SUMMARY, BASE = ".summary", ".base"
# How the names of pieces that are common to those upon a base begin in a manifest.
COMMON = "base/"
# So many bytes of a piece are in one document.
_BYTES = 4 * 2**20
_ROLES: tuple[Role, ...] = ("live", "finished", "withdrawn")
MANIFEST = "manifest"
# What changes in a generation changes its format: that of its parts, or of its documents.
FORMAT = 1_000 * mapping.FORMAT + manifests.FORMAT


@dataclass(frozen=True, slots=True)
class Roles:
    """The generations in this version's format, by role: live, finished, withdrawn."""

    live: str | None
    finished: tuple[str, ...]
    withdrawn: str | None


class Generations:
    """The generations of one index in a cluster."""

    def __init__(self, connection: Connection, name: str) -> None:
        self.connection = connection
        self._prefix = f"{PREFIX}{name}."
        self._index = re.compile(rf"{re.escape(self._prefix)}({NAME.pattern})(?:{SUMMARY}|{BASE})?")

    def index(self, generation: str) -> str:
        """The name of the index with the posts that only this generation has."""
        return self._prefix + generation

    def posts(self, generation: str) -> str:
        """The alias for exactly the posts of a generation."""
        return f"{self._prefix}f{FORMAT}.{generation}"

    def roles(self) -> Roles:
        """Which generations are live, finished and withdrawn, found in one request."""
        found = self.connection.aliases([self._alias(role) for role in _ROLES])
        named = {
            role: [self._generation(index) for index in found.get(self._alias(role), ())]
            for role in _ROLES
        }
        finished = tuple(sorted(named["finished"], key=age))
        live, withdrawn = (next(iter(named[role]), None) for role in ("live", "withdrawn"))
        return Roles(live, finished, withdrawn)

    def live(self) -> str | None:
        """The live generation."""
        alias = self._alias("live")
        found = self.connection.aliases([alias]).get(alias, ())
        return self._generation(found[0]) if found else None

    def in_use(self) -> frozenset[str]:
        """The generations whose indexes later generations or other versions still use."""
        names = self.connection.aliases([f"{self._prefix}*"]).values()
        return frozenset(self._generation(index) for found in names for index in found)

    def sizes(self) -> dict[str, int]:
        """The size in bytes of every generation, finished or not."""
        found: dict[str, int] = {}
        for index, size in self.connection.indexes(self._prefix + "*").items():
            named = self._index.fullmatch(index)
            if named:
                found[named[1]] = found.get(named[1], 0) + size
        return found

    def finish(self, generation: str, layers: Mapping[str, Sequence[int]]) -> None:
        """Mark a generation as finished, in one atomic step. It is not live yet.

        Its posts are those of some indexes, each without those at some places. The first of them
        is its base.
        """
        alias = self.posts(generation)
        base = {"index": next(iter(layers)) + BASE, "alias": alias + BASE}
        added = [
            {"add": {"index": index, "alias": alias, **(_without(gone) if gone else {})}}
            for index, gone in layers.items()
        ]
        self.connection.move([*added, {"add": base}, self._add("finished", generation)])

    def facts(self, generation: str) -> Json:
        """What the manifest of a generation tells, but its posts.

        Raises ``IndexDamaged`` and ``IndexOutdated``.
        """
        told: Json = json.loads(self.pieces(generation, [MANIFEST])[MANIFEST])
        if told["format"] != FORMAT:
            raise IndexOutdated(f"generation {generation} has format {told['format']}")
        return told

    def count(self, generation: str) -> int:
        """The number of posts of a generation in the cluster. Raises ``IndexDamaged`` for none."""
        try:
            return self.connection.count(self.posts(generation))
        except GenerationGone as error:
            raise IndexDamaged(f"generation {generation} has no posts") from error

    def pieces(self, generation: str, names: Sequence[str]) -> dict[str, bytes]:
        """Some pieces of the summary of a generation. Raises ``IndexDamaged`` if one is missing."""
        return self._read(self.index(generation) + SUMMARY, names)

    def common(self, base: str, names: Sequence[str]) -> dict[str, bytes]:
        """Some pieces of what generations upon a base have in common; it is an index of posts.

        Raises ``IndexDamaged`` if one is missing.
        """
        return self._read(base + BASE, names)

    def put_live(self, generation: str) -> None:
        """Make a generation live, in one atomic step."""
        self._change(lambda roles: [*self._drop("live", roles.live), self._add("live", generation)])

    def go_back(self, live: str, before: str) -> None:
        """Make the generation before live and mark the live one as withdrawn, in one step."""
        self._change(
            lambda roles: [
                *self._drop("live", live),
                *self._drop("withdrawn", roles.withdrawn),
                self._add("withdrawn", live),
                self._add("live", before),
            ]
        )

    def forget_withdrawn(self) -> None:
        """Mark no generation as withdrawn."""
        self._change(lambda roles: self._drop("withdrawn", roles.withdrawn))

    def discard(self, generations: Sequence[str]) -> None:
        """Remove generations, finished or not, their aliases first.

        What others have of their posts stays.
        """
        aliases = self.connection.aliases([f"{self._prefix}*"])
        own = {self.posts(name) + ending for name in generations for ending in ("", BASE)}
        summaries = {self.index(name) + SUMMARY for name in generations}
        roles = {self._alias(role) for role in _ROLES}
        pairs = {(index, alias) for alias, found in aliases.items() for index in found}
        gone = {(i, a) for i, a in pairs if a in own or (a in roles and i in summaries)}
        if gone:
            self.connection.move([{"remove": {"index": i, "alias": a}} for i, a in sorted(gone)])
        bare = {self.index(name) + ending for name in generations for ending in ("", BASE)}
        indexes = {*summaries, *bare, *(index for index, _ in gone)}
        self.connection.delete(sorted(indexes - {index for index, _ in pairs - gone}))

    def _read(self, index: str, names: Sequence[str]) -> dict[str, bytes]:
        """Pieces in an index. Raises ``IndexDamaged`` if a part is missing."""
        try:
            first = self.connection.documents(index, [f"{name}-0" for name in names])
        except GenerationGone as error:
            raise IndexDamaged(f"{index} lacks a part of its {names[0]}") from error
        both = zip(names, first, strict=True)
        return {name: b"".join(self._parts(index, name, found)) for name, found in both}

    def _parts(self, index: str, name: str, found: Json | None) -> Iterator[bytes]:
        """The parts of a piece, of which the first was looked for."""
        number, count = 0, 1
        while number < count:
            if number:
                found = self.connection.document(index, f"{name}-{number}")
            if found is None:
                raise IndexDamaged(f"{index} lacks a part of its {name}")
            piece = found["_source"]["piece"]
            count = piece["of"]
            yield base64.b64decode(piece["data"])
            number += 1

    def _change(self, actions: Callable[[Roles], list[Json]]) -> None:
        found = actions(self.roles())
        if found:
            self.connection.move(found)

    def _alias(self, role: Role) -> str:
        """The alias for generations of one role and one format of documents."""
        return f"{self._prefix}f{FORMAT}.{role}"

    def _add(self, role: Role, generation: str) -> Json:
        return {"add": {"index": self.index(generation) + SUMMARY, "alias": self._alias(role)}}

    def _drop(self, role: Role, generation: str | None) -> list[Json]:
        if generation is None:
            return []
        index = self.index(generation) + SUMMARY
        return [{"remove": {"index": index, "alias": self._alias(role)}}]

    def _generation(self, index: str) -> str:
        """The generation for which an index was made."""
        return index.removeprefix(self._prefix).removesuffix(SUMMARY).removesuffix(BASE)


def documents_of(pieces: Mapping[str, bytes]) -> Iterator[tuple[str, Json]]:
    """The documents for some pieces, each with its id."""
    for name, data in pieces.items():
        parts = range(0, max(len(data), 1), _BYTES)
        for number, start in enumerate(parts):
            told = base64.b64encode(data[start : start + _BYTES]).decode()
            yield f"{name}-{number}", {"piece": {"of": len(parts), "data": told}}


def _without(places: Sequence[int]) -> Json:
    """The filter of an alias that leaves out the posts at some places."""
    return {"filter": {"bool": {"must_not": [{"terms": {"at": list(places)}}]}}}
