"""A killed indexer never takes the index down, whenever the kill comes."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from typing import cast

import pytest

from corpus.digest import Digest
from indexer.publish import publish
from indexer.shelf.folder import FolderShelf
from search.engine.open import open_engine
from search.question import Question
from search.results import SearchOptions
from tests.editions import post
from tests.patience import PATIENCE

KILLS = 100
# What a crash can fall between: each thing that changes what is on the disk.
STEPS = frozenset(
    {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.chmod", "os.truncate"}
)

# Imported once in a server process, from which each indexer is forked afresh.
processes = get_context("forkserver")
processes.set_forkserver_preload([__name__, "sklearn.decomposition"])


def version(number: int) -> Digest:
    """A digest of 14 posts; from one version to the next some are edited, added and removed."""
    posts = (post(i, number if i % 7 == number % 7 else 0) for i in range(number, number + 14))
    return Digest(name="Test", posts=tuple(posts))


def posts_served(index: Path) -> dict[str, str]:
    """The posts that a reader who comes now is answered with, and who finds nothing damaged."""
    engine = open_engine(index, semantic=False)
    found = engine.now().search(
        Question.parse("which groups were compared?"), SearchOptions(limit=1000)
    )
    assert engine.health == ()
    assert engine.now().generation == (index / "CURRENT").read_text().strip()
    return {hit.post.id: hit.post.content_hash for hit in found.hits}


def posts_of(digest: Digest) -> dict[str, str]:
    return {post.id: post.content_hash for post in digest.posts}


def indexer(index: str, number: int) -> None:
    publish(version(number), Path(index))


def indexer_that_dies(index: str, number: int, step: int) -> None:
    """Publishes, but is killed as it is about to change the disk for the ``step``-th time."""
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


def run(target: Callable[..., None], *arguments: object, kill_after: float | None = None) -> int:
    """Run the indexer in a process of its own; its exit status, negative for a signal."""
    process = processes.Process(target=target, args=arguments)
    process.start()
    if kill_after is not None:
        time.sleep(kill_after)
        process.kill()
    process.join(PATIENCE)
    assert process.exitcode is not None
    return process.exitcode


def assert_unharmed(index: Path, old: int, new: int) -> None:
    """One version is served whole, at most one orphan lies about, and the next run mends all."""
    assert posts_served(index) in (posts_of(version(old)), posts_of(version(new)))
    assert len(FolderShelf(index).contents().orphans) <= 1
    publish(version(new), index)
    assert posts_served(index) == posts_of(version(new))
    shelf = FolderShelf(index).contents()
    assert shelf.orphans == ()
    assert len(shelf.generations) <= 2
    assert {path.name for path in index.iterdir()} == {"CURRENT", "LOCK", *shelf.generations}


@pytest.mark.slow
def test_a_hundred_kills_at_random_moments(tmp_path: Path) -> None:
    index = tmp_path / "index"
    chance = random.Random(20210701)
    assert run(indexer, str(index), 0) == 0
    begun = time.monotonic()
    assert run(indexer, str(index), 1) == 0
    whole = time.monotonic() - begun
    killed = 0
    for number in range(2, KILLS + 2):
        moment = whole * (number - 2 + chance.random()) / KILLS
        if run(indexer, str(index), number, kill_after=moment) == -signal.SIGKILL:
            killed += 1
        else:
            # A whole run takes less than was thought: how long depends on what else runs here.
            whole = min(whole, moment)
        assert_unharmed(index, number - 1, number)
    assert killed >= KILLS // 2, "the kills came too late to mean anything"


@pytest.mark.slow
def test_a_kill_before_any_change_to_the_disk(tmp_path: Path) -> None:
    """At every third step, and at each of the last ones, in which the generation goes live."""
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

    steps = next(step for step in count(0, 3) if not killed_at(step))
    assert steps > 10
    for step in range(steps - 12, steps):
        killed_at(step)
