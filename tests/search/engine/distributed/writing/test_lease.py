"""One writer at a time holds the lease of an index in a cluster."""

from __future__ import annotations

import time

import pytest

from search.engine.distributed.writing import lease as leases
from search.engine.distributed.writing.lease import INDEX, Held, Lease, Lost
from search.engine.distributed.writing.library import Library

pytestmark = pytest.mark.cluster


@pytest.fixture
def library(node: str) -> Library:
    return Library.at(f"{node}/leased")


def test_only_one_writer_at_a_time_holds_the_lease(library: Library, node: str) -> None:
    with library.lease(0) as lease:
        lease.check()
        other = Library.at(f"{node}/leased")
        with pytest.raises(Held, match=r"by process \d+ on .* since 2"), other.lease(0):
            pass
        with Library.at(f"{node}/leased-too").lease(0):
            pass
    with library.lease(0):
        pass


def test_an_expired_lease_is_taken_over(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = Lease(library.connection, library.name)
    monkeypatch.setattr(leases, "HOLDS", -1.0)
    gone._take()
    with pytest.raises(Lost):
        gone.check()
    monkeypatch.setattr(leases, "HOLDS", 60.0)
    with library.lease(0) as lease:
        lease.check()
        told = library.connection.document(INDEX, library.name)
        assert told and told["_source"]["lease"]["until"] > time.time()
        # The former holder does not remove the new lease.
        gone._release()
        assert library.connection.document(INDEX, library.name)
