"""The server as it runs for real: processes, signals, one socket."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.patience import PATIENCE, eventually
from webapp.http.serving import listen, url_of


class Running:
    """A server in a process of its own."""

    def __init__(self, process: subprocess.Popen[str], url: str) -> None:
        self.process = process
        self.host = urlsplit(url).hostname or ""
        self.port = urlsplit(url).port or 0

    def get(self, path: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, dict(response.getheaders()), response.read()
        finally:
            connection.close()

    def workers(self) -> list[int]:
        """The process ids of the workers, by the kernel's account."""
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in path.read_text().split()]

    def connections(self) -> list[int]:
        """How many sockets each worker has open, by the kernel's account."""
        return [_sockets(pid) for pid in self.workers()]

    def refuses(self) -> bool:
        """Whether nobody listens any more."""
        with socket.socket() as trial:
            return trial.connect_ex((self.host, self.port)) != 0


def _sockets(pid: int) -> int:
    count = 0
    for file in Path(f"/proc/{pid}/fd").iterdir():
        # It may be closed by now.
        with suppress(FileNotFoundError):
            count += os.readlink(file).startswith("socket:")
    return count


@contextmanager
def serving(index: Path, *options: str) -> Iterator[Running]:
    arguments = ["serve", "--index", str(index), "--port", "0", "--no-semantic", *options]
    process = subprocess.Popen(
        [sys.executable, "-c", "from webapp.cli.commands import main; main()", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("PPR Search answers on http://"), process.communicate()
        yield Running(process, line.split()[4])
    finally:
        process.kill()
        process.communicate()


def test_serves_pages_without_telling_what_it_is_made_of(demo_index: Path) -> None:
    with serving(demo_index) as server:
        status, headers, body = server.get("/search?q=burnout")
        assert status == 200
        assert b"<mark>" in body
        assert "Server" not in headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert server.get("/%ff%00")[0] == 404
        assert server.get("/search?q=%zz%f0%9f")[0] == 200
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(PATIENCE) == 0
        out, errors = server.process.communicate()
        assert "burnout" not in out + errors
        assert server.refuses()


def test_a_worker_that_dies_is_replaced_and_all_stop_together(demo_index: Path) -> None:
    with serving(demo_index, "--workers", "2") as server:
        eventually(lambda: len(server.workers()) == 2)
        first = server.workers()
        os.kill(first[0], signal.SIGKILL)
        assert server.get("/healthz")[0] == 200
        eventually(lambda: len(set(server.workers()) - set(first)) == 1)
        assert json.loads(server.get("/healthz")[2])["status"] == "ok"
        workers = server.workers()
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(PATIENCE) == 0
        assert not any(Path(f"/proc/{pid}").exists() for pid in workers)


def crowd(server: Running) -> list[int]:
    """How many of twenty who connect at once are with each worker."""
    before = server.connections()
    with ExitStack() as leaving:
        asking = [leaving.enter_context(socket.socket()) for _ in range(20)]
        for one in asking:
            one.connect((server.host, server.port))
        for one in asking:
            one.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert all(b"200 OK" in one.recv(4096) for one in asking)
        found = [now - then for now, then in zip(server.connections(), before, strict=True)]
    eventually(lambda: sum(server.connections()) <= sum(before))
    return found


def test_a_crowd_is_shared_by_the_workers(demo_index: Path) -> None:
    """Or else all of it waits for one worker, while the others have nothing to do."""
    with serving(demo_index, "--workers", "2") as server:
        # The second worker has yet to open the index.
        eventually(lambda: len(server.workers()) == 2 and all(crowd(server)))
        crowds = [crowd(server) for _ in range(15)]
        assert all(sum(found) == 20 for found in crowds)
        assert sum(min(found) for found in crowds) >= 0.1 * 20 * len(crowds), crowds


def test_no_worker_outlives_a_server_that_was_killed(demo_index: Path) -> None:
    with serving(demo_index) as server:
        server.process.kill()
        server.process.wait(PATIENCE)
        eventually(server.refuses)


def test_an_index_that_cannot_be_opened_ends_the_server(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from webapp.cli.commands import main; main()",
            "serve",
            "--index",
            str(tmp_path),
            "--port",
            "0",
        ],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    told = [line for line in done.stderr.splitlines() if line.startswith("Error: ")]
    assert len(told) == 1
    assert "Traceback" not in done.stderr


def test_addresses() -> None:
    with listen("127.0.0.1", 0) as listening:
        assert url_of(listening) == f"http://127.0.0.1:{listening.getsockname()[1]}/"
        with pytest.raises(OSError):
            listen("127.0.0.1", listening.getsockname()[1])


@pytest.mark.skipif(not socket.has_ipv6, reason="needs IPv6")
def test_an_ipv6_address_has_brackets() -> None:
    try:
        listening = listen("::1", 0)
    except OSError:
        pytest.skip("this machine has no IPv6 loopback")
    with listening:
        assert url_of(listening).startswith("http://[::1]:")
