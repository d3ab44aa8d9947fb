"""A preview index of a digest, with drafts and posts with a later date.

It has its own folder, for a server on this machine only, and is built again whenever a file is
saved. The index that readers use is not touched.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event

from corpus.digest import Digest
from corpus.errors import PprSearchError
from corpus.folder.read import Reading, read_corpus
from corpus.folder.reading_cache import Recollection
from indexer.publish import publish
from indexer.watch import saves

Tell = Callable[[str], None]


def publish_preview(
    digest_dir: Path, index_dir: Path, tell: Tell, known: Recollection | None = None
) -> None:
    """Index every post without errors, live or not, by words only.

    The errors of others are told, each as a line. Raises ``PprSearchError``.
    """
    reading = read_corpus(digest_dir, known)
    for problem in reading.faults:
        tell(str(problem))
    if reading.unfinished:
        tell("Posts with errors are shown once these are mended.")
    publish(as_writers_see_it(reading), index_dir)


def as_writers_see_it(reading: Reading) -> Digest:
    """The digest with its waiting posts; a post without a title is shown with its id."""
    every = sorted(
        (*reading.digest.posts, *reading.waiting), key=lambda post: (post.month or "", post.id)
    )
    posts = tuple(post if post.title else replace(post, title=post.id) for post in every)
    return replace(reading.digest, posts=posts)


def keep(digest_dir: Path, index_dir: Path, tell: Tell, stop: Event) -> None:
    """Index again whenever a file of the digest is saved, until ``stop`` is set."""
    known = Recollection()
    # The faults of the digest were reported when the preview was started.
    told: Tell = _nothing
    for _ in saves(digest_dir, stop):
        try:
            publish_preview(digest_dir, index_dir, told, known)
        except PprSearchError as error:
            told(f"{str(error).rstrip('.')}. {error.hint}")
        told = tell


def _nothing(line: str) -> None:
    """Reports nothing."""


@contextmanager
def kept_up_to_date(digest_dir: Path, index_dir: Path) -> Iterator[None]:
    """Run ``keep`` in another process, which ends with this one."""
    command = [sys.executable, "-P", "-m", "indexer.preview", str(digest_dir), str(index_dir)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True) as process:  # noqa: S603
        try:
            yield
        finally:
            if process.stdin:
                process.stdin.close()


def main(arguments: list[str]) -> None:
    """Keep a preview until standard input ends; started by ``kept_up_to_date``."""
    digest_dir, index_dir = map(Path, arguments)
    stop = Event()

    def wait() -> None:
        sys.stdin.buffer.read()
        stop.set()

    threading.Thread(target=wait, daemon=True).start()
    keep(digest_dir, index_dir, lambda line: print(line, file=sys.stderr, flush=True), stop)


if __name__ == "__main__":
    main(sys.argv[1:])
