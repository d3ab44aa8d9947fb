"""The listening socket, and the number of connections that a worker accepts."""

from __future__ import annotations

import resource
import socket

import pytest

from webapp.http.listening import MOST_CONNECTIONS, listen, room, url_of


def test_a_worker_accepts_as_many_connections_as_the_system_allows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    limits = {"now": (256, 512)}
    monkeypatch.setattr(resource, "getrlimit", lambda which: limits["now"])
    monkeypatch.setattr(resource, "setrlimit", lambda which, wanted: limits.update(now=wanted))
    assert room() == 412
    assert limits["now"] == (512, 512)
    limits["now"] = (256, resource.RLIM_INFINITY)
    assert room() == MOST_CONNECTIONS
    limits["now"] = (100_000, 100_000)
    assert room() == MOST_CONNECTIONS
    assert limits["now"] == (100_000, 100_000)


def test_the_url_of_a_socket_is_known_and_a_used_port_refused() -> None:
    with listen("127.0.0.1", 0) as listening:
        assert not listening.getblocking()
        assert url_of(listening) == f"http://127.0.0.1:{listening.getsockname()[1]}/"
        with pytest.raises(OSError):
            listen("127.0.0.1", listening.getsockname()[1])


@pytest.mark.skipif(not socket.has_ipv6, reason="needs IPv6")
def test_an_ipv6_address_has_brackets() -> None:
    try:
        listening = listen("::1", 0)
    except OSError:
        pytest.skip("this machine has no IPv6 loopback")
    with listening:
        assert url_of(listening).startswith("http://[::1]:")
