"""Indexing in a process of its own, and its progress.

The server starts one for a maintainer. It does not slow readers down, and continues if the server
stops. Its progress is written to a file beside the index.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock, Timeout

from corpus.durable import clear_leftovers, replace_file
from corpus.errors import PprSearchError
from corpus.folder.read import read_corpus
from indexer.errors import DigestFaulty
from indexer.publish import publish
from indexer.shelf.open import open_shelf
from indexer.shelf.seam import serves
from indexer.websub import announced

FILE = "run.json"
LOCK = "run.lock"
# Seconds between two notes of how far a run is.
_EVERY = 0.2
_STARTED = "started"


@dataclass(frozen=True, slots=True)
class Run:
    """The last run: ``step`` is what it is doing, ``done`` of ``total``.

    ``message`` is a sentence on how it ended. ``started`` and ``ended`` are local times in ISO
    form, without fractions of a second.
    """

    state: Literal["running", "done", "failed"]
    started: str
    step: str = ""
    done: int = 0
    total: int = 0
    message: str = ""
    ended: str = ""


def start(digest_dir: Path, index_dir: Path, notes: Path, *, semantic: bool) -> bool:
    """Start a run in another process; returns False if one is running already.

    Returns once the process has begun, or has found that another was faster.
    """
    notes.mkdir(mode=0o700, exist_ok=True)
    if _running(notes):
        return False
    command = [sys.executable, "-P", "-m", "indexer.run"]
    told, tell = os.pipe()
    process = subprocess.Popen(  # noqa: S603 - our own program, and no shell
        [*command, str(digest_dir), str(index_dir), str(notes), str(int(semantic))],
        stdin=subprocess.DEVNULL,
        stdout=tell,
        start_new_session=True,
    )
    os.close(tell)
    # Waited for, so that it does not stay a zombie process.
    threading.Thread(target=process.wait, daemon=True).start()
    with open(told, encoding="utf-8") as lines:
        return lines.readline().strip() == _STARTED


def last(notes: Path) -> Run | None:
    """The current run, else the last one; ``None`` if there was none."""
    running = _running(notes)
    try:
        told: dict[str, Any] = json.loads((notes / FILE).read_text("utf-8"))
        run = Run(**told)
    except (OSError, ValueError, TypeError):
        return None
    if run.state == "running" and not running:
        message = "The run ended before it had finished; the old index stays live."
        return replace(run, state="failed", message=message)
    return run


def main(arguments: list[str]) -> None:
    """The process that ``start`` starts."""
    digest_dir, index_dir, notes = (Path(argument) for argument in arguments[:3])
    lock = FileLock(notes / LOCK, timeout=0, mode=0o600)
    try:
        lock.acquire()
    except Timeout:
        print("another run is under way")
        return
    try:
        clear_leftovers(notes, re.compile(re.escape(FILE)))
        run = Run("running", _now(), "Reading posts")
        _tell(notes, run)
        print(_STARTED, flush=True)
        _tell(notes, _outcome(run, digest_dir, index_dir, notes, semantic=arguments[3] == "1"))
    finally:
        lock.release()


def _outcome(run: Run, digest_dir: Path, index_dir: Path, notes: Path, *, semantic: bool) -> Run:
    """Publish the digest, and return the outcome."""
    told = 0.0

    def progress(step: str, done: int, total: int) -> None:
        nonlocal told
        if time.monotonic() - told >= _EVERY:
            told = time.monotonic()
            _tell(notes, replace(run, step=step, done=done, total=total))

    try:
        reading = read_corpus(digest_dir)
        if reading.faults:
            raise DigestFaulty(reading.faults, serves=serves(open_shelf(index_dir)))
        done = publish(reading.digest, index_dir, semantic=semantic, progress=progress)
        done = announced(done, reading.digest.websub)
    except PprSearchError as error:
        message = f"{str(error).rstrip('.')}. {error.hint}".strip()
    except Exception as error:
        message = f"A fault in the program: {type(error).__name__}: {error}"
    else:
        message = " ".join((*done.notes, done.told))
        return replace(run, state="done", message=message, ended=_now())
    return replace(run, state="failed", message=message, ended=_now())


def _running(notes: Path) -> bool:
    """Whether a run holds the lock, which the kernel releases however a run ends."""
    if not (notes / LOCK).exists():
        return False
    try:
        with FileLock(notes / LOCK, timeout=0, mode=0o600):
            return False
    except Timeout:
        return True


def _tell(notes: Path, run: Run) -> None:
    replace_file(notes / FILE, json.dumps(asdict(run), ensure_ascii=False), mode=0o600)


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")


if __name__ == "__main__":
    main(sys.argv[1:])
