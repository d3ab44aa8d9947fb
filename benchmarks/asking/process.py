"""The process of an engine in the comparison: started, commanded, and always ended."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Self

WORKER = Path(__file__).parents[1] / "worker.py"


class EngineFailed(Exception):
    """An engine's process ended before it had answered."""


class EngineProcess:
    """A worker for one engine; see ``worker``."""

    def __init__(self, engine: str, folder: Path, index: Path) -> None:
        self._engine = engine
        # Measuring what tests cover would slow down Python's engines, and no others.
        environment = {k: v for k, v in os.environ.items() if not k.startswith("COVERAGE")}
        self._process = subprocess.Popen(  # noqa: S603 (our own worker)
            [sys.executable, WORKER, engine, folder, index],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def tell(self, do: str, **told: Any) -> dict[str, Any]:
        """The worker's answer to a command. Raises ``EngineFailed``; the worker has printed why."""
        assert self._process.stdin and self._process.stdout  # noqa: S101 (both are pipes)
        try:
            self._process.stdin.write(json.dumps({"do": do, **told}) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError as error:
            raise EngineFailed(f"{self._engine} ended before it was told to {do}") from error
        line = self._process.stdout.readline()
        if not line:
            raise EngineFailed(f"{self._engine} ended when told to {do}")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self._process.kill()
        self._process.communicate()
