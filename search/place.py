"""Where an index lies when nobody says so: every command must find the same one."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

INDEX_VARIABLE = "PPRSEARCH_INDEX"

_Command = TypeVar("_Command", bound=Callable[..., Any])


def index_option(command: _Command) -> _Command:
    """The option ``--index``, which falls back to the environment and then is ``None``."""
    option = click.option(
        "--index",
        "index_dir",
        type=click.Path(path_type=Path),
        envvar=INDEX_VARIABLE,
        metavar="DIR",
        help="The index folder.  [default: the digest's own, in your cache folder]",
    )
    return option(command)


def default_index(digest_dir: Path) -> Path:
    """The index folder of a digest: in the user's cache folder, since it can always be rebuilt.

    It depends on the digest's full path alone, so that it is found from any working folder, two
    digests never share one, and nothing is written into the digest.
    """
    resolved = digest_dir.resolve()
    mark = hashlib.sha256(os.fsencode(resolved)).hexdigest()[:8]
    return _cache() / "pprsearch" / f"{resolved.name or 'digest'}-{mark}"


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
        raise click.UsageError(
            f"You have no home folder to keep the index in: give --index or set {INDEX_VARIABLE}."
        ) from None
