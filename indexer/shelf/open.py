"""Opens the shelf at a location. No other module knows the kinds of shelf."""

from __future__ import annotations

from collections.abc import Callable
from pkgutil import resolve_name
from typing import cast

from indexer.shelf.seam import Shelf
from search.engine.location import ONE_ALONE, Location, Several, scheme
from search.errors import LocationUnknown

# The shelf for each scheme of a location; a folder has none. They are named rather than imported,
# so that no command loads the libraries of a shelf it does not use.
SHELVES = {
    "": "indexer.shelf.folder:FolderShelf",
    "opensearch+http": "indexer.shelf.cluster:ClusterShelf",
    "opensearch+https": "indexer.shelf.cluster:ClusterShelf",
}


def open_shelf(location: Location) -> Shelf:
    """The shelf in a folder or at an address; it need not exist yet.

    Raises ``LocationUnknown`` for an address at which no index is written.
    """
    if isinstance(location, Several):
        raise LocationUnknown("this needs a single index, but several are given", ONE_ALONE)
    name = SHELVES.get(scheme(location))
    if name is None:
        raise LocationUnknown(
            f"no shelf of this installation keeps an index at {scheme(location)}://"
        )
    return cast(Callable[[Location], Shelf], resolve_name(name))(location)
