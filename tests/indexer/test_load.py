"""A server under load takes over each new generation: no request is lost, no answer is mixed."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import cycle
from multiprocessing import get_context
from pathlib import Path

import pytest

from corpus.digest import Digest
from indexer.publish import publish
from search.index.files.folder import live_name
from tests.digests.editions import post
from tests.patience import PATIENCE, eventually
from tests.webapp.http.real_server.running import serving

RATE = 200
REINDEXES = 20
CONNECTIONS = 8
# The most requests answered from the old generation after a new one was published: those of two
# seconds, however long they take on a busy machine.
LATE = 2 * RATE
PATHS = (
    "/api/v1/search?q=groups+compared",
    "/api/v1/search?q=%22edition%22+groups",
    "/api/v1/search?q=groups&sort=newest",
)

processes = get_context("forkserver")
processes.set_forkserver_preload([__name__, "scipy.sparse.linalg"])


def edition(number: int) -> Digest:
    """A digest of one edition: its posts name it, and its size depends on it."""
    return Digest(name="Test", posts=tuple(post(i, number) for i in range(20 + number)))


def reindex(index: str, number: int) -> None:
    publish(edition(number), Path(index))


@dataclass
class Load:
    """Sends questions at a steady rate, or as fast as they are answered, and keeps the answers."""

    host: str
    port: int
    started: float = field(default_factory=time.monotonic)
    until: float = float("inf")
    asked: list[str] = field(default_factory=list)
    answers: list[tuple[str, int, frozenset[str]]] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def ask(self, which: int) -> None:
        """The share of the questions for one connection, each at its time."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=PATIENCE)
        due = self.started + which / RATE
        for path in cycle(PATHS):
            if due >= self.until:
                break
            time.sleep(max(due - time.monotonic(), 0))
            try:
                self._ask(connection, path)
            except (OSError, http.client.HTTPException, ValueError, KeyError) as error:
                self.lost.append(repr(error))
                connection.close()
            # On a slow machine fewer questions are sent, instead of those missed at the end.
            due = max(due + CONNECTIONS / RATE, time.monotonic())
        connection.close()

    def _ask(self, connection: http.client.HTTPConnection, path: str) -> None:
        self.asked.append(path)
        connection.request("GET", path)
        response = connection.getresponse()
        body = response.read()
        if response.status != 200:
            self.lost.append(f"{response.status} {body[:200]!r}")
            return
        answer = json.loads(body)
        titles = frozenset(hit["post"]["title"] for hit in answer["hits"])
        self.answers.append((answer["generation"], answer["total"], titles))


def mixed(load: Load, editions: Mapping[str, int]) -> list[tuple[str, int, frozenset[str]]]:
    """The answers with a hit or a count of another generation than they name."""
    return [
        (name, total, titles)
        for name, total, titles in load.answers
        if total != 20 + editions[name]
        or not titles
        or not all(title.endswith(f"edition {editions[name]}") for title in titles)
    ]


@pytest.mark.slow
def test_no_request_is_lost_and_no_answer_is_mixed(tmp_path: Path) -> None:
    index = tmp_path / "index"
    publish(edition(0), index)
    editions = {str(live_name(index)): 0}
    late = []

    def served_after(name: str, answers: int) -> int:
        """The number of further answers until one was of that generation."""
        eventually(
            lambda: any(found[0] == name for found in load.answers[answers:]),
            lambda: (load.lost[:3], load.answers[-1:], server.get("/healthz")),
        )
        return next(n for n, found in enumerate(load.answers[answers:]) if found[0] == name)

    with serving(index) as server:
        load = Load(server.host, server.port)
        asking = [threading.Thread(target=load.ask, args=(n,)) for n in range(CONNECTIONS)]
        for thread in asking:
            thread.start()
        served_after(str(live_name(index)), 0)
        for number in range(1, REINDEXES + 1):
            process = processes.Process(target=reindex, args=(str(index), number))
            process.start()
            process.join()
            answered = len(load.answers)
            assert process.exitcode == 0
            name = str(live_name(index))
            editions[name] = number
            late.append(served_after(name, answered))
        load.until = time.monotonic()
        for thread in asking:
            thread.join()
    seconds = load.until - load.started
    print(
        f"\n{len(load.answers)} answers in {seconds:.1f} s over {REINDEXES} reindexes; "
        f"taken over after {max(late)} answers at most, {sum(late) / len(late):.0f} on average"
    )
    assert load.lost == []
    assert len(load.answers) == len(load.asked)
    assert set(load.asked) == set(PATHS)
    assert mixed(load, editions) == []
    assert set(editions) == {name for name, _, _ in load.answers}
    assert max(late) <= LATE
