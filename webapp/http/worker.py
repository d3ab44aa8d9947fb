"""A worker answers in one thread: Python makes one answer at a time, and threads that take turns
at it mostly wait for each other. Who asks too much, or too slowly, must not hold up the others.
"""

from __future__ import annotations

import logging
import math
import resource
import socket
import time
from collections import deque
from collections.abc import Iterable
from types import FrameType
from typing import TYPE_CHECKING, Any

import waitress
from flask import Flask
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.task import WSGITask

from webapp.http.errors import refusals

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

BACKLOG = 1024
# Requests that wait for their answer; whoever comes on top of them is refused at once.
MOST_WAITING = 100
# Connections that a worker keeps open; beyond them, the longest idle make room.
MOST_CONNECTIONS = 2000
# Files that a worker has open beside its connections.
_OWN_FILES = 100
# Seconds for a request to arrive whole, and for a connection to stay open while nothing happens.
REQUEST_WITHIN = 20
IDLE_WITHIN = 60
# A form of the maintainer's is the longest body that is ever sent here.
MAX_BODY = 65_536
# Seconds of answering between two looks at who else asks; of waiting when nobody does; and of
# waiting when there is no room for more connections.
_TURN = 0.01
_REST = 1.0
_HURRY = 0.1
# Connections that a busy worker accepts between two looks, and in a crush.
_AT_ONCE = 8
_IN_A_CRUSH = 100
# Seconds, for each connection that it has, that an idle worker waits before it takes another, and
# the most connections that count: those with fewer are quicker then.
_COURTESY = 0.00005
_COUNTED = 20
# Seconds for readers to take their last answers once the worker was asked to stop.
_LAST = 5.0

log = logging.getLogger(__name__)


class Worker:
    """Answers with an app whoever connects to a socket that listens."""

    def __init__(self, listening: socket.socket, app: Flask) -> None:
        # Waitress warns of every request that waits and whenever it is full, which is no news here:
        # under load that fills the log, and a pipe that nobody reads then stops the worker.
        logging.getLogger("waitress").setLevel(logging.ERROR)
        self._app = app
        self._refusals = refusals(app)
        self._refusing = False
        self._stopping = False
        self._connections: dict[int, Any] = {}
        self._room = _room()
        self._server = waitress.create_server(
            self._answer,
            map=self._connections,
            sockets=[listening],
            # What it has read waits in its queue, from which this thread takes it.
            threads=0,
            ident=None,
            backlog=BACKLOG,
            connection_limit=self._room,
            channel_timeout=IDLE_WITHIN,
            cleanup_interval=5,
            max_request_body_size=MAX_BODY,
            # Beyond this, Waitress would wait for another thread to send.
            outbuf_high_watermark=1 << 60,
        )
        self._server.channel_class = _Connection
        self._accept = self._server.handle_accept
        self._server.handle_accept = self._accept_in_turn
        self._waiting: deque[_Connection] = self._server.task_dispatcher.queue
        # Those whose reader has yet to take the answer to the question before.
        self._unread: list[_Connection] = []
        self._swept = time.time()

    @property
    def _full(self) -> bool:
        """Whether there is no room for another connection."""
        return len(self._connections) >= self._room

    def stop(self, number: int = 0, frame: FrameType | None = None) -> None:
        """Stop soon, having answered what was asked by now; may be the handler of a signal."""
        if not self._stopping:
            # In this order: once it sees that it is to stop, it may end and close the trigger.
            self._server.pull_trigger()
            self._stopping = True

    def run(self) -> None:
        """Answer until stopped."""
        while not self._stopping:
            begun = time.monotonic()
            self._listen(0 if self._waiting else _HURRY if self._full else _REST)
            # A few at a time, so that other workers have their share; but in a crush as many as
            # there are, for who will be refused should know it soon.
            if self._waiting:
                crush = len(self._waiting) > MOST_WAITING // 2
                self._let_in(_IN_A_CRUSH if crush else _AT_ONCE)
            self._refuse()
            now = time.monotonic()
            # Listening and refusing never take more than half of the time.
            self._take(until=now + max(_TURN, now - begun if self._waiting else 0))
            self._sweep()
        self._finish()

    def _listen(self, seconds: float) -> None:
        """Accept, read and send, whatever is ready; wait at most so long for it."""
        wasyncore.poll2(seconds, self._connections)
        unread, self._unread = self._unread, []
        for connection in unread:
            self._queue(connection)

    def _accept_in_turn(self) -> None:
        """Accept who is at the door, unless a worker with fewer connections was quicker.

        Or else the worker that happens to wake first has all of a crowd, and the others nothing
        to do.
        """
        time.sleep(min(len(self._server.active_channels), _COUNTED) * _COURTESY)
        self._accept()

    def _let_in(self, most: int) -> None:
        """Accept who else is at the door, as far as there is room."""
        for _ in range(most):
            there = len(self._connections)
            if not self._full:
                self._accept()
            if len(self._connections) == there:
                return

    def _queue(self, connection: _Connection) -> None:
        """Who asks ahead without taking the answers is answered once they are taken."""
        unread = connection.connected and connection.total_outbufs_len
        (self._unread if unread else self._waiting).append(connection)

    def _refuse(self) -> None:
        """Refuse who came last, until no more wait than may."""
        if len(self._waiting) <= MOST_WAITING:
            return
        self._refusing = True
        while len(self._waiting) > MOST_WAITING:
            self._serve(self._waiting.pop())
        self._refusing = False

    def _take(self, until: float) -> None:
        """Answer those who wait, first come first served."""
        while self._waiting and time.monotonic() < until:
            connection = self._waiting.popleft()
            if connection.connected and connection.total_outbufs_len:
                self._unread.append(connection)
            else:
                self._serve(connection)

    def _serve(self, connection: _Connection) -> None:
        try:
            connection.service()
        except Exception:
            log.exception("a connection failed")
            connection.will_close = True

    def _answer(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        return (self._refusals if self._refusing else self._app)(environ, start)

    def _sweep(self) -> None:
        """Close the connections that only stand in the way; looked for now and then."""
        now = time.time()
        full = self._full
        if now < self._swept + (_HURRY if full else _REST):
            return
        self._swept = now
        there = list(self._server.active_channels.values())
        for connection in there:
            slow = connection.begun < now - REQUEST_WITHIN
            stuck = connection.total_outbufs_len and connection.last_activity < now - IDLE_WITHIN
            if slow or stuck:
                connection.handle_close()
        if full:
            idle = [c for c in there if not c.requests and not c.total_outbufs_len]
            for connection in sorted(idle, key=lambda c: c.last_activity)[: 1 + len(there) // 4]:
                connection.handle_close()

    def _finish(self) -> None:
        """Answer what has arrived, then let go of everybody."""
        self._let_in(BACKLOG)
        self._listen(0)
        self._server.del_channel()
        self._server.socket.close()
        until = time.monotonic() + _LAST
        for connection in list(self._server.active_channels.values()):
            if not connection.requests and not connection.total_outbufs_len:
                connection.handle_close()
        while self._server.active_channels and time.monotonic() < until:
            self._take(until)
            for connection in self._server.active_channels.values():
                if not connection.requests:
                    connection.close_when_flushed = True
            self._listen(0.05)
        self._server.trigger.close()


class _Answer(WSGITask):  # type: ignore[misc]  # Waitress has no annotations.
    """One answer. Waitress closes after any without a body, which 304 need not have."""

    def set_close_on_finish(self) -> None:
        """Close after the answer, unless only its missing body seems to ask for it."""
        asked = self.request.headers.get("CONNECTION", "").lower() == "close"
        if self.has_body or asked or self.version == "1.0":
            super().set_close_on_finish()

    def write(self, data: bytes) -> None:
        """Write a part of the body, the first together with the head."""
        self.channel.hold = not self.wrote_header and bool(data)
        super().write(data)
        self.channel.let_go()


class _Connection(HTTPChannel):  # type: ignore[misc]  # As above.
    """One connection; ``begun`` is when the request began that is not there whole.

    What is written on ``hold`` goes out with what follows: to send the head of an answer before
    its body takes twice the work, and two packets.
    """

    task_class = _Answer
    begun = math.inf
    hold = False
    _held = b""

    def write_soon(self, data: bytes) -> int:
        """Send the data, or keep it for the next."""
        if self.hold:
            self.hold, self._held = False, data
            return len(data)
        held, self._held = self._held, b""
        return int(super().write_soon(held + data if held else data))

    def let_go(self) -> None:
        """Send what is still kept: of an answer that has no body, whatever the app gave."""
        self.hold = False
        if self._held:
            self.write_soon(b"")

    def received(self, data: bytes) -> bool:
        """Take what has arrived."""
        taken = bool(super().received(data))
        if self.request is None:
            self.begun = math.inf
        elif self.begun == math.inf:
            self.begun = time.time()
        return taken


def _room() -> int:
    """How many connections there may be, with as many open files as the system allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + _OWN_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        return max(1, soft - _OWN_FILES)
    return MOST_CONNECTIONS
