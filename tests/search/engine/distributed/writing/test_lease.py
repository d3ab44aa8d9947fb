"""One writer at a time has the lease, and one that has ended is followed by the next."""

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


def test_one_writer_at_a_time(library: Library, node: str) -> None:
    with library.lease(0) as lease:
        lease.check()
        other = Library.at(f"{node}/leased")
        with pytest.raises(Held, match=r"by process \d+ on .* since 2"), other.lease(0):
            pass
        with Library.at(f"{node}/leased-too").lease(0):
            pass
    with library.lease(0):
        pass


def test_a_lease_that_ran_out_is_taken_over(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
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
        # Whoever had it before takes nothing away.
        gone._release()
        assert library.connection.document(INDEX, library.name)
