"""A temporary index of a digest, for the commands `evaluate` and `synonyms test`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import click

from corpus.cli.shared import Failure
from corpus.filed import hashes_by_id
from corpus.folder.read import read_corpus
from corpus.text.counting import counted
from search.engine.generation import write_generation
from search.engine.location import Location
from search.engine.open import open_engine, open_generation
from search.engine.seam import Snapshot
from search.errors import IndexDamaged
from search.index import embedding


@contextmanager
def opened(digest_dir: Path, index: Location | None, semantic: bool) -> Iterator[Snapshot]:
    """The digest's index, opened: the one named, else a temporary one built for this command."""
    embedders, note = embedding.found() if semantic else (None, None)
    if semantic and embedders is None:
        click.echo(
            note or "The semantic extra is not installed; posts are found by words only.", err=True
        )
    reading = read_corpus(digest_dir)
    if reading.faults:
        raise Failure(str(reading.faults[0]), f"({counted(len(reading.faults), 'error')} in all)")
    if index is not None:
        with closing(open_engine(index, semantic=semantic)) as engine:
            snapshot = engine.now()
            if hashes_by_id([*snapshot.archive()]) != hashes_by_id(reading.digest.posts):
                raise IndexDamaged(
                    f"the index in {index} was not made from {digest_dir} as it is now"
                )
            yield snapshot
        return
    with tempfile.TemporaryDirectory(prefix="pprsearch-") as folder:
        target = Path(folder) / "generation"
        target.mkdir(mode=0o700)
        write_generation(
            target, reading.digest, semantic=embedders is not None, progress=_progress()
        )
        with open_generation(target, semantic=semantic) as snapshot:
            yield snapshot


def _progress() -> Any:
    """A function that prints progress on a terminal; ``None`` if stderr is not a terminal."""
    if not sys.stderr.isatty():
        return None

    def tell(step: str, done: int, total: int) -> None:
        if done == total or done % 20 == 0:
            click.echo(f"\r{step} {done:,} of {total:,} ", nl=done == total, err=True)

    return tell
