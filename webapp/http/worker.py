"""One worker: granian reads and writes for all readers, one thread of Python answers them.

granian's own supervisor gives up when a worker dies twice within seconds, and its embedded server
knows no WSGI. So ``serving`` keeps the processes, and this module alone names what granian keeps
private; its version is bounded for that, and ``tests/webapp/http/test_worker.py`` holds what is
relied on. A reader who closes its own half of a connection is answered no more: granian has no
setting for that.
"""

from __future__ import annotations

import asyncio
import io
import logging
import os
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterable
from types import FrameType
from typing import TYPE_CHECKING, Any, Protocol

import granian._futures
import granian._granian
from granian.http import HTTP1Settings

from webapp.http.connections import Sweeper

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

# granian's type stubs are of another version.
_granian: Any = granian._granian
_scheduler: Any = granian._futures._new_cbscheduler

BACKLOG = 1024
# Seconds for the head of a request to arrive, counted from the last answer: so also the time for
# which an idle connection stays open.
HEAD_WITHIN = 20
# The bytes that granian reads ahead of one connection: the longest head that is accepted.
MOST_HEAD = 163_840
# Answers that leave nothing of what serves them in their headers.
MAKE = "pprsearch"
# granian names HTTP/1.0 so.
_PROTOCOLS = {"HTTP/1": "HTTP/1.0"}
# Seconds between two looks at the connections: as a rule, while all places are taken, and while
# the worker stops.
_LOOK_EVERY = 1.0
_HURRY = 0.25
_LAST_LOOKS_EVERY = 0.1

log = logging.getLogger(__name__)


class Answering(Protocol):
    """The callback that granian passes with a request, to be called once with the answer."""

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        """Send an answer."""


class Worker:
    """Serves a WSGI app on a listening socket.

    At most ``most`` connections are open at a time; who comes on top of them waits to be let in
    until others leave, and connections on which nothing is asked are closed to make room. Requests
    wait for their answer in the order in which they arrived. None is refused.
    """

    def __init__(self, listening: socket.socket, app: WSGIApplication, most: int) -> None:
        self._app = app
        self._most = most
        self._stopping = False
        self._done = threading.Event()
        self._signal = _granian.WorkerSignal()
        self._signal.add_cb(self._done.set)
        self._port: int = listening.getsockname()[1]
        # granian closes the socket it is given; with Python's own copy, both would wait.
        self._listening = os.dup(listening.fileno())
        self._begun: float | None = None
        self._answered = 0
        self._body: _Body | None = None
        self._environ: WSGIEnvironment = {
            "GATEWAY_INTERFACE": "CGI/1.1",
            "SCRIPT_NAME": "",
            "SERVER_SOFTWARE": MAKE,
            "wsgi.errors": sys.stderr,
            # It ends by itself, whether or not its length was declared.
            "wsgi.input_terminated": True,
            "wsgi.multiprocess": True,
            "wsgi.multithread": False,
            "wsgi.run_once": False,
            "wsgi.version": (1, 0),
        }

    def stop(self, number: int = 0, frame: FrameType | None = None) -> None:
        """Stop soon, after answering what was received; can be a signal handler."""
        # A third call would block in granian for ever.
        if not self._stopping:
            self._stopping = True
            self._signal.set()

    def run(self, beat: Callable[[], None]) -> None:
        """Serve until stopped; returns after the last answer was sent.

        ``beat`` is called about every second, unless one answer takes longer than that.
        """
        server = _granian.WSGIWorker(
            worker_id=1,
            sock=(None, _granian.SocketHolder(self._listening, False, BACKLOG)),
            ipc=None,
            # One thread for connections, and one for Python.
            threads=1,
            py_threads=1,
            backpressure=self._most,
            http_mode="1",
            http1_opts=HTTP1Settings(
                header_read_timeout=HEAD_WITHIN * 1000, max_buffer_size=MOST_HEAD
            ),
        )
        loop = asyncio.new_event_loop()
        scheduler = _scheduler(loop, self._answer, impl_asyncio=True)
        server.serve_mtr(scheduler, loop, self._signal)
        sweeping = threading.Thread(target=self._look, args=(beat,), daemon=True)
        sweeping.start()
        self._done.wait()
        sweeping.join()
        loop.close()

    def _answer(self, asked: Answering, given: WSGIEnvironment) -> None:
        """Answer one request; called by granian, for one request at a time."""
        self._begun = time.monotonic()
        environ = self._environ | given
        protocol = environ["SERVER_PROTOCOL"]
        environ["SERVER_PROTOCOL"] = _PROTOCOLS.get(protocol, protocol)
        self._body = _Body(environ["wsgi.input"], environ["REMOTE_ADDR"])
        environ["wsgi.input"] = io.BufferedReader(self._body)
        head: list[Any] = []

        def start(
            status: str, headers: list[tuple[str, str]], failure: object = None
        ) -> Callable[[bytes], object]:
            head[:] = int(status[:3]), headers
            return _unwritable

        body: Iterable[bytes] = self._app(environ, start)
        try:
            whole = b"".join(body)
            status, headers = head
            asked.response_bytes(status, [*headers, ("Server", MAKE)], whole)
        finally:
            # What the app does after an answer was sent delays no reader.
            if close := getattr(body, "close", None):
                close()
            self._body = None
            self._answered += 1
            self._begun = None

    def _look(self, beat: Callable[[], None]) -> None:
        """Report that the worker is alive, and close connections that are in the way."""
        sweeper = Sweeper(self._port, self._most)
        answered = -1
        full = False
        while not self._done.wait(
            _LAST_LOOKS_EVERY if self._stopping else _HURRY if full else _LOOK_EVERY
        ):
            if self._begun is None or self._answered != answered:
                beat()
            answered = self._answered
            try:
                body = self._body
                stuck = body.address if body and body.stuck else None
                full = sweeper.sweep(time.monotonic(), stuck, ending=self._stopping)
            except OSError:
                log.exception("the connections could not be looked at")


class _Body(io.RawIOBase):
    """The body of a request; slow senders are found by ``address``.

    granian's own reads lose bytes when ``read`` follows ``readline``; of them, only ``read`` with
    a size is used here.
    """

    # Seconds for a whole body, which is short. With a limit between bytes, a client that sends one
    # now and then could occupy the only thread for hours.
    WITHIN = 10.0

    def __init__(self, inner: Any, address: str) -> None:
        self._inner = inner
        self.address = address
        self._waited = 0.0
        self._since: float | None = None

    @property
    def stuck(self) -> bool:
        """Whether reading has waited too long for the client."""
        since = self._since
        return since is not None and self._waited + time.monotonic() - since > self.WITHIN

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        self._since = since = time.monotonic()
        try:
            piece = self._inner.read(len(into))
        finally:
            self._since = None
            self._waited += time.monotonic() - since
        into[: len(piece)] = piece
        return len(piece)


def _unwritable(data: bytes) -> None:
    """WSGI's legacy ``write``, which is refused."""
    raise NotImplementedError("the body must be returned, not written by write()")
