"""A server over a corpus, and wrk as its load generator."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from corpora import corpus
from demo import COMMAND

from indexer.publish import publish

SCRIPT = Path(__file__).with_name("load.lua")
WORKERS = 2


@dataclass(frozen=True, slots=True)
class Run:
    """The figures of wrk; ``processor`` is the workers' milliseconds a request."""

    requests: int
    seconds: float
    bytes: int
    p50: float
    p99: float
    refused: int
    broken: int
    late: int
    processor: float

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds

    @property
    def errors(self) -> int:
        """Requests without a proper answer."""
        return self.refused + self.broken + self.late


class Served:
    """A running server over one index."""

    def __init__(self, process: subprocess.Popen[str], host: str, folder: Path) -> None:
        self.process = process
        self.host = host
        self.folder = folder

    @property
    def workers(self) -> list[int]:
        """The process ids of the workers."""
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in path.read_text().split()]

    def processor(self) -> float:
        """Seconds of processor time that the workers have used so far."""
        ticks = os.sysconf("SC_CLK_TCK")
        stats = (Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2] for pid in self.workers)
        return sum(sum(map(int, stat.split()[11:13])) for stat in stats) / ticks

    def memory(self) -> float:
        """Megabytes of the server and its workers; shared memory counts once."""
        shares = (
            line.split()[1]
            for pid in (self.process.pid, *self.workers)
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            if line.startswith("Pss:")
        )
        return sum(map(int, shares)) / 1000

    def ask(self, path: str) -> tuple[int, float, str]:
        """Status, milliseconds and tag of one answer, over a connection of its own."""
        begun = time.perf_counter()
        connection = HTTPConnection(self.host, timeout=60)
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status, (time.perf_counter() - begun) * 1000, answer.headers.get("ETag", "")

    def load(self, paths: Sequence[str], clients: int, seconds: float, *header: str) -> Run:
        """Run wrk with that many clients for that long; ``header`` is a name and a value."""
        file = self.folder / "paths"
        file.write_text("".join(f"{path}\n" for path in paths))
        before = self.processor()
        command = ["wrk", "-t1", f"-c{clients}", f"-d{seconds:.0f}s", "--timeout", "10s"]
        told = subprocess.run(  # noqa: S603 (our own arguments)
            [*command, "-s", SCRIPT, f"http://{self.host}", "--", file, *header],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        found = json.loads(told.splitlines()[-1])
        spent = (self.processor() - before) * 1000
        return Run(**found, processor=spent / max(1, found["requests"]))


@contextmanager
def served(size: int, data: Path, folder: Path) -> Iterator[Served]:
    """A server over the posts of that size."""
    index = folder / f"index-{size}"
    publish(corpus(size, data), index)
    server = subprocess.Popen(  # noqa: S603 (our own command)
        [
            COMMAND,
            "serve",
            "--index",
            index,
            "--no-semantic",
            "--port",
            "0",
            "--workers",
            str(WORKERS),
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        line = server.stdout.readline() if server.stdout else ""
        if "http://" not in line:
            raise SystemExit("The server did not start.")
        made = Served(server, line.split("http://")[1].split("/")[0], folder)
        while len(made.workers) < WORKERS:
            time.sleep(0.1)
        yield made
    finally:
        server.terminate()
        server.wait(30)
