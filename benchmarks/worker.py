"""One engine in its own process, commanded by lines of JSON, so that its memory is its own.

    python benchmarks/worker.py ENGINE FOLDER

FOLDER has ``posts.jsonl``; the engine's index is written there. Each line of input names a command
as ``do`` (build, open, ask, answers, add, memory), and one line answers it.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from inquiries import load
from peers.peer import Peer, peer

Answer = dict[str, Any]


class Worker:
    """Executes commands with one engine; all times are in seconds."""

    def __init__(self, engine: Peer, folder: Path, index: Path) -> None:
        self._engine = engine
        self._folder = folder
        self._index = index

    def build(self, frame: str) -> Answer:
        """Index the posts; the time of reading them is not included."""
        digest = self._digest(frame)
        started = time.perf_counter(), time.process_time()
        self._engine.build(digest, self._index)
        size = sum(file.stat().st_size for file in self._index.rglob("*") if file.is_file())
        return {**_since(started), "bytes": size, **self.memory()}

    def open(self) -> Answer:
        """Open the index."""
        started = time.perf_counter(), time.process_time()
        self._engine.open(self._index)
        return _since(started)

    def ask(self, mode: str, inquiries: list[list[object]], clock: str) -> Answer:
        """Ask all questions in turn, and return the time of each."""
        now: Callable[[], float] = getattr(time, clock)
        times = []
        for inquiry in load(inquiries):
            started = now()
            self._engine.ask(mode, inquiry)
            times.append(now() - started)
        return {"times": times}

    def answers(self, mode: str, inquiries: list[list[object]]) -> Answer:
        """The ids of the best posts for each question."""
        return {"ids": [self._engine.ask(mode, inquiry) for inquiry in load(inquiries)]}

    def add(self, frame: str) -> Answer:
        """Add a post, until it is found."""
        digest = self._digest(frame)
        last = digest.posts[-1]
        post = replace(last, id=f"{last.id}-again", title=f"{last.title} again")
        started = time.perf_counter(), time.process_time()
        self._engine.add(digest, post, self._index)
        return _since(started)

    def memory(self) -> Answer:
        """The resident memory now and at its peak, in bytes."""
        lines = Path("/proc/self/status").read_text("ascii").splitlines()
        sizes = dict(line.split(":", 1) for line in lines)
        kilobytes = {name: int(sizes[name].split()[0]) for name in ("VmRSS", "VmHWM")}
        return {"now": kilobytes["VmRSS"] * 1024, "most": kilobytes["VmHWM"] * 1024}

    def _digest(self, frame: str) -> Any:
        # A process that only asks doesn't need these modules, and their memory would be counted.
        from corpora import frame as digest_frame
        from corpora import read

        return replace(digest_frame(frame), posts=tuple(read(self._folder / "posts.jsonl")))


def _since(started: tuple[float, float]) -> Answer:
    wall, processor = started
    return {
        "seconds": time.perf_counter() - wall,
        "processor": time.process_time() - processor,
    }


def main() -> None:
    """Execute commands until the input ends."""
    name, folder, index = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    worker = Worker(peer(name), folder, index)
    for line in sys.stdin:
        told = json.loads(line)
        print(json.dumps(getattr(worker, told.pop("do"))(**told)), flush=True)


if __name__ == "__main__":
    main()
