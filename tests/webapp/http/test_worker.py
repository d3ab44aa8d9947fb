"""One worker with many clients: crowds, slow ones, pipelining, and its end."""

from __future__ import annotations

import inspect
import logging
import re
import socket
import threading
import time
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest
from granian.http import HTTP1Settings
from packaging.requirements import Requirement

from search.question import Question
from search.results import FIRST_TEN, Results, SearchOptions
from tests.conftest import REPOSITORY
from tests.patience import PATIENCE, eventually
from tests.pretended.engine_fake import FakeEngine, FakeSnapshot, hostile_digest
from tests.webapp.http.real_server.running import GET, Threaded, answers
from webapp.app import create_app
from webapp.http import worker
from webapp.http.connections import Sweeper

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


class SlowSnapshot(FakeSnapshot):
    """Answers the question "slow" only when it is released, and counts the questions."""

    def __init__(self) -> None:
        super().__init__(hostile_digest())
        self.may = threading.Event()
        self.asked: list[str] = []

    def search(self, question: Question, options: SearchOptions = FIRST_TEN) -> Results:
        self.asked.append(question.text)
        if question.text == "slow":
            assert self.may.wait(PATIENCE)
        return super().search(question, options)


class Running(Threaded):
    """A worker over the slow snapshot."""

    def __init__(self, most: int = 1000) -> None:
        self.snapshot = SlowSnapshot()
        engine = FakeEngine(hostile_digest())
        engine.snapshot = self.snapshot
        self.app = create_app(engine)
        super().__init__(self.app, most)

    def busy(self) -> socket.socket:
        """A connection whose question the worker is answering."""
        asking = self.ask("/search?q=slow")
        eventually(lambda: "slow" in self.snapshot.asked)
        return asking

    def stop(self) -> None:
        self.snapshot.may.set()
        super().stop()


@pytest.fixture
def running() -> Iterator[Running]:
    made = Running()
    yield made
    made.stop()


def test_granian_s_version_is_bounded_and_has_the_private_names_in_use() -> None:
    """They may change with a minor version: look here before raising the bound."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    (needed,) = (r for r in map(Requirement, project["dependencies"]) if r.name == "granian")
    assert {"<", ">="} <= {bound.operator for bound in needed.specifier}
    assert version("granian") in needed.specifier
    signature = str(inspect.signature(worker._granian.WSGIWorker))
    for name in ("sock", "ipc", "threads", "py_threads", "backpressure", "http_mode", "http1_opts"):
        assert name in signature
    assert {"header_read_timeout", "max_buffer_size"} <= set(
        inspect.signature(HTTP1Settings).parameters
    )
    assert list(inspect.signature(worker._scheduler).parameters)[:2] == ["loop", "cb"]


def test_an_answer_that_may_have_no_body_is_sent_without_it(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unchanged(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        start("304 NOT MODIFIED", [])
        return [b"what may not be there"]

    monkeypatch.setattr(running.app, "wsgi_app", unchanged)
    with running.connect() as asking:
        asking.sendall((GET.format("/about") * 2).encode())
        assert [status for status, _ in answers(asking, 2)] == [304, 304]


def test_the_server_software_is_not_named(running: Running) -> None:
    with running.ask("/about") as asking:
        ((_, head),) = answers(asking)
    assert re.findall(rb"(?i)server: (.*)\r", head) == [b"pprsearch"]
    assert b"granian" not in head.lower()


def test_the_wsgi_environment_is_complete(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[WSGIEnvironment] = []

    def noted(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        body = environ["wsgi.input"]
        seen.append({**environ, "read": [body.read(3), body.readline(), body.read()]})
        start("200 OK", [("Content-Length", "0")])
        return []

    monkeypatch.setattr(running.app, "wsgi_app", noted)
    monkeypatch.setenv("A_SECRET", "hidden")
    with running.connect() as asking:
        head = b"POST /a%20b/c?d=%C3%A9 HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n"
        asking.sendall(head + b"0123\n45\n67")
        answers(asking)
        asking.sendall(b"GET / HTTP/1.0\r\n\r\n")
        answers(asking)
    first, second = seen
    assert (first["PATH_INFO"], first["QUERY_STRING"]) == ("/a b/c", "d=%C3%A9")
    assert (first["HTTP_HOST"], first["SERVER_PROTOCOL"]) == ("h", "HTTP/1.1")
    assert first["read"] == [b"012", b"3\n", b"45\n67"]
    assert not first["wsgi.multithread"] and first["wsgi.multiprocess"]
    assert second["SERVER_PROTOCOL"] == "HTTP/1.0"
    assert "A_SECRET" not in first
    assert first["REMOTE_ADDR"] == "127.0.0.1"


def test_work_after_an_answer_does_not_delay_it(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    may, closed = threading.Event(), threading.Event()

    class Body(list[bytes]):
        def close(self) -> None:
            assert may.wait(PATIENCE)
            closed.set()

    def app(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        start("200 OK", [("Content-Length", "2")])
        return Body([b"o", b"k"])

    monkeypatch.setattr(running.app, "wsgi_app", app)
    assert running.status("/") == 200
    assert not closed.is_set()
    may.set()
    assert closed.wait(PATIENCE)


def test_many_clients_wait_and_none_is_refused(running: Running) -> None:
    with running.busy() as first:
        crowd = [running.ask(f"/search?q=burnout+{n}") for n in range(300)]
        running.snapshot.may.set()
        for asked in [first, *crowd]:
            assert [status for status, _ in answers(asked)] == [200]
            asked.close()
    assert len(running.snapshot.asked) == 301


def test_clients_beyond_the_limit_are_accepted_when_others_leave() -> None:
    made = Running(most=5)
    try:
        with made.busy() as first:
            crowd = [made.ask(f"/search?q=burnout+{n}") for n in range(30)]
            made.snapshot.may.set()
            for asked in [first, *crowd]:
                assert [status for status, _ in answers(asked)] == [200]
                asked.close()
    finally:
        made.stop()


@pytest.mark.slow
def test_idle_connections_make_room() -> None:
    made = Running(most=20)
    try:
        idle = [made.connect() for _ in range(40)]
        answered = [made.connect() for _ in range(5)]
        assert made.status("/about") == 200
        for connection in idle + answered:
            connection.close()
    finally:
        made.stop()


@pytest.mark.slow
def test_an_incomplete_head_blocks_nobody_and_times_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "HEAD_WITHIN", 1)
    made = Running()
    try:
        slow = [made.connect() for _ in range(50)]
        for asking in slow:
            asking.sendall(b"GET /search?q=slowly HTTP/1.1\r\nHost: ")
        assert made.status("/search?q=burnout") == 200
        for asking in [*slow, made.connect()]:
            assert asking.recv(1) == b""
            asking.close()
        assert made.snapshot.asked == ["burnout"]
    finally:
        made.stop()


@pytest.mark.slow
def test_an_incomplete_body_times_out(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    def app(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        environ["wsgi.input"].read()
        start("200 OK", [("Content-Length", "0")])
        return []

    monkeypatch.setattr(running.app, "wsgi_app", app)
    monkeypatch.setattr(worker._Body, "WITHIN", 0)
    with running.connect() as slow, running.connect() as idle:
        slow.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n0123")
        assert answers(slow) == []
        monkeypatch.setattr(worker._Body, "WITHIN", PATIENCE)
        # Clients without a request stay connected.
        idle.sendall(GET.format("/").encode())
        assert [status for status, _ in answers(idle)] == [200]


def test_a_slow_body_times_out_like_one_that_stops(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 0.0
    monkeypatch.setattr(time, "monotonic", lambda: now)

    class Trickle:
        def read(self, size: int) -> bytes:
            nonlocal now
            assert not body.stuck
            now += 4.0
            stuck.append(body.stuck)
            return b"x"

    body = worker._Body(Trickle(), "127.0.0.1")
    stuck: list[bool] = []
    for _ in range(2):
        assert body.read(1) == b"x"
        # The time that the app takes with it is not limited.
        now += 60.0
        assert not body.stuck
    assert body.read(1) == b"x"
    assert stuck == [False, False, True]


def test_pipelined_requests_are_answered_in_turn(running: Running) -> None:
    paths = [f"/search?q=burnout+{n}" for n in range(30)]
    with running.connect() as asking:
        asking.sendall("".join(map(GET.format, paths)).encode())
        assert [status for status, _ in answers(asking, 30)] == [200] * 30
    assert running.snapshot.asked == [f"burnout {n}" for n in range(30)]


def test_a_client_that_reads_no_answers_gets_no_more(running: Running) -> None:
    # Accepted connections inherit it: the system must not buffer unread answers.
    running.listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 16_384)
    with socket.socket() as asking:
        asking.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        asking.settimeout(PATIENCE)
        asking.connect(("127.0.0.1", running.port))
        paths = [f"/search?q=ahead+{n}" for n in range(200)]
        asking.sendall("".join(map(GET.format, paths)).encode())
        eventually(lambda: "ahead 0" in running.snapshot.asked)
        assert running.status("/search?q=burnout") == 200
        assert len(running.snapshot.asked) < 100
        # Once they are read, the answers go on.
        assert len(answers(asking, 200)) == 200


def test_a_worker_reports_that_it_is_alive_except_during_one_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(worker, "_LOOK_EVERY", 0.05)
    looks = threading.Semaphore(0)
    sweep = Sweeper.sweep

    def noted(*given: object, **named: object) -> bool:
        looks.release()
        return sweep(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Sweeper, "sweep", noted)

    def look_twice() -> None:
        while looks.acquire(blocking=False):
            pass
        for _ in range(2):
            assert looks.acquire(timeout=PATIENCE)

    made = Running()
    try:
        assert made.beats.acquire(timeout=PATIENCE)
        with made.busy() as first:
            look_twice()
            while made.beats.acquire(blocking=False):
                pass
            look_twice()
            assert not made.beats.acquire(blocking=False)
            made.snapshot.may.set()
            assert [status for status, _ in answers(first)] == [200]
        assert made.beats.acquire(timeout=PATIENCE)
    finally:
        made.stop()


def test_a_failing_app_gives_500_and_the_worker_goes_on(
    running: Running, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        raise RuntimeError("broken")

    with monkeypatch.context() as patch, caplog.at_level(logging.CRITICAL):
        patch.setattr(running.app, "wsgi_app", broken)
        assert running.status("/search?q=secret") == 500
    assert running.status("/about") == 200


def test_requests_before_the_end_are_answered(running: Running) -> None:
    with running.busy() as first, running.connect() as idle:
        waiting = [running.ask(f"/search?q=burnout+{n}") for n in range(20)]
        # All have been read once the worker has refused a later one.
        with running.connect() as later:
            later.sendall(b"no request\r\n\r\n")
            assert [status for status, _ in answers(later)] == [400]
        running.worker.stop()
        running.worker.stop()
        running.worker.stop()
        running.listening.close()
        running.snapshot.may.set()
        assert [status for status, _ in answers(first)] == [200]
        for asking in waiting:
            assert [status for status, _ in answers(asking, 2)] == [200]
            asking.close()
        assert idle.recv(1) == b""
    running.thread.join(PATIENCE)
    with socket.socket() as late:
        late.settimeout(1)
        assert late.connect_ex(("127.0.0.1", running.port)) != 0


def test_workers_can_be_started_and_ended_repeatedly() -> None:
    threads = threading.active_count()
    for _ in range(3):
        made = Running()
        assert made.status("/healthz") == 200
        made.stop()
    assert threading.active_count() <= threads
