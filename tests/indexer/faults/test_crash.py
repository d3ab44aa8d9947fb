"""A killed indexer leaves the index usable, whenever it is killed."""

from __future__ import annotations

import os
import random
import signal
import sys
import threading
from collections.abc import Callable
from functools import partial
from itertools import count
from math import inf
from multiprocessing import get_context
from pathlib import Path
from types import FrameType
from typing import cast

import pytest

from indexer.publish import publish
from indexer.shelf.folder import FolderShelf
from search.engine.open import open_engine
from tests.digests.editions import digest, posts_of, served
from tests.patience import PATIENCE

# The number of kills at random moments, which share of the steps is killed, and how many of the
# last are at least. test_every_fault.py simulates a kill at each kind of step.
KILLS = 25
EVERY = 16
LAST = 12
# The calls that change the disk; a crash can come between any two.
STEPS = frozenset(
    {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.chmod", "os.truncate"}
)

# Each version edits, adds and removes posts.
version = partial(digest, posts=14, every=7)

# Imported once in a server process; each indexer is forked from it.
processes = get_context("forkserver")
processes.set_forkserver_preload([__name__, "sklearn.decomposition"])


def posts_served(index: Path) -> dict[str, str]:
    """The posts that a new reader gets, after checking that no damage is reported."""
    engine = open_engine(index, semantic=False)
    found = served(engine)
    assert engine.health == ()
    assert engine.now().generation == (index / "CURRENT").read_text().strip()
    return found


def indexer_that_dies(index: str, number: int, step: int) -> None:
    """Publishes, but is killed before the ``step``-th change of the disk."""
    left = step

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if not (event in STEPS and str(arguments[0]).startswith(index)):
            return
        if event != "open" or cast(int, arguments[2]) & (os.O_WRONLY | os.O_RDWR):
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    publish(version(number), Path(index))


def calls_of(publishing: Callable[[], object], most: float = inf) -> int:
    """The number of calls that publishing makes in all threads; too many are killed."""
    calls = 0

    def counted(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += 1
        if calls > most:
            os.kill(os.getpid(), signal.SIGKILL)

    threading.setprofile(counted)
    sys.setprofile(counted)
    try:
        publishing()
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
    return calls


def indexer_that_dies_after(index: str, number: int, calls: int) -> None:
    """Publishes, but is killed after that many calls."""
    calls_of(lambda: publish(version(number), Path(index)), calls)


def run(target: Callable[..., None], *arguments: object) -> int:
    """Run the indexer in a separate process; returns its exit status, negative for a signal."""
    process = processes.Process(target=target, args=arguments)
    process.start()
    process.join(PATIENCE)
    assert process.exitcode is not None
    return process.exitcode


def assert_unharmed(index: Path, old: int, new: int) -> None:
    """One version is served complete, at most one orphan is left, and the next run repairs all."""
    assert posts_served(index) in (posts_of(version(old)), posts_of(version(new)))
    assert len(FolderShelf(index).contents().orphans) <= 1
    publish(version(new), index)
    assert posts_served(index) == posts_of(version(new))
    shelf = FolderShelf(index).contents()
    assert shelf.orphans == ()
    assert len(shelf.generations) <= 2
    assert {path.name for path in index.iterdir()} == {"CURRENT", "LOCK", *shelf.generations}


@pytest.mark.slow
def test_a_kill_at_a_random_moment_harms_nothing(tmp_path: Path) -> None:
    """A moment is a number of calls, which does not depend on the load of the machine."""
    index = tmp_path / "index"
    chance = random.Random(20210701)
    publish(version(0), index)
    whole = calls_of(lambda: publish(version(1), index))
    killed = 0
    for number in range(2, KILLS + 2):
        moment = int(whole * (number - 2 + chance.random()) / KILLS)
        status = run(indexer_that_dies_after, str(index), number, moment)
        assert status in (0, -signal.SIGKILL)
        killed += status != 0
        assert_unharmed(index, number - 1, number)
    # Threads may wait in more or fewer turns, so the last kill may come too late.
    assert killed > KILLS * 0.8


@pytest.mark.slow
def test_a_kill_before_a_change_of_the_disk_harms_nothing(tmp_path: Path) -> None:
    """Tried at some steps, and at each of the last ones, when the generation goes live."""
    index = tmp_path / "index"
    publish(version(0), index)
    publish(version(1), index)
    numbers = count(2)

    def killed_at(step: int) -> bool:
        number = next(numbers)
        status = run(indexer_that_dies, str(index), number, step)
        assert status in (0, -signal.SIGKILL)
        assert_unharmed(index, number - 1, number)
        return status != 0

    steps = next(step for step in count(0, EVERY) if not killed_at(step))
    assert steps > 10
    last = next(step for step in count(steps - EVERY - LAST) if not killed_at(step))
    assert last > steps - EVERY
