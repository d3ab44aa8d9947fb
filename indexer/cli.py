"""The indexer room's commands: making a digest what the index serves."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as Bar

from corpus.command import counted, digest_argument, echo_json, example, json_option
from corpus.folder import read_corpus
from indexer.errors import DigestFaulty
from indexer.publish import Progress, Publication, publish
from search.embedding import installed
from search.place import default_index, index_option


@click.command(
    "index",
    epilog=example(
        "pprsearch index",
        "pprsearch index my-digest --no-semantic",
        "pprsearch index my-digest --index /srv/pprsearch/index --json",
    ),
)
@digest_argument()
@index_option
@click.option(
    "--semantic/--no-semantic",
    default=None,
    help="Find posts by meaning as well as by words.  [default: if the semantic extra is there]",
)
@click.option(
    "--wait",
    type=click.FloatRange(min=0),
    default=10.0,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait for another indexer.",
)
@json_option
def index(
    digest_dir: Path, index_dir: Path | None, semantic: bool | None, wait: float, as_json: bool
) -> None:
    """Index a digest and publish it; only what changed is analysed again.

    A running server takes the new generation over by itself. A digest with faults is not
    published: they are listed, and the old index keeps serving.
    """
    reading = read_corpus(digest_dir)
    if reading.faults:
        for problem in reading.faults:
            click.echo(str(problem), err=True)
        raise DigestFaulty(reading.faults)
    notes = []
    if semantic is None:
        semantic = installed()
        if not semantic:
            notes.append("The semantic extra is not installed, so only words will be searched.")
    with progress_bar() as progress:
        done = publish(
            reading.digest,
            index_dir or default_index(digest_dir),
            semantic=semantic,
            timeout=wait,
            progress=progress,
        )
    if as_json:
        echo_json(as_dict(done))
        return
    for note in (*notes, *done.notes):
        click.echo(note, err=True)
    click.echo(summary(done))


def summary(done: Publication) -> str:
    """What came of it, in one line."""
    total, seconds = counted(done.posts, "post"), f"{done.seconds:.1f} s"
    if not done.published:
        return f"Nothing changed: {total}, generation {done.generation} stays live ({seconds})."
    changes = done.changes
    told = ((changes.added, "added"), (changes.changed, "changed"), (changes.removed, "removed"))
    what = ", ".join(f"{len(posts):,} {word}" for posts, word in told)
    return f"{total}: {what}. Generation {done.generation} is live ({seconds})."


def as_dict(done: Publication) -> dict[str, Any]:
    """A publication for JSON; the keys are documented and stay."""
    return {
        "generation": done.generation,
        "published": done.published,
        "posts": done.posts,
        **{kind: list(posts) for kind, posts in asdict(done.changes).items()},
        "semantic": done.semantic,
        "seconds": round(done.seconds, 3),
        "orphans_removed": list(done.removed),
        "notes": list(done.notes),
    }


@contextmanager
def progress_bar() -> Iterator[Progress | None]:
    """Something to tell progress to: a bar on stderr, or nothing when that is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Reading", total=None)

        def tell(step: str, done: int, total: int) -> None:
            bar.update(task, description=step, completed=done, total=total)

        yield tell


commands: list[click.Command] = [index]
