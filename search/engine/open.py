"""Opens an index with the engine for its location. No other module knows the engines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pkgutil import resolve_name
from typing import Protocol, cast

from search.engine.location import INDEX_VARIABLE, SEVERAL, Location, scheme
from search.engine.seam import Engine, Snapshot
from search.errors import LocationUnknown

# The engine for each scheme of a location; a folder has none. They are named rather than imported,
# so that no command loads the libraries of an engine it does not use.
ENGINES = {
    "": "search.engine.embedded:EmbeddedEngine",
    SEVERAL: "search.engine.several.engine:SeveralEngine",
    "opensearch+http": "search.engine.distributed.engine:ClusterEngine",
    "opensearch+https": "search.engine.distributed.engine:ClusterEngine",
}


class _Opened(Snapshot, Protocol):
    """A snapshot that its opener must close."""

    def close(self) -> None:
        """Close files and connections."""


class _Opener(Protocol):
    """Opens indexes with one engine."""

    def open(self, location: Location, semantic: bool) -> Engine:
        """Open an index."""

    def open_generation(self, location: Location, semantic: bool) -> _Opened:
        """Open a generation, live or not."""


def open_engine(location: Location, *, semantic: bool = True) -> Engine:
    """Open the index at a location: a folder, or an address (``scheme://...``).

    With ``semantic`` questions are compared by meaning where the index and the installation can;
    without, everything else works. Raises ``LocationUnknown`` for an address that no engine reads,
    and ``IndexMissing``, ``IndexNotPrivate``, ``IndexDamaged`` or ``IndexOutdated`` when there is
    no index to read.
    """
    return _opener(location).open(location, semantic)


def load_engine(location: Location) -> None:
    """Load the libraries of a location's engine, so that processes forked from this share them.

    Raises ``LocationUnknown`` for an address that no engine reads.
    """
    _opener(location)


@contextmanager
def open_generation(location: Location, *, semantic: bool = True) -> Iterator[Snapshot]:
    """A generation that need not be live, such as one about to be published, while it is looked at.

    ``location`` is that of the generation itself, in a folder of an index or anywhere else.
    Checksums are not looked at. Raises as ``open_engine`` does.
    """
    snapshot = _opener(location).open_generation(location, semantic)
    try:
        yield snapshot
    finally:
        snapshot.close()


def _opener(location: Location) -> _Opener:
    name = ENGINES.get(scheme(location))
    if name is None:
        known = "".join(
            f", or an address that begins with {one}://"
            for one in ENGINES
            if one not in ("", SEVERAL)
        )
        raise LocationUnknown(
            f"no engine of this installation reads an index at {scheme(location)}://",
            f"Name a folder{known} with --index or in {INDEX_VARIABLE}.",
        )
    return cast(_Opener, resolve_name(name))
