"""Slow readers are disconnected and idle ones make room, by the kernel's counts of real sockets."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.patience import PATIENCE, eventually
from webapp.http.connections import LEAST_RATE, SLOW_FOR, Account, Sweeper

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux counts so")


@dataclass
class Pair:
    """Both ends of a connection: the reader's and the server's."""

    reader: socket.socket
    server: socket.socket

    def account(self) -> Account:
        found = Account.of(self.server)
        assert found
        return found

    def send(self, count: int) -> None:
        """Send to a reader that doesn't read yet, as much as the system accepts."""
        self.server.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            self.server.sendall(bytes(count))
        self.server.setblocking(True)

    @property
    def open(self) -> bool:
        """Whether the server's end can still send."""
        try:
            self.server.send(b"")
            return self.server.recv(1, socket.MSG_DONTWAIT | socket.MSG_PEEK) != b""
        except BlockingIOError:
            return True
        except OSError:
            return False


@pytest.fixture
def pairs() -> Iterator[list[Pair]]:
    """Three connections to one port; their readers buffer little."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 65_536)
        listening.listen()
        made = []
        for _ in range(3):
            reader = socket.socket()
            reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            reader.settimeout(PATIENCE)
            reader.connect(listening.getsockname())
            made.append(Pair(reader, listening.accept()[0]))
        yield made
        for pair in made:
            pair.reader.close()
            pair.server.close()


def port(pairs: list[Pair]) -> int:
    number: int = pairs[0].server.getsockname()[1]
    return number


def test_the_kernel_s_counts_of_a_connection_are_read(pairs: list[Pair]) -> None:
    pair = pairs[0]
    assert pair.account().received == 0
    assert pair.account().idle
    pair.reader.sendall(b"question")
    eventually(lambda: pair.account().received == 8)
    assert not pair.account().idle
    pair.server.sendall(b"answer")
    eventually(lambda: pair.account().taken == 6)
    assert pair.account().idle
    assert pair.account().address == "127.0.0.1"
    assert pair.account().port == port(pairs)
    pair.send(10**6)
    assert pair.account().held > 0
    assert not pair.account().idle


def test_other_sockets_have_no_counts() -> None:
    first, second = socket.socketpair()
    with first, second, socket.create_server(("127.0.0.1", 0)) as listening, socket.socket() as new:
        assert [Account.of(one) for one in (first, listening, new)] == [None] * 3


def test_only_connections_that_read_too_slowly_are_closed(pairs: list[Pair]) -> None:
    slow, quick, idle = pairs
    sweeper = Sweeper(port(pairs), most=100)
    for pair in (slow, quick):
        pair.send(10**6)
    sweeper.sweep(now=0.0)
    for look in (1, 2):
        then = quick.account().taken
        while quick.account().taken - then < LEAST_RATE * SLOW_FOR:
            quick.reader.recv(4096)
            quick.send(4096)
        sweeper.sweep(now=look * SLOW_FOR)
        assert quick.open
        assert slow.open == (look == 0)
    assert idle.open


def test_slowness_is_measured_anew_after_everything_was_read(pairs: list[Pair]) -> None:
    pair = pairs[0]
    sweeper = Sweeper(port(pairs), most=100)
    pair.send(8000)
    sweeper.sweep(now=0.0)
    pair.reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 10**6)
    taken = 0
    while taken < 8000:
        taken += len(pair.reader.recv(8000))
    eventually(lambda: not pair.account().held)
    sweeper.sweep(now=1.0)
    pair.send(10**7)
    sweeper.sweep(now=SLOW_FOR + 0.5)
    assert pair.open


def test_idle_connections_are_closed_only_when_all_places_are_taken(pairs: list[Pair]) -> None:
    waiting = pairs[0]
    waiting.reader.sendall(b"question")
    eventually(lambda: waiting.account().received)
    assert not Sweeper(port(pairs), most=4).sweep(now=0.0)
    assert all(pair.open for pair in pairs)
    assert Sweeper(port(pairs), most=3).sweep(now=0.0)
    assert waiting.open
    assert sum(pair.open for pair in pairs) == 2


def test_connections_of_an_address_that_blocks_the_worker_are_closed(pairs: list[Pair]) -> None:
    asking, idle, _ = pairs
    asking.reader.sendall(b"half a question")
    eventually(lambda: asking.account().received)
    sweeper = Sweeper(port(pairs), most=100)
    sweeper.sweep(now=0.0, stuck="203.0.113.7")
    assert asking.open
    sweeper.sweep(now=0.0, stuck="127.0.0.1")
    assert not asking.open
    assert idle.open


def test_idle_connections_are_closed_when_the_worker_ends(pairs: list[Pair]) -> None:
    asking = pairs[0]
    asking.reader.sendall(b"question")
    eventually(lambda: asking.account().received)
    Sweeper(port(pairs), most=100).sweep(now=0.0, ending=True)
    assert [pair.open for pair in pairs] == [True, False, False]


def test_connections_to_other_ports_are_left_alone(pairs: list[Pair]) -> None:
    Sweeper(port(pairs) + 1, most=1).sweep(now=0.0, ending=True)
    assert all(pair.open for pair in pairs)


def test_no_descriptor_is_left_open(pairs: list[Pair]) -> None:
    before = os.listdir("/proc/self/fd")
    Sweeper(port(pairs), most=1).sweep(now=0.0)
    assert len(os.listdir("/proc/self/fd")) == len(before)
