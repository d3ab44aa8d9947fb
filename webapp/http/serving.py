"""The main process of the server, which starts and restarts its workers."""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import selectors
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType
from typing import NoReturn

from flask import Flask

from search.engine.seam import Engine
from search.errors import SearchError
from webapp.http.listening import bound, room
from webapp.http.warming import relate, warm
from webapp.http.worker import Worker

# Seconds that the workers have to finish their answers once the server was asked to stop.
PATIENCE = 10.0
# Seconds without a sign of life after which a worker is killed and replaced.
SILENCE = 30.0
# A worker that lived no longer than this, in seconds, is replaced only after the same pause.
SHORT_LIFE = 1.0
# Seconds between two looks for a new generation of the index.
_LOOK_EVERY = 0.2
# Seconds between two checks of the workers. A check that comes much later means that the whole
# machine stood still, not that a worker is silent.
_WATCH_EVERY = 1.0
_STOOD_STILL = 5.0
_STOP = (signal.SIGTERM, signal.SIGINT)
_READY = b"!"
_ALIVE = b"."

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Child:
    """A worker process, and its number.

    ``born`` is when it began, ``heard`` when it was last heard of, ``ready`` whether it answers.
    """

    process: int
    place: int
    born: float
    heard: float
    ready: bool = False


class Server:
    """Keeps a number of workers running until it is stopped.

    ``make_app`` is called in each worker, so that no thread or open file of an engine is shared.
    It is told whether readers are being answered by now: the first worker must know what to answer
    from, or else say why not on standard error and raise ``SystemExit``; later ones must make do.
    """

    def __init__(
        self, listening: socket.socket, make_app: Callable[[bool], Flask], workers: int = 1
    ) -> None:
        self.listening = listening
        self.make_app = make_app
        self.workers = workers
        # One socket for each worker, all with the same address, among which the kernel distributes
        # connections: with a shared socket, the first worker to wake up would take all of a crowd.
        # They are kept here, so that connections that a worker had not yet accepted wait for its
        # successor.
        self._places = [listening]
        self._room = room()
        self._address = listening.getsockname()
        # By the pipe with which each reports that it is alive.
        self._children: dict[int, _Child] = {}
        self._serving = False
        self._end: float | None = None
        self._not_before = 0.0

    def run(self, ready: Callable[[], None]) -> int:
        """Serve until SIGTERM or SIGINT and return the exit status.

        ``ready`` is called once, when the first worker can answer. When that one can't be made,
        the status is 1; workers that die later are replaced. SIGHUP changes nothing: a new
        generation of the index is taken over by itself.
        """
        # The workers read from this pipe, to which only this process can write. When it ends,
        # however it ends, they see the end of the pipe, and end too.
        self._lifeline, self._hold = os.pipe()
        self._woken, self._wake = socket.socketpair()
        self._wake.setblocking(False)
        self._selector = selectors.DefaultSelector()
        signal.set_wakeup_fd(self._wake.fileno(), warn_on_full_buffer=False)
        self._selector.register(self._woken, selectors.EVENT_READ)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        for number in _STOP:
            signal.signal(number, self._stop)
        while len(self._places) < self.workers:
            self._places.append(self._another())
        self._start()
        looked = time.monotonic()
        while self._children or (self._serving and not self._end):
            self._wait()
            now = time.monotonic()
            if now - looked > _STOOD_STILL:
                for child in self._children.values():
                    child.heard = now
            looked = now
            if self._end:
                if now >= self._end:
                    self._send(signal.SIGKILL)
                continue
            self._kill_silent(now)
            if not self._serving and any(child.ready for child in self._children.values()):
                self._serving = True
                ready()
            starting = any(not child.ready for child in self._children.values())
            missing = len(self._children) < len(self._places) and now >= self._not_before
            if self._serving and missing and not starting:
                self._start()
        return 0 if self._serving or self._end else 1

    def _wait(self) -> None:
        """Wait for a message from a worker, a signal, or a timeout."""
        for key, _ in self._selector.select(_WATCH_EVERY):
            if key.fileobj is self._woken:
                self._woken.recv(4096)
                continue
            told = os.read(key.fd, 4096)
            child = self._children[key.fd]
            child.heard = time.monotonic()
            child.ready = child.ready or _READY in told
            if not told:
                self._bury(key.fd)

    def _bury(self, pipe: int) -> None:
        """Remove a worker that has ended."""
        self._selector.unregister(pipe)
        os.close(pipe)
        child = self._children.pop(pipe)
        _, ended = os.waitpid(child.process, 0)
        if self._serving and not self._end:
            code = os.waitstatus_to_exitcode(ended)
            log.error("a worker ended with status %d; another takes its place", code)
            if time.monotonic() - child.born < SHORT_LIFE:
                self._not_before = time.monotonic() + SHORT_LIFE
            if not child.ready and any(other.ready for other in self._children.values()):
                # No client may wait for a worker that may never start, while others can answer.
                self._places[child.place].close()
                self._places[child.place] = self._another()

    def _another(self) -> socket.socket:
        """Another socket on the same address, not yet listening.

        Where the system does not share readers out among sockets, it is the first itself.
        """
        if not sys.platform.startswith("linux"):
            return self.listening.dup()
        return bound(self.listening.family, self._address, shared=True)

    def _kill_silent(self, now: float) -> None:
        for child in self._children.values():
            if child.ready and now - child.heard > SILENCE:
                log.error("a worker was silent for %.0f s and is killed", now - child.heard)
                child.heard = now
                os.kill(child.process, signal.SIGKILL)

    def _start(self) -> None:
        """Start a worker."""
        taken = {child.place for child in self._children.values()}
        place = min(set(range(len(self._places))) - taken)
        told, tell = os.pipe()
        # A signal between the fork and the worker's own handlers must not reach ours there.
        signal.pthread_sigmask(signal.SIG_BLOCK, _STOP)
        process = os.fork()
        if not process:
            os.close(told)
            os.close(self._hold)
            self._work(self._places[place], tell)
        os.close(tell)
        now = time.monotonic()
        self._children[told] = _Child(process, place, now, now)
        self._selector.register(told, selectors.EVENT_READ)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOP)
        if self._end:
            self._send(signal.SIGTERM)

    def _work(self, listening: socket.socket, tell: int) -> NoReturn:
        status = 1
        try:
            signal.set_wakeup_fd(-1)
            for number in _STOP:
                signal.signal(number, _leave)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOP)
            # The other workers' messages do not concern it.
            self._selector.close()
            self._woken.close()
            self._wake.close()
            for pipe in self._children:
                os.close(pipe)
            threading.Thread(target=_watch, args=(self._lifeline,), daemon=True).start()
            app = self.make_app(self._serving)
            worker = Worker(listening, app, self._room)
            for place in self._places:
                place.close()
            for number in _STOP:
                signal.signal(number, worker.stop)
            engine: Engine = app.extensions["engine"]
            warm(app)
            threading.Thread(target=_look, args=(engine,), daemon=True).start()
            # What exists now stays: examining it for garbage again and again would delay answers.
            gc.collect()
            gc.freeze()
            os.set_blocking(tell, False)
            os.write(tell, _READY)
            worker.run(lambda: _tell(tell))
            status = 0
        except SystemExit as leaving:
            status = leaving.code if isinstance(leaving.code, int) else 0
        except Exception:
            log.exception("a worker failed")
        finally:
            # A worker must not return into the code that started the server.
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        if self._end is None:
            self._end = time.monotonic() + PATIENCE
            # New clients are refused at once from now on.
            for place in self._places:
                place.close()
            self._send(signal.SIGTERM)

    def _send(self, number: signal.Signals) -> None:
        for child in self._children.values():
            # A worker that has just ended may still be listed.
            with contextlib.suppress(ProcessLookupError):
                os.kill(child.process, number)


def _tell(pipe: int) -> None:
    """Tell the main process that this worker is alive, unless the pipe is full."""
    with contextlib.suppress(BlockingIOError, BrokenPipeError):
        os.write(pipe, _ALIVE)


def _look(engine: Engine) -> None:
    """Open and warm a new generation in this worker before a reader needs it."""
    known: str | None = None
    while True:
        time.sleep(_LOOK_EVERY)
        try:
            now = engine.now()
            if now.generation != known:
                known = now.generation
                relate(now)
        except SearchError:
            # The stand-in for the engine has logged it, and tries again by itself.
            continue
        except Exception:
            log.exception("the index could not be looked at")


def _leave(number: int, frame: FrameType | None) -> None:
    """Stop at the first signal, and ignore further ones."""
    for stop in _STOP:
        signal.signal(stop, signal.SIG_IGN)
    raise SystemExit(0)


def _watch(lifeline: int) -> None:
    """Stop this worker once the main process has ended."""
    os.read(lifeline, 1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(PATIENCE)
    os._exit(1)
