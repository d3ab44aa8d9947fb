"""A watched digest is indexed on every save, and faults do not end the watch."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from indexer.watch import interruptions, is_of_digest, saves
from tests.digests.digest_folder import DigestFolder
from tests.digests.indexing import make_digest, write
from tests.patience import PATIENCE, eventually


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("posts/2021-07-beans.md", True),
        ("digest.toml", True),
        ("corpus.jsonl", True),
        ("posts/.2021-07-beans.md.a1b2", False),
        ("posts/2021-07-beans.md~", False),
        ("posts/drafts/2021-07-beans.md", False),
        ("posts/picture.png", False),
        ("notes.md", False),
        ("index/000001-aaaaaa/posts.jsonl", False),
        (".git/posts/x.md", False),
        ("../elsewhere/digest.toml", False),
    ],
)
def test_only_files_of_the_digest_are_watched(name: str, counts: bool, tmp_path: Path) -> None:
    assert (
        is_of_digest(Path(os.path.normpath(tmp_path / "digest" / name)), tmp_path / "digest")
        == counts
    )


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        next(saves(tmp_path / "gone" / "digest"))


@pytest.mark.slow
def test_the_first_run_is_immediate_and_no_save_is_missed(tmp_path: Path) -> None:
    folder = make_digest(tmp_path / "digest")
    stop = threading.Event()
    waiting = saves(folder.root, stop)
    next(waiting)
    # Saved while the caller is indexing.
    write(folder, "2021-05-hedges", "Hedges kept the wind out.")
    next(waiting)
    collection = tmp_path / "corpus.jsonl"
    collection.write_text("")
    other = saves(collection, stop)
    next(other)
    collection.write_text("{}")
    next(other)
    stop.set()
    assert next(waiting, None) is None
    assert next(other, None) is None


def test_a_new_day_starts_a_run_too(tmp_path: Path) -> None:
    """Posts may have been scheduled for it."""
    day = [date(2027, 1, 14)]
    stop = threading.Event()
    waiting = saves(make_digest(tmp_path / "digest").root, stop, lambda: day[0])
    next(waiting)
    day[0] = date(2027, 1, 15)
    next(waiting)
    stop.set()
    assert next(waiting, None) is None


def test_the_watch_ends_even_if_the_interruption_is_swallowed(tmp_path: Path) -> None:
    before = signal.getsignal(signal.SIGINT)
    try:
        interrupted = interruptions()
        waiting = saves(make_digest(tmp_path / "digest").root, interrupted)
        next(waiting)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        assert next(waiting, None) is None
    finally:
        signal.signal(signal.SIGINT, before)


class Watching:
    """``pprsearch index --watch`` in a separate process."""

    def __init__(self, digest: Path, index: Path) -> None:
        arguments = ["index", str(digest), "--index", str(index), "--no-semantic", "--watch"]
        self.process = subprocess.Popen(
            [sys.executable, "-c", "from webapp.cli.commands import main; main()", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.told = ""
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout:
            for line in self.process.stdout:
                self.told += line

    def end(self) -> None:
        """End it at any point."""
        self.process.kill()
        self.process.wait()
        self._listener.join()

    def hears(self, pattern: str) -> None:
        """Wait until the output has the pattern."""
        eventually(lambda: re.search(pattern, self.told) is not None, lambda: self.told)


@pytest.fixture
def folder(tmp_path: Path) -> DigestFolder:
    return make_digest(tmp_path / "digest")


@pytest.fixture
def watching(folder: DigestFolder, tmp_path: Path) -> Iterator[Watching]:
    watch = Watching(folder.root, tmp_path / "index")
    yield watch
    watch.end()


@pytest.mark.slow
def test_it_indexes_on_save_and_names_faults(
    watching: Watching, folder: DigestFolder, tmp_path: Path
) -> None:
    watching.hears(r"4 posts: 4 added.*000001-\w+ is live")
    live = (tmp_path / "index" / "CURRENT").read_text()
    folder.post("no front matter", "2021-06-broken")
    watching.hears(r"posts/2021-06-broken.md:1: .*\n(?s:.*)the digest has 1 fault\. Mend")
    assert (tmp_path / "index" / "CURRENT").read_text() == live
    write(folder, "2021-06-broken", "It is whole now.")
    watching.hears(r"5 posts: 1 added, 0 changed, 0 removed\. Generation 000002-")
    watching.process.send_signal(signal.SIGINT)
    assert watching.process.wait(PATIENCE) == 0
    eventually(lambda: watching.told.endswith("No longer watching.\n"), lambda: watching.told)
    assert "KeyboardInterrupt" not in watching.told
    assert "Traceback" not in watching.told
