"""The manifest of a generation: its format, its posts, and a checksum of every file it has."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any

from search.errors import IndexDamaged, IndexOutdated
from search.index.files.filing import AT_ONCE, checksum

MANIFEST = "manifest.json"
# Raise this whenever the files of a generation, or what is computed into them, change: older
# generations are then rebuilt.
FORMAT = 19
# So many posts are written at a time.
_AT_ONCE = 10_000
# The field with the checksum of the other fields.
_CHECKSUM = "checksum"


@dataclass(frozen=True, slots=True)
class Manifest:
    """The posts' content hashes by id, and a checksum for each file.

    ``analysis`` stands for all that text analysis depends on: equal ones give equal terms.
    """

    format: int
    version: str
    analysis: str
    semantic: bool
    written: str
    posts: Mapping[str, str]
    files: dict[str, str]


def write_manifest(
    generation: Path,
    analysis: str,
    semantic: bool,
    posts: Mapping[str, str],
    files: Mapping[str, str],
) -> None:
    """Write the manifest of a generation whose other files are complete."""
    manifest = Manifest(
        format=FORMAT,
        version=version("pprsearch"),
        analysis=analysis,
        semantic=semantic,
        written=datetime.now(UTC).isoformat(timespec="seconds"),
        posts=posts,
        files=dict(sorted(files.items())),
    )
    told = {field.name: getattr(manifest, field.name) for field in fields(manifest)}
    told[_CHECKSUM] = _checksum(told)
    file = generation / MANIFEST
    with file.open("w", encoding="utf-8") as written:
        written.writelines(_pieces(told, ascii_only=False))
    os.chmod(file, 0o600)


def read_manifest(generation: Path) -> Manifest:
    """Read a generation's manifest. Raises ``IndexDamaged`` and ``IndexOutdated``."""
    try:
        data = json.loads((generation / MANIFEST).read_text("utf-8"))
        if data["format"] != FORMAT:
            raise IndexOutdated(
                f"generation {generation.name} was made by another version of the program "
                f"(its format is {data['format']!r:.20}, here {FORMAT})"
            )
        if data.pop(_CHECKSUM) != _checksum(data):
            raise ValueError("its checksum is wrong")
        return Manifest(**data)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise IndexDamaged(f"the manifest of generation {generation.name} is unreadable") from error


def _checksum(told: Mapping[str, Any]) -> str:
    """The SHA-256 of a manifest's fields in their order, in hexadecimal."""
    found = hashlib.sha256()
    for piece in _pieces(told, ascii_only=True):
        found.update(piece.encode())
    return found.hexdigest()


def _pieces(told: Mapping[str, Any], *, ascii_only: bool) -> Iterator[str]:
    """Fields as JSON, which grows with the posts: at most some of them in each piece."""
    for at, (name, value) in enumerate(told.items()):
        yield f"{', ' if at else '{'}{json.dumps(name)}: "
        if not isinstance(value, Mapping):
            yield json.dumps(value, ensure_ascii=ascii_only)
            continue
        mark, items = "{", iter(value.items())
        while some := dict(islice(items, _AT_ONCE)):
            yield mark + json.dumps(some, ensure_ascii=ascii_only)[1:-1]
            mark = ", "
        yield "}" if mark == ", " else "{}"
    yield "}"


def check_generation(generation: Path) -> Manifest:
    """Verify every file of a generation, and return its manifest.

    Raises ``IndexOutdated``, and ``IndexDamaged`` for the first file that is missing or differs or
    is one too many: a full text's table of contents would be read.
    """
    manifest = read_manifest(generation)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        checksums = pool.map(checksum, [generation / name for name in manifest.files])
        for name, expected in manifest.files.items():
            try:
                found = next(checksums)
            except OSError as error:
                raise IndexDamaged(f"{generation.name}/{name} is missing or unreadable") from error
            if found != expected:
                raise IndexDamaged(f"{generation.name}/{name} differs from what was written")
    files = {str(f.relative_to(generation)) for f in generation.rglob("*") if f.is_file()}
    strange = files - {*manifest.files, MANIFEST}
    if strange:
        raise IndexDamaged(f"{generation.name}/{min(strange)} is not part of it")
    return manifest


def write_json(file: Path, data: Mapping[str, Any]) -> None:
    """Write a JSON file that only its owner can read."""
    file.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    os.chmod(file, 0o600)
