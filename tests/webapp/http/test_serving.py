"""The server as it really runs: processes, signals, and one socket."""

from __future__ import annotations

import http.client
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus.digest import Digest
from indexer.publish import publish
from search.index.files.folder import live_name
from tests.digests.editions import post
from tests.patience import PATIENCE, eventually
from tests.webapp.http.real_server.running import GET, Running, answers, serving


def edition(number: int) -> Digest:
    """A digest of one edition, known by its size."""
    return Digest(name="Test", posts=tuple(post(i, number) for i in range(20 + number)))


PAGE = GET.format("/search?q=compost").encode()


@pytest.fixture(scope="module")
def one(garden_index: Path) -> Iterator[Running]:
    """A server with one worker, for tests that leave both running."""
    with serving(garden_index) as server:
        yield server


@pytest.fixture(scope="module")
def two(garden_index: Path) -> Iterator[Running]:
    """A server with two workers, for tests that leave as many running."""
    with serving(garden_index, "--workers", "2") as server:
        eventually(lambda: len(server.workers()) == 2)
        yield server


@pytest.mark.slow
def test_pages_are_served_without_naming_the_software(one: Running) -> None:
    status, headers, body = one.get("/search?q=compost")
    assert status == 200
    assert b"<mark>" in body
    assert headers["Server"] == "pprsearch"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert one.get("/%ff%00")[0] == 404
    assert one.get("/search?q=%zz%f0%9f")[0] == 200


@pytest.mark.slow
def test_a_killed_worker_is_replaced_each_time_and_all_stop_together(
    garden_index: Path,
) -> None:
    with serving(garden_index, "--workers", "2") as server:
        eventually(lambda: len(server.workers()) == 2)
        for _ in range(3):
            killed = server.workers()
            for worker in killed:
                os.kill(worker, signal.SIGKILL)
            eventually(lambda killed=killed: len(set(server.workers()) - set(killed)) == 2)  # type: ignore[misc]
            assert json.loads(server.get("/healthz")[2])["status"] == "ok"
        workers = server.workers()
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(PATIENCE) == 0
        assert not any(Path(f"/proc/{pid}").exists() for pid in workers)


@pytest.mark.slow
def test_a_hanging_worker_is_killed_and_replaced(garden_index: Path) -> None:
    quick = "import webapp.http.serving as s; s.SILENCE = 3.0"
    with serving(garden_index, code=quick) as server:
        (worker,) = server.workers()
        os.kill(worker, signal.SIGSTOP)
        assert server.get("/healthz")[0] == 200
        assert worker not in server.workers()
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(PATIENCE) == 0
        assert "was silent for" in server.process.communicate()[1]


@pytest.mark.slow
def test_a_hangup_changes_nothing(one: Running) -> None:
    workers = one.workers()
    for process in (one.process.pid, *workers):
        os.kill(process, signal.SIGHUP)
    assert one.get("/healthz")[0] == 200
    assert one.workers() == workers


@pytest.mark.slow
def test_open_requests_are_answered_before_the_server_stops(garden_index: Path) -> None:
    with serving(garden_index) as server:
        asked = [socket.create_connection((server.host, server.port), PATIENCE) for _ in range(30)]
        for one in asked:
            one.sendall(PAGE)
        # All are accepted once a later request has been answered.
        assert server.get("/healthz")[0] == 200
        server.process.send_signal(signal.SIGTERM)
        for one in asked:
            assert [status for status, _ in answers(one, 2)] == [200]
            one.close()
        assert server.process.wait(PATIENCE) == 0
        out, errors = server.process.communicate()
        assert "compost" not in out + errors
        assert errors == ""
        assert server.refuses()


@pytest.mark.slow
def test_a_stop_does_not_wait_forever_for_a_worker(garden_index: Path) -> None:
    quick = "import webapp.http.serving as s; s.PATIENCE = 1.0"
    with serving(garden_index, code=quick) as server:
        (worker,) = server.workers()
        os.kill(worker, signal.SIGSTOP)
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(PATIENCE) == 0


def crowd(server: Running) -> list[int]:
    """How many of twenty simultaneous connections each worker has."""
    asking = [socket.create_connection((server.host, server.port), PATIENCE) for _ in range(20)]
    for one in asking:
        one.sendall(GET.format("/healthz").encode())
    assert all(answers(one)[0][0] == 200 for one in asking)
    found: list[int] = []

    def counted() -> bool:
        # The kernel's list misses a connection now and then while others come and go.
        found[:] = [_connections(pid, server.port) for pid in server.workers()]
        return sum(found) == len(asking)

    eventually(counted)
    for one in asking:
        one.close()
    eventually(lambda: not any(_connections(pid, server.port) for pid in server.workers()))
    return found


def _connections(pid: int, port: int) -> int:
    """The number of open connections of a process to a port, from the kernel."""
    own = set()
    for file in Path(f"/proc/{pid}/fd").iterdir():
        try:
            own.add(os.readlink(file))
        except FileNotFoundError:
            continue
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    here = [f for f in lines if int(f[1].rpartition(":")[2], 16) == port and f[3] == "01"]
    return sum(f"socket:[{fields[9]}]" in own for fields in here)


@pytest.mark.slow
def test_many_connections_are_shared_by_the_workers(two: Running) -> None:
    """Otherwise all would wait for one worker while the others are idle."""
    # The second worker still has to open the index.
    eventually(lambda: all(crowd(two)))
    crowds = [crowd(two) for _ in range(15)]
    assert sum(min(found) for found in crowds) >= 0.1 * 20 * len(crowds), crowds


@pytest.mark.slow
def test_a_killed_worker_only_loses_its_own_answers(two: Running) -> None:
    """Connections not yet accepted wait for its successor, which has the same socket."""
    lost: list[int] = []
    answered = threading.Semaphore(0)
    over = threading.Event()

    def ask(number: int) -> None:
        while not over.is_set():
            try:
                with socket.create_connection((two.host, two.port), PATIENCE) as asking:
                    asking.sendall(PAGE)
                    found = answers(asking)
            except ConnectionError:
                found = []
            if [status for status, _ in found] == [200]:
                answered.release()
            else:
                lost.append(number)

    readers = [threading.Thread(target=ask, args=(n,)) for n in range(8)]
    for reader in readers:
        reader.start()
    for _ in range(2):
        for _ in range(50):
            assert answered.acquire(timeout=PATIENCE)
        os.kill(two.workers()[0], signal.SIGKILL)
    for _ in range(100):
        assert answered.acquire(timeout=PATIENCE)
    over.set()
    for reader in readers:
        reader.join(PATIENCE)
    # Each reader waits for one answer at a time.
    assert len(lost) <= 2 * len(readers)


@pytest.mark.slow
def test_memory_does_not_grow_with_the_number_of_answers(one: Running) -> None:
    (worker,) = one.workers()

    def ask() -> None:
        with socket.create_connection((one.host, one.port), PATIENCE) as asking:
            for first in range(0, 300, 50):
                pages = [f"/search?q=compost+{n}" for n in range(first, first + 50)]
                asking.sendall("".join(map(GET.format, pages)).encode())
                assert [status for status, _ in answers(asking, 50)] == [200] * 50

    ask()
    before = _resident(worker)
    # New words are remembered, up to a limit; what was asked before adds nothing.
    ask()
    ask()
    assert _resident(worker) - before < 2_000_000


def _resident(pid: int) -> int:
    """Bytes of memory that only this process uses."""
    fields = dict(
        line.split(":") for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    )
    return int(fields["Private_Dirty"].split()[0]) * 1000


@pytest.mark.slow
def test_workers_end_when_their_server_is_killed(garden_index: Path) -> None:
    with serving(garden_index) as server:
        server.process.kill()
        server.process.wait(PATIENCE)
        eventually(server.refuses)


def command(
    *arguments: str, before: Callable[[], None] | None = None
) -> subprocess.CompletedProcess[str]:
    """The command line, after calling ``before`` in its process."""
    return subprocess.run(
        [sys.executable, "-c", "from webapp.cli.commands import main; main()", *arguments],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        preexec_fn=before,
    )


@pytest.mark.slow
def test_an_index_that_cannot_be_opened_ends_the_server(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    done = command("serve", "--index", str(tmp_path), "--port", "0")
    assert done.returncode == 1
    assert done.stdout == ""
    told = [line for line in done.stderr.splitlines() if line.startswith("Error: ")]
    assert len(told) == 1
    assert "Traceback" not in done.stderr


def test_too_low_a_limit_on_files_is_reported_at_the_start(garden_index: Path) -> None:
    def few() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (102, 102))

    done = command("serve", "--index", str(garden_index), "--port", "0", before=few)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "may open 102 files" in done.stderr
    assert "ulimit -n" in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("mapped", [False, True])
def test_truncating_files_under_a_running_server_does_not_end_it(
    tmp_path: Path, mapped: bool
) -> None:
    """Files in memory still serve; a mapped file ends a worker, and its successor opens again."""
    index = tmp_path / "index"
    publish(edition(0), index)
    code = "from search.index.files import arrays; arrays.MAPPED_FROM = 1" if mapped else ""
    with serving(index, "--workers", "2", code=code) as server:
        # Both have opened the index once both take connections.
        eventually(lambda: sum(map(bool, crowd(server))) == 2)
        for file in (index / str(live_name(index))).rglob("*"):
            if file.is_file():
                os.truncate(file, file.stat().st_size // 3)

        def answered() -> int:
            try:
                return server.get("/search?q=%22groups%22+edition")[0]
            except (ConnectionError, http.client.HTTPException):
                return 0

        if mapped:
            eventually(lambda: [answered() for _ in range(8)] == [503] * 8)
        else:
            workers = server.workers()
            assert [answered() for _ in range(8)] == [200] * 8
            assert server.workers() == workers
        publish(edition(1), index)
        eventually(lambda: [answered() for _ in range(8)] == [200] * 8)
        # Each worker looks for a new generation from time to time.
        eventually(lambda: json.loads(server.get("/api/v1/search?q=groups")[2])["total"] == 21)
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(PATIENCE) == 0
