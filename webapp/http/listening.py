"""Listening sockets, and how many connections a worker may have."""

from __future__ import annotations

import resource
import socket
from typing import Any

from webapp.http.worker import BACKLOG

# The most connections of a worker, and the least with which it is of use.
MOST_CONNECTIONS = 2000
LEAST_CONNECTIONS = 32
# The open files of a worker besides its connections.
_OWN_FILES = 100


class TooFewFiles(Exception):
    """This process may open too few files to serve."""


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens on an address; port 0 takes any free port.

    Raises ``OSError`` when there is none to have: the port is taken, the host is not ours.
    """
    family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    # Sharing a port succeeds even if another program has it, so a socket that does not share is
    # tried first.
    bound(family, address, shared=False).close()
    listening = bound(family, address, shared=True)
    try:
        listening.listen(BACKLOG)
    except OSError:
        listening.close()
        raise
    return listening


def bound(family: int, address: Any, shared: bool) -> socket.socket:
    """A socket bound to an address, which others may bind too if it is ``shared``."""
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if shared:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        # Connections inherit this. Without it, an answer's body would follow its head 40 ms later.
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # Non-blocking, because a worker and its successor share it, and neither may block in it.
        made.setblocking(False)
        made.bind(address)
    except OSError:
        made.close()
        raise
    return made


def url_of(listening: socket.socket) -> str:
    """The URL of a listening socket."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def room() -> int:
    """How many connections a worker may have, given the limit on open files.

    Raises ``TooFewFiles`` when that is no use.
    """
    wanted = MOST_CONNECTIONS + _OWN_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        if soft < LEAST_CONNECTIONS + _OWN_FILES:
            raise TooFewFiles(
                f"this process may open {soft} files; a server needs at least "
                f"{LEAST_CONNECTIONS + _OWN_FILES}"
            )
        return soft - _OWN_FILES
    return MOST_CONNECTIONS
