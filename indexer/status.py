"""The status of an index, found without changing it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version

from indexer.shelf.open import open_shelf
from indexer.shelf.seam import Contents, Shelf, standing
from search.engine.location import Location
from search.errors import IndexDamaged, IndexNotPrivate, IndexOutdated, ModelMissing
from search.index.files.manifest import Manifest
from search.index.model.known import lacking

_REBUILD = "Run: pprsearch index"


@dataclass(frozen=True, slots=True)
class Kept:
    """A generation in the index folder.

    ``written`` is an ISO time, ``version`` that of the program; both are None, and ``posts`` is 0,
    when its manifest can't be read. ``size`` is in bytes. ``fault`` says what is wrong with it.
    """

    name: str
    live: bool
    withdrawn: bool
    posts: int
    written: str | None
    version: str | None
    format: int | None
    semantic: bool
    size: int
    fault: str | None


@dataclass(frozen=True, slots=True)
class Status:
    """The generations in an index folder, newest first, and its health.

    ``serving`` is the one that answers: the live one, or the one before when that is damaged;
    None when none is whole. ``health`` says in sentences what is wrong and what to do; it is empty
    when all is well. ``size`` is that of the whole folder, in bytes.
    """

    index: Location
    serving: Kept | None
    kept: tuple[Kept, ...]
    size: int
    health: tuple[str, ...]


def status(index: Location) -> Status:
    """The status of an index. Raises ``IndexMissing`` if there is none."""
    shelf = open_shelf(index)
    contents = standing(shelf)
    names = sorted((*contents.generations, *filter(None, [contents.withdrawn])), reverse=True)
    kept = tuple(_kept(shelf, contents, name) for name in names)
    able = [one for one in kept if one.name in contents.kept and one.fault is None]
    serving = able[0] if able else None
    return Status(
        index=index,
        serving=serving,
        kept=kept,
        size=shelf.size(),
        health=tuple(_health(shelf, contents, kept, serving)),
    )


def _kept(shelf: Shelf, contents: Contents, name: str) -> Kept:
    built: Manifest | None = None
    fault = None
    try:
        built = shelf.manifest(name)
        shelf.check(name)
    except (IndexDamaged, IndexOutdated) as error:
        fault = str(error)
    return Kept(
        name=name,
        live=name == contents.live,
        withdrawn=name == contents.withdrawn,
        posts=len(built.posts) if built else 0,
        written=built.written if built else None,
        version=built.version if built else None,
        format=built.format if built else None,
        semantic=bool(built and built.semantic),
        size=shelf.size(name),
        fault=fault,
    )


def _health(
    shelf: Shelf, contents: Contents, kept: tuple[Kept, ...], serving: Kept | None
) -> list[str]:
    told = []
    try:
        shelf.check_private()
    except IndexNotPrivate as error:
        told.append(f"{_sentence(error)} {error.hint}")
    if contents.live is None:
        told.append(f"{shelf.sign} is missing or unreadable. {_REBUILD}")
    told += [f"{one.fault}. {_REBUILD}" for one in kept if one.fault and not one.withdrawn]
    if serving is None:
        told.append(f"No generation is intact. {_REBUILD}")
    elif serving.version != version("pprsearch"):
        told.append(
            f"It was written by version {serving.version}; this is {version('pprsearch')}. "
            f"{_REBUILD}"
        )
    if serving and serving.semantic and (lack := lacking()):
        install = "Install it, or run: pprsearch index --no-semantic"
        cure = lack.hint if isinstance(lack, ModelMissing) else install
        told.append(f"It can be searched by meaning, but {lack}. {cure}")
    if contents.withdrawn:
        told.append(
            f"Generation {contents.withdrawn} was withdrawn by a rollback. "
            "Correct its posts and run: pprsearch index"
        )
    if contents.orphans:
        told.append("A killed run has left files behind, which the next run removes.")
    return told


def _sentence(error: Exception) -> str:
    text = str(error)
    return f"{text[0].upper()}{text[1:]}."
