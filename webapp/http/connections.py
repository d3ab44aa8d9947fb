"""Closes connections of clients that read too slowly, by what the kernel counts of each.

granian limits how long the head of a request may take, but not how slowly an answer is taken, and
it lets nobody new in while idle connections fill all places. The kernel knows of each socket when
it last sent and received, and how much it still holds for its reader (``tcp_info`` of Linux); on
other systems nothing is swept.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import socket
import struct
import sys
import termios
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# The bytes a second that a client must read on average, and over how many seconds.
LEAST_RATE = 1000
SLOW_FOR = 20.0

_DESCRIPTORS = Path("/proc/self/fd")
# struct tcp_info of linux/tcp.h: milliseconds since data was last sent (at byte 44) and received
# (52), bytes the other side has confirmed (120) and sent (128).
_INFO = struct.Struct("=44xI4xI64xQQ")
_HELD = struct.Struct("i")


@dataclass(frozen=True, slots=True)
class Account:
    """The kernel's account of a connection.

    ``held`` and ``taken`` are the bytes that the reader has still to take, and has taken;
    ``received`` those that it sent; ``address`` is where it is, ``port`` the one of ours that it
    came to. ``sent_ago`` and ``received_ago`` are milliseconds.
    """

    held: int
    taken: int
    received: int
    sent_ago: int
    received_ago: int
    address: str
    port: int

    @classmethod
    def of(cls, connection: socket.socket) -> Account | None:
        """The account of a socket; ``None`` if it is not a TCP connection."""
        try:
            if connection.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                return None
            info = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _INFO.size)
            address = connection.getpeername()[0]
            port = connection.getsockname()[1]
            held = fcntl.ioctl(connection, termios.TIOCOUTQ, bytes(_HELD.size))
        except OSError:
            return None
        if len(info) < _INFO.size:
            return None
        sent_ago, received_ago, taken, received = _INFO.unpack(info)
        (waiting,) = _HELD.unpack(held)
        return cls(waiting, taken, received, sent_ago, received_ago, address, port)

    @property
    def idle(self) -> bool:
        """Whether every request was answered, and every answer received."""
        answered = self.taken and self.sent_ago <= self.received_ago
        return not self.held and bool(answered or not self.received)


class Sweeper:
    """Closes slow and idle connections to a port of this process.

    ``most`` is how many there may be.
    """

    def __init__(self, port: int, most: int) -> None:
        self._port = port
        self._most = most
        # By inode: since when the client has been reading too slowly, and how much it had read by
        # then.
        self._taking: dict[int, tuple[float, int]] = {}

    def sweep(self, now: float, stuck: str | None = None, ending: bool = False) -> bool:
        """Close connections that receive too slowly, and idle ones while others wait.

        An answer is waiting for the rest of a request from the address ``stuck``: all from there
        that have sent something and are not answered are closed. When the worker is ``ending``, so
        are all that idle. ``now`` is in seconds. Returns whether all places are taken.
        """
        taking: dict[int, tuple[float, int]] = {}
        idle: list[tuple[int, int]] = []
        waited_for: set[int] = set()
        count = 0
        for descriptor in _sockets():
            with _borrowed(descriptor) as connection:
                account = Account.of(connection) if connection else None
                if connection is None or account is None or account.port != self._port:
                    continue
                count += 1
                inode = os.fstat(connection.fileno()).st_ino
                if account.held:
                    since, then = self._taking.get(inode, (now, account.taken))
                    if now - since >= SLOW_FOR:
                        if account.taken - then < LEAST_RATE * SLOW_FOR:
                            _close(connection)
                            continue
                        since, then = now, account.taken
                    taking[inode] = since, then
                elif account.idle:
                    if ending:
                        _close(connection)
                    idle.append((min(account.sent_ago, account.received_ago), inode))
                elif account.address == stuck:
                    waited_for.add(inode)
        self._taking = taking
        # Closed after all were examined: a client that asks again at once was not stuck.
        for descriptor in _sockets() if waited_for else ():
            with _borrowed(descriptor) as connection:
                if connection and os.fstat(connection.fileno()).st_ino in waited_for:
                    _close(connection)
        full = count >= self._most
        if full and not ending:
            self._make_room(sorted(idle, reverse=True)[: 1 + len(idle) // 4])
        return full

    def _make_room(self, idle: list[tuple[int, int]]) -> None:
        """Close those of some connections that are still idle."""
        inodes = {inode for _, inode in idle}
        for descriptor in _sockets():
            with _borrowed(descriptor) as connection:
                if connection and os.fstat(connection.fileno()).st_ino in inodes:
                    account = Account.of(connection)
                    if account and account.idle:
                        _close(connection)


def _sockets() -> list[int]:
    """The file descriptors of this process that are sockets, or were a moment ago."""
    if not sys.platform.startswith("linux"):
        return []
    found = []
    for name in os.listdir(_DESCRIPTORS):
        with contextlib.suppress(FileNotFoundError):
            if os.readlink(_DESCRIPTORS / name).startswith("socket:"):
                found.append(int(name))
    return found


@contextlib.contextmanager
def _borrowed(descriptor: int) -> Iterator[socket.socket | None]:
    """A duplicate of a granian socket, which granian can't close meanwhile.

    ``None`` when the descriptor is none of a socket any more.
    """
    try:
        own = os.dup(descriptor)
    except OSError:
        yield None
        return
    try:
        connection = socket.socket(fileno=own)
    except OSError:
        os.close(own)
        yield None
        return
    with connection:
        yield connection


def _close(connection: socket.socket) -> None:
    """Shut a connection down; granian notices and closes it."""
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
