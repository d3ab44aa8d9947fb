"""One worker among many readers: a crush, slow ones, those who ask ahead, and its end."""

from __future__ import annotations

import json
import re
import socket
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from typing import TYPE_CHECKING

import pytest
from waitress.channel import HTTPChannel

from search.question import Question
from search.results import FIRST_TEN, Results, SearchOptions
from tests.engine_fake import FakeEngine, FakeSnapshot, hostile_digest
from tests.patience import PATIENCE, eventually
from webapp.app import create_app
from webapp.http import worker
from webapp.http.errors import RETRY_AFTER
from webapp.http.headers import SECURITY
from webapp.http.serving import listen
from webapp.http.worker import MAX_BODY, MOST_WAITING, Worker

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

GET = "GET {} HTTP/1.1\r\nHost: localhost\r\n\r\n"


class SlowSnapshot(FakeSnapshot):
    """Answers "slow" only once it may, others after ``seconds``, and counts what it was asked."""

    def __init__(self) -> None:
        super().__init__(hostile_digest())
        self.may = threading.Event()
        self.seconds = 0.0
        self.asked: list[str] = []

    def search(self, question: Question, options: SearchOptions = FIRST_TEN) -> Results:
        self.asked.append(question.text)
        if question.text == "slow":
            assert self.may.wait(PATIENCE)
        time.sleep(self.seconds)
        return super().search(question, options)


class Running:
    """A worker in a thread of the test."""

    def __init__(self) -> None:
        self.snapshot = SlowSnapshot()
        self.listening = listen("127.0.0.1", 0)
        self.port: int = self.listening.getsockname()[1]
        engine = FakeEngine(hostile_digest())
        engine.snapshot = self.snapshot
        self.app = create_app(engine)
        self.worker = Worker(self.listening, self.app)
        self.thread = threading.Thread(target=self.worker.run)
        self.thread.start()

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), PATIENCE)

    def ask(self, path: str) -> socket.socket:
        """A connection on which a page was asked for."""
        asking = self.connect()
        asking.sendall(GET.format(path).encode())
        return asking

    def get(self, path: str) -> tuple[int, dict[str, str], bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", path)
        answer = connection.getresponse()
        try:
            return answer.status, dict(answer.headers), answer.read()
        finally:
            connection.close()

    def busy(self) -> socket.socket:
        """A connection whose question the worker is at."""
        asking = self.ask("/search?q=slow")
        eventually(lambda: "slow" in self.snapshot.asked)
        return asking


@pytest.fixture
def running() -> Iterator[Running]:
    made = Running()
    yield made
    made.snapshot.may.set()
    made.worker.stop()
    made.thread.join(PATIENCE)
    made.listening.close()
    assert not made.thread.is_alive()


def answers(asked: socket.socket, count: int = 1) -> list[tuple[int, bytes]]:
    """Status and head of so many answers on one connection; fewer when it was closed."""
    found: list[tuple[int, bytes]] = []
    with asked.makefile("rb") as reading:
        for _ in range(count):
            head = b""
            while line := reading.readline().strip():
                head += line + b"\r\n"
            if not head:
                break
            length = re.search(rb"Content-Length: (\d+)", head)
            reading.read(int(length[1]) if length else 0)
            found.append((int(head.split()[1]), head))
    return found


def test_an_answer_goes_out_together_with_its_head(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[bytes] = []
    send = HTTPChannel.send

    def noted(connection: HTTPChannel, data: bytes, do_close: bool = True) -> int:
        sent.append(bytes(data))
        return int(send(connection, data, do_close=do_close))

    monkeypatch.setattr(HTTPChannel, "send", noted)
    for path in ("/about", "/healthz", "/nowhere"):
        _, headers, body = running.get(path)
        assert len(body) == int(headers["Content-Length"])
        assert [data.endswith(b"\r\n\r\n" + body) for data in sent] == [True]
        sent.clear()


def test_an_answer_that_may_have_no_body_is_sent_without_it(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unchanged(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        start("304 NOT MODIFIED", [])
        return [b"what may not be there"]

    monkeypatch.setattr(running.app, "wsgi_app", unchanged)
    with running.ask("/about") as asking:
        assert [status for status, _ in answers(asking)] == [304]


def test_one_reader_too_many_is_told_at_once_and_the_others_are_answered(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Slower at answering than they come, however slowly the machine lets them in.
    monkeypatch.setattr(worker, "_TURN", 0.0)
    running.snapshot.seconds = 0.01
    with running.busy() as first:
        crowd = [running.ask(f"/search?q=burnout+{n}") for n in range(MOST_WAITING + 60)]
        running.snapshot.may.set()
        with ThreadPoolExecutor(len(crowd)) as pool:
            told = list(pool.map(answers, crowd))
        assert [status for status, _ in answers(first)] == [200]
    for asked in crowd:
        asked.close()
    statuses = [status for (status, _), *_ in told]
    refused = [head for (status, head), *_ in told if status == 503]
    # Who was in before the worker looked up was taken; nobody was left without an answer.
    assert statuses.count(200) + len(refused) == len(crowd)
    assert statuses.count(200) >= MOST_WAITING
    assert refused
    assert all(b"Retry-After: %d" % RETRY_AFTER in head for head in refused)
    # Those who were refused cost no work.
    assert len(running.snapshot.asked) == 1 + statuses.count(200)
    # It is over as soon as the crowd is.
    running.snapshot.seconds = 0.0
    assert running.get("/search?q=burnout")[0] == 200


def test_a_refusal_has_a_page_a_shape_and_the_guard(running: Running) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worker, "MOST_WAITING", 0)
        status, headers, page = running.get("/search?q=burnout")
        assert status == 503
        assert b"Too many readers at once" in page
        for name, value in SECURITY.items():
            assert headers[name] == value
        assert headers["Cache-Control"] == "no-store"
        status, headers, body = running.get("/api/v1/search?q=burnout")
        assert status == 503
        assert headers["Retry-After"] == str(RETRY_AFTER)
        assert json.loads(body)["error"]["name"] == "busy"
        assert running.snapshot.asked == []
    assert running.get("/search?q=burnout")[0] == 200


def test_slow_readers_hold_up_nobody_and_are_let_go(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = [running.connect() for _ in range(50)]
    for asking in slow:
        asking.sendall(b"GET /search?q=slowly HTTP/1.1\r\nHost: ")
    assert running.get("/search?q=burnout")[0] == 200
    monkeypatch.setattr(worker, "REQUEST_WITHIN", 0)
    for asking in slow:
        assert asking.recv(1) == b""
        asking.close()
    assert running.get("/search?q=burnout")[0] == 200
    assert "slowly" not in running.snapshot.asked


def test_idle_connections_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_room", lambda: 20)
    made = Running()
    try:
        idle = [made.connect() for _ in range(40)]
        assert made.get("/about")[0] == 200
        for connection in idle:
            connection.close()
    finally:
        made.worker.stop()
        made.thread.join(PATIENCE)
        made.listening.close()


def test_who_asks_ahead_is_answered_in_turn(running: Running) -> None:
    paths = [f"/search?q=burnout+{n}" for n in range(30)]
    with running.connect() as asking:
        asking.sendall("".join(map(GET.format, paths)).encode())
        assert [status for status, _ in answers(asking, 30)] == [200] * 30
    assert running.snapshot.asked == [f"burnout {n}" for n in range(30)]


def test_who_takes_no_answers_is_answered_no_further(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Accepted connections take it over: the system must not hold what nobody reads.
    running.listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 16_384)
    with socket.socket() as asking:
        asking.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        asking.settimeout(PATIENCE)
        asking.connect(("127.0.0.1", running.port))
        for _ in range(20):
            asking.sendall((GET.format("/static/style.css") * 100).encode())
        until = time.monotonic() + PATIENCE
        while not (unread := list(running.worker._unread)) and time.monotonic() < until:
            assert running.get("/search?q=burnout")[0] == 200
        assert len(unread) == 1
        assert unread[0].total_outbufs_len < 100_000
        # Taken at last, they go on ...
        assert len(answers(asking, 200)) == 200
        # ... and who never takes them is let go.
        monkeypatch.setattr(worker, "IDLE_WITHIN", 0)
        eventually(lambda: not running.worker._unread)
    assert running.get("/search?q=burnout")[0] == 200


def test_what_is_too_large_is_refused(running: Running) -> None:
    with running.connect() as asking:
        asking.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
        with pytest.raises(OSError):
            for _ in range(100_000):
                asking.sendall(b"X-Header: " + b"x" * 8000 + b"\r\n")
    with running.connect() as asking:
        head = f"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: {MAX_BODY + 1}\r\n\r\n"
        asking.sendall(head.encode() + b"x" * (MAX_BODY + 1))
        assert [status for status, _ in answers(asking)] == [413]
    with running.connect() as asking:
        asking.sendall(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n")
        assert [status for status, _ in answers(asking)] == [400]
    assert running.get("/")[0] == 200


def test_a_connection_outlives_an_answer_without_a_body(running: Running) -> None:
    tag = running.get("/about")[1]["Etag"]
    with running.connect() as asking:
        again = GET.format("/about").replace("\r\n\r\n", f"\r\nIf-None-Match: {tag}\r\n\r\n")
        for _ in range(3):
            asking.sendall(again.encode())
            assert [status for status, _ in answers(asking)] == [304]
        asking.sendall(again.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n").encode())
        assert [status for status, _ in answers(asking, 2)] == [304]


def test_what_was_asked_before_the_end_is_answered(running: Running) -> None:
    with running.busy() as first, running.connect() as idle:
        waiting = [running.ask(f"/search?q=burnout+{n}") for n in range(20)]
        running.worker.stop()
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
