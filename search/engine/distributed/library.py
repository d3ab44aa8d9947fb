"""What a writer needs of an index in a cluster: its generations, and the lease to change them."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Self

from search.engine.distributed.address import Address, Settings
from search.engine.distributed.connection import Connection
from search.engine.distributed.generation import Generations
from search.engine.distributed.lease import Lease
from search.engine.location import Location


class Library(Generations):
    """The generations of the index at an address, as a writer sees them."""

    def __init__(self, address: Address) -> None:
        super().__init__(Connection(address, Settings.read()), address.name)
        self.name = address.name

    @classmethod
    def at(cls, location: Location) -> Self:
        """Those at an address; nothing is asked yet. Raises ``LocationUnknown``."""
        return cls(Address.of(location))

    def lease(self, timeout: float) -> AbstractContextManager[Lease]:
        """Be the only one who writes; see ``Lease.taken``."""
        return Lease.taken(self.connection, self.name, timeout)
