"""What a cluster is asked again when it is busy, and for how long."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from opensearchpy.helpers import actions

from search.engine.distributed.address import Address, Settings
from search.engine.distributed.connection import Connection
from search.errors import ClusterUnreachable

BUSY = {"error": {"type": "circuit_breaking_exception", "reason": "too large"}, "status": 429}
# A request is sent at once to two other nodes, or again to the same.
AT_ONCE = 3


@contextmanager
def node(busy: int) -> Iterator[Connection]:
    """A connection to a node that is too busy for so many bulks."""
    refused = 0

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            nonlocal refused
            lines = self.rfile.read(int(self.headers["Content-Length"])).splitlines()
            told: object = {
                "errors": False,
                "items": [{"create": {"status": 201}} for _ in lines[::2]],
            }
            if refused < busy:
                refused += 1
                told = BUSY
            body = json.dumps(told).encode()
            self.send_response(429 if told is BUSY else 200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        address = Address.of(f"opensearch+http://127.0.0.1:{server.server_port}/d")
        connection = Connection(address, Settings())
        serving = Thread(target=server.serve_forever)
        serving.start()
        try:
            yield connection
        finally:
            connection.close()
            server.shutdown()
            serving.join()


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that would have been made."""
    made: list[float] = []
    monkeypatch.setattr(f"{actions.__name__}.time.sleep", made.append)
    return made


def test_a_busy_cluster_gets_documents_again_after_pauses(pauses: list[float]) -> None:
    with node(busy=3 * AT_ONCE) as connection:
        assert list(connection.fill("d", [("a", {"n": 1}), ("b", {"n": 2})])) == [1, 2]
    assert pauses == [1, 2, 4]


def test_a_cluster_that_stays_busy_for_two_minutes_is_reported(pauses: list[float]) -> None:
    with (
        node(busy=1000) as connection,
        pytest.raises(ClusterUnreachable, match="can't answer now"),
    ):
        list(connection.fill("d", [("a", {"n": 1})]))
    assert 100 <= sum(pauses) <= 150
    assert max(pauses) <= 30
