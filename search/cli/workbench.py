"""A digest indexed for the occasion, for the commands that try it out."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from corpus.cli.shared import Failure
from corpus.folder.read import read_corpus
from corpus.text.counting import counted
from search.engine.embedded import EmbeddedEngine, model
from search.engine.reader import Reader
from search.errors import IndexDamaged
from search.evaluation.judgments import QUESTIONS
from search.index.generation import read_manifest, write_generation


@contextmanager
def opened(digest_dir: Path, index_dir: Path | None, semantic: bool) -> Iterator[Reader]:
    """A reader of the digest's index, built for the occasion unless one is named."""
    embedder, note = model() if semantic else (None, None)
    if semantic and embedder is None:
        click.echo(note or "The semantic extra is not installed; only words count.", err=True)
    reading = read_corpus(digest_dir)
    if reading.faults:
        raise Failure(str(reading.faults[0]), f"({counted(len(reading.faults), 'error')} in all)")
    if index_dir is not None:
        engine = EmbeddedEngine.open(index_dir, semantic=semantic)
        manifest = read_manifest(index_dir / engine.generation)
        if manifest.posts != {p.id: p.content_hash for p in reading.digest.posts}:
            raise IndexDamaged(f"the index in {index_dir} is not of {digest_dir} as it is now")
        yield Reader(index_dir / engine.generation, embedder)
        return
    with tempfile.TemporaryDirectory(prefix="pprsearch-") as folder:
        target = Path(folder) / "generation"
        target.mkdir(mode=0o700)
        write_generation(
            target, reading.digest, semantic=embedder is not None, progress=_progress()
        )
        reader = Reader(target, embedder)
        yield reader
        reader.close()


def _progress() -> Any:
    """A line on a terminal that tells how far indexing is; nothing elsewhere."""
    if not sys.stderr.isatty():
        return None

    def tell(step: str, done: int, total: int) -> None:
        if done == total or done % 20 == 0:
            click.echo(f"\r{step} {done:,} of {total:,} ", nl=done == total, err=True)

    return tell


def judgments_folder(digest_dir: Path) -> Path:
    """Where a digest's judgments are: in its folder ``relevance``, else in its own."""
    own = digest_dir / "relevance"
    if (own / QUESTIONS).exists():
        return own
    return digest_dir if digest_dir.is_dir() else digest_dir.parent
