"""Servers for tests: in a separate process, or one worker in a thread of the test."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask

from tests.patience import PATIENCE
from webapp.http.listening import listen
from webapp.http.worker import Worker

GET = "GET {} HTTP/1.1\r\nHost: localhost\r\n\r\n"
_LAST = b"GET /the/last HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
_MAIN = "from webapp.cli.commands import main; main()"


class Running:
    """A server in a separate process."""

    def __init__(self, process: subprocess.Popen[str], url: str) -> None:
        self.process = process
        self.host = urlsplit(url).hostname or ""
        self.port = urlsplit(url).port or 0

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers (with names in title case) and body."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            found = {name.title(): value for name, value in response.getheaders()}
            return response.status, found, response.read()
        finally:
            connection.close()

    def workers(self) -> list[int]:
        """The process ids of the workers, from the kernel."""
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in path.read_text().split()]

    def refuses(self) -> bool:
        """Whether connections are refused."""
        with socket.socket() as trial:
            return trial.connect_ex((self.host, self.port)) != 0


@contextmanager
def serving(
    index: Path, *options: str, code: str = "", env: dict[str, str] | None = None
) -> Iterator[Running]:
    """A server over an index; ``code`` is run in its process before it starts."""
    arguments = ["serve", "--index", str(index), "--port", "0", "--no-semantic", *options]
    process = subprocess.Popen(
        [sys.executable, "-c", f"{code}\n{_MAIN}", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **(env or {})},
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("PPR Search answers on http://"), process.communicate()
        yield Running(process, line.split()[4])
    finally:
        process.kill()
        process.communicate()


class Threaded:
    """A worker in a thread of the test."""

    def __init__(self, app: Flask, most: int = 1000) -> None:
        self.listening = listen("127.0.0.1", 0)
        self.port: int = self.listening.getsockname()[1]
        self.worker = Worker(self.listening, app, most)
        self.beats = threading.Semaphore(0)
        self.thread = threading.Thread(target=self.worker.run, args=(self.beats.release,))
        self.thread.start()

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), PATIENCE)

    def ask(self, path: str) -> socket.socket:
        """A connection on which a page was requested."""
        asking = self.connect()
        asking.sendall(GET.format(path).encode())
        return asking

    def status(self, path: str) -> int:
        """The status of the answer on a connection."""
        with self.ask(path) as asking:
            return answers(asking)[0][0]

    def stop(self) -> None:
        self.worker.stop()
        self.listening.close()
        self.thread.join(PATIENCE)
        assert not self.thread.is_alive()


def answers(asked: socket.socket, count: int = 1) -> list[tuple[int, bytes]]:
    """Status and head of that many answers on a connection; fewer if it was closed."""
    found: list[tuple[int, bytes]] = []
    with asked.makefile("rb") as reading:
        for _ in range(count):
            head = b""
            while line := reading.readline().strip():
                head += line + b"\r\n"
            if not head:
                break
            length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
            status = int(head.split()[1])
            reading.read(int(length[1]) if length and status != 304 else 0)
            found.append((status, head))
    return found


def exchange(port: int, sent: bytes) -> tuple[list[int], bool]:
    """The statuses of all answers to some bytes, and whether the connection is still open.

    To find out without waiting, a page that doesn't exist is requested at the end.
    """
    read = b""
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as asking:
        try:
            asking.sendall(sent + _LAST)
            while piece := asking.recv(65536):
                read += piece
        except (BrokenPipeError, ConnectionResetError):
            pass
    found = [int(status) for status in re.findall(rb"^HTTP/1\.[01] (\d{3}) ", read, re.MULTILINE)]
    lasted = found[-1:] == [404]
    return found[: len(found) - lasted], lasted
