"""Where a digest's index lies when nobody says so."""

from __future__ import annotations

import hashlib
import os
import shlex
from pathlib import Path

from corpus.folder.read import DEMO
from search.errors import HomeMissing, IndexMissing

INDEX_VARIABLE = "PPRSEARCH_INDEX"


def default_index(digest_dir: Path) -> Path:
    """The index folder of a digest: in the user's cache folder, since it can always be rebuilt.

    It depends on the digest's full path alone, so that it is found from any working folder, two
    digests never share one, and nothing is written into the digest.
    """
    resolved = digest_dir.resolve()
    mark = hashlib.sha256(os.fsencode(resolved)).hexdigest()[:8]
    return _cache() / "pprsearch" / f"{resolved.name or 'digest'}-{mark}"


def index_folder(digest_dir: Path, index_dir: Path | None) -> Path:
    """The index folder that a command means: the one it was told, else the digest's own."""
    return index_dir or default_index(digest_dir)


def standing_index(digest_dir: Path, index_dir: Path | None) -> Path:
    """The index folder that a command reads.

    Raises ``IndexMissing``, with the command that builds an index there, when there is no folder.
    """
    path = index_folder(digest_dir, index_dir)
    if not path.is_dir():
        build = f"Build one with: {build_command(digest_dir, index_dir)}"
        raise IndexMissing(f"there is no index in {path}", build)
    return path


def build_command(digest_dir: Path, index_dir: Path | None) -> str:
    """The command that builds what ``index_folder`` names, as one types it."""
    digest = [] if digest_dir == DEMO else [str(digest_dir)]
    index = ["--index", str(index_dir)] if index_dir else []
    return shlex.join(["pprsearch", "index", *digest, *index])


def notes_folder(index: Path) -> Path:
    """The folder beside an index for what is no part of it and can't be built again.

    It begins to exist when something is put there, and is private as the index is.
    """
    return index.with_name(f"{index.name}.notes")


def _cache() -> Path:
    """The user's cache folder, by the XDG rules: a relative path in the variable is ignored."""
    given = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if given.is_absolute():
        return given
    try:
        return Path.home() / ".cache"
    except RuntimeError:
        raise HomeMissing("you have no home folder to keep the index in") from None
