"""Where an index is: a folder or an address, as named, or else the digest's own folder."""

from __future__ import annotations

import hashlib
import os
import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.folder.read import DEMO
from corpus.slug import slug
from search.errors import HomeMissing, IndexMissing, LocationUnknown

INDEX_VARIABLE = "PPRSEARCH_INDEX"
ONE_ALONE = "Name one of them with --index."
# A folder, or the address of an index elsewhere (``scheme://...``). An address stays a string: a
# path would merge its two slashes.
One = Path | str
# What stands for the scheme of several.
SEVERAL = "several"

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://", re.IGNORECASE)
# The comma before an address that stands among others.
_NEXT = re.compile(r",(?=[a-z][a-z0-9+.-]*://)", re.IGNORECASE)
_NAMES = re.compile(r"([^/]*//[^/]*/)([^/]*,[^/]*)/?")


@dataclass(frozen=True, slots=True)
class Several:
    """The indexes of several digests that are read as one, by the digests' slugs."""

    named: Mapping[str, One]

    def __str__(self) -> str:
        return ",".join(map(str, self.named.values()))


Location = One | Several


def located(told: str) -> Location:
    """The location in a text: an address if it has a scheme, else a folder.

    Commas stand between several: folders, addresses, names of indexes at the end of one. A folder
    that has one in its name, and is there, is one folder. Raises ``LocationUnknown`` where nothing
    stands between two commas, or the same twice.
    """
    if "," not in told or (not scheme(told) and Path(told).exists()):
        return told if scheme(told) else Path(told)
    found: list[One] = []
    for part in _NEXT.split(told):
        if not scheme(part):
            found += [Path(one.strip()) if one.strip() else "" for one in part.split(",")]
        elif names := _NAMES.fullmatch(part):
            found += [names[1] + one if one else "" for one in names[2].split(",")]
        else:
            found.append(part)
    if "" in found:
        raise LocationUnknown(
            f"a comma has nothing before or after it in {told[:200]}", _SEVERAL_FORM
        )
    if len(set(found)) < len(found):
        raise LocationUnknown("the same index is named twice", _SEVERAL_FORM)
    return Several(_slugs(found)) if len(found) > 1 else found[0]


_SEVERAL_FORM = "Write each index once, with commas between: var/one,var/other"


def _slugs(locations: Sequence[One]) -> dict[str, One]:
    """A slug for each location: its last name, with the one before or a number if not unique."""
    last = [slug(_parts(one)[-1]) for one in locations]
    fuller = [slug("-".join(_parts(one)[-2:])) for one in locations]
    found: dict[str, One] = {}
    for n, one in enumerate(locations):
        name = last[n] if last.count(last[n]) == 1 else fuller[n]
        while name in found:
            name = f"{fuller[n]}-{n + 1}"
        found[name] = one
    return found


def _parts(location: One) -> list[str]:
    """The names on the path to an index."""
    if isinstance(location, str):
        return location.rstrip("/").split("/")
    return [*location.resolve().parts[1:]] or ["index"]


def scheme(location: Location) -> str:
    """The scheme of an address, in small letters; empty for a folder."""
    if isinstance(location, Several):
        return SEVERAL
    found = _SCHEME.match(location) if isinstance(location, str) else None
    return found[1].lower() if found else ""


def folder_of(location: Location) -> Path:
    """The folder of a location. Raises ``LocationUnknown`` for an address or several."""
    if isinstance(location, Several):
        raise LocationUnknown("this needs a single index, but several are given", ONE_ALONE)
    if scheme(location):
        raise LocationUnknown(f"this needs an index in a folder, not one at {scheme(location)}://")
    return Path(location)


def default_index(digest_dir: Path) -> Path:
    """The index folder of a digest, in the user's cache folder: it can always be rebuilt.

    It depends on the digest's full path alone, so that it is found from any working folder, two
    digests never share one, and nothing is written into the digest.
    """
    resolved = digest_dir.resolve()
    return _kept(resolved.name or "digest", os.fsencode(resolved))


def index_location(digest_dir: Path, index: Location | None) -> Location:
    """The location of the index for a command: as given, or the digest's own folder."""
    return index or default_index(digest_dir)


def standing_index(digest_dir: Path, index: Location | None) -> Location:
    """The location of the index that a command reads.

    Raises ``IndexMissing``, with the command that builds an index there, for a folder that is not
    there; whether there is an index at an address shows when it is opened.
    """
    found = index_location(digest_dir, index)
    if isinstance(found, Path) and not found.is_dir():
        build = f"Build one with: {build_command(digest_dir, index)}"
        raise IndexMissing(f"there is no index in {found}", build)
    return found


def build_command(digest_dir: Path, index: Location | None) -> str:
    """The command that builds the index at ``index_location``, as one types it."""
    digest = [] if digest_dir == DEMO else [str(digest_dir)]
    option = ["--index", str(index)] if index else []
    return shlex.join(["pprsearch", "index", *digest, *option])


def notes_folder(index: Location) -> Path:
    """The folder for data beside an index that can't be rebuilt, such as counts.

    It is beside the index, or in the user's cache folder when the index is elsewhere. It begins to
    exist when something is put there, and is private as the index is.
    """
    if scheme(index):
        told = str(index)
        index = _kept(slug(told.rstrip("/").rpartition("/")[2]), told.encode())
    return folder_of(index).with_name(f"{folder_of(index).name}.notes")


def staging_folder(index: Location) -> Path:
    """The folder where a generation for an address is made; it can be rebuilt."""
    told = str(index)
    kept = _kept(slug(told.rstrip("/").rpartition("/")[2]), told.encode())
    return kept.with_name(f"{kept.name}.staged")


def held_folder(index: Location) -> Path:
    """The folder for what servers hold of an index at an address; it can be read again."""
    told = str(index).partition("#")[0]
    kept = _kept(slug(told.rstrip("/").rpartition("/")[2]), told.encode())
    return kept.with_name(f"{kept.name}.held")


def _kept(name: str, whole: bytes) -> Path:
    """A folder in the user's cache folder, named after a path with a hash of all of it."""
    return _cache() / "pprsearch" / f"{name}-{hashlib.sha256(whole).hexdigest()[:8]}"


def _cache() -> Path:
    """The user's cache folder by the XDG rules; a relative path in the variable is ignored."""
    given = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if given.is_absolute():
        return given
    try:
        return Path.home() / ".cache"
    except RuntimeError:
        raise HomeMissing("you have no home folder to keep the index in") from None
