"""Many readers, several processors: worker processes share one listening socket."""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import NoReturn

from flask import Flask

from search.engine.seam import Engine
from webapp.http.worker import BACKLOG, Worker

# Seconds that the workers have to finish their answers once the server was asked to stop.
PATIENCE = 10
# Seconds between two looks for a new generation of the index.
_LOOK_EVERY = 0.2
# A worker that lived no longer than this, in seconds, is replaced only after as long a pause.
SHORT_LIFE = 1.0
_STOP = (signal.SIGTERM, signal.SIGINT)

log = logging.getLogger(__name__)


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there, on any free port for port 0.

    Raises ``OSError`` when there is none to have: the port is taken, the host is not ours.
    """
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listening = socket.socket(family, kind, protocol)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(BACKLOG)
    except OSError:
        listening.close()
        raise
    return listening


def url_of(listening: socket.socket) -> str:
    """The address to open in a browser."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


class Server:
    """Keeps a number of workers alive until it is told to stop.

    ``make_app`` is called in each worker, so that no thread or open file of an engine is shared.
    When it can't, it says why on standard error and raises ``SystemExit``.
    """

    def __init__(
        self, listening: socket.socket, make_app: Callable[[], Flask], workers: int = 1
    ) -> None:
        self.listening = listening
        self.make_app = make_app
        self.workers = workers
        self._born: dict[int, float] = {}
        self._stopping = False
        # The workers read from this pipe, and only this process can write: when it dies, however
        # it dies, they see the end and go too.
        self._lifeline, self._hold = os.pipe()

    def run(self, ready: Callable[[], None]) -> int:
        """Serve until SIGTERM or SIGINT and return the exit status.

        ``ready`` is called once, when the first worker can answer. When that one can't be made,
        the status is 1; workers that die later are replaced.
        """
        for number in _STOP:
            signal.signal(number, self._stop)
        signal.signal(signal.SIGALRM, self._end)
        if not self._start():
            os.wait()
            return 0 if self._stopping else 1
        ready()
        while True:
            while len(self._born) < self.workers and not self._stopping:
                self._start()
            if not self._born:
                return 0
            worker, ended = os.wait()
            lived = time.monotonic() - self._born.pop(worker)
            if not self._stopping:
                code = os.waitstatus_to_exitcode(ended)
                log.error("a worker ended with status %d; another takes its place", code)
                if lived < SHORT_LIFE:
                    time.sleep(SHORT_LIFE)

    def _start(self) -> bool:
        """Start a worker and wait until it can answer; false when it ended instead."""
        told, tell = os.pipe()
        # A signal between the fork and the worker's own handlers must not reach ours there.
        signal.pthread_sigmask(signal.SIG_BLOCK, _STOP)
        worker = os.fork()
        if not worker:
            os.close(told)
            os.close(self._hold)
            self._work(tell)
        self._born[worker] = time.monotonic()
        os.close(tell)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOP)
        if self._stopping:
            self._send(signal.SIGTERM)
        started = os.read(told, 1) == b"!"
        os.close(told)
        return started

    def _work(self, tell: int) -> NoReturn:
        status = 1
        try:
            for number in _STOP:
                signal.signal(number, _leave)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOP)
            threading.Thread(target=_watch, args=(self._lifeline,), daemon=True).start()
            app = self.make_app()
            worker = Worker(self.listening, app)
            for number in _STOP:
                signal.signal(number, worker.stop)
            engine: Engine = app.extensions["engine"]
            threading.Thread(target=_look, args=(engine,), daemon=True).start()
            # What is there now stays: to look it through for garbage again and again would hold
            # up an answer now and then.
            gc.collect()
            gc.freeze()
            os.write(tell, b"!")
            os.close(tell)
            worker.run()
            status = 0
        except SystemExit as leaving:
            status = leaving.code if isinstance(leaving.code, int) else 0
        except Exception:
            log.exception("a worker failed")
        finally:
            # A worker must not run on into what called the server.
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True
        signal.alarm(PATIENCE)
        self._send(signal.SIGTERM)

    def _end(self, number: int, frame: FrameType | None) -> None:
        self._send(signal.SIGKILL)

    def _send(self, number: signal.Signals) -> None:
        for worker in self._born:
            # One that has just ended may not be crossed off yet.
            with contextlib.suppress(ProcessLookupError):
                os.kill(worker, number)


def _look(engine: Engine) -> None:
    """Have a new generation opened here, so that no reader waits for it."""
    while True:
        time.sleep(_LOOK_EVERY)
        try:
            engine.now()
        except Exception:
            log.exception("the index could not be looked at")


def _leave(number: int, frame: FrameType | None) -> None:
    """Stop once; a second signal must not break into the stopping."""
    for stop in _STOP:
        signal.signal(stop, signal.SIG_IGN)
    raise SystemExit(0)


def _watch(lifeline: int) -> None:
    """Wait for the end of the server's process, then stop this one."""
    os.read(lifeline, 1)
    os.kill(os.getpid(), signal.SIGTERM)
