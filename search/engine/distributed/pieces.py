"""Storage of a generation's summary in the cluster: named pieces of bytes, split into documents."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from search.engine.distributed.connection import Connection
from search.errors import IndexDamaged

Json = dict[str, Any]

# The endings of the names of the indexes that have the summary of another, and what it has in
# common with those that build on it.
SUMMARY, BASE = ".summary", ".base"
# So many bytes are in one document.
_BYTES = 4 * 2**20


def documents(pieces: Mapping[str, bytes]) -> Iterator[tuple[str, Json]]:
    """The documents for some pieces, each with its id."""
    for name, data in pieces.items():
        parts = range(0, max(len(data), 1), _BYTES)
        for number, start in enumerate(parts):
            told = base64.b64encode(data[start : start + _BYTES]).decode()
            yield f"{name}-{number}", {"piece": {"of": len(parts), "data": told}}


def read(connection: Connection, index: str, names: Sequence[str]) -> dict[str, bytes]:
    """Pieces in an index. Raises ``IndexDamaged`` if a part is missing."""
    return {name: b"".join(_parts(connection, index, name)) for name in names}


def _parts(connection: Connection, index: str, name: str) -> Iterator[bytes]:
    number, count = 0, 1
    while number < count:
        found = connection.document(index, f"{name}-{number}")
        if found is None:
            raise IndexDamaged(f"{index} lacks a part of its {name}")
        piece = found["_source"]["piece"]
        count = piece["of"]
        yield base64.b64decode(piece["data"])
        number += 1
