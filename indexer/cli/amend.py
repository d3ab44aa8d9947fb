"""The command `index` for posts that are told to have changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

import click

from corpus.cli.shared import echo_json
from corpus.digest import Digest
from corpus.text.counting import counted
from indexer.amend import Amendment, Told, amendment, publish_changes
from indexer.changes import Changes, few
from indexer.cli.request import Request
from indexer.errors import DigestFaulty
from indexer.publish import Publication
from indexer.shelf.open import open_shelf
from indexer.shelf.seam import Approve
from search.engine.location import Location
from search.index.part import Progress


def amended(
    told: Told,
    index: Location,
    wait: float,
    progress: Progress | None,
    *,
    approve: Approve | None,
    republish: bool,
) -> tuple[Publication, Digest]:
    """Publish what has changed; faults are printed."""
    try:
        return publish_changes(
            told, index, timeout=wait, progress=progress, approve=approve, republish=republish
        )
    except DigestFaulty as error:
        _tell_faults(error)
        raise


def tell_amendment(request: Request, told: Told, republish: bool, as_json: bool) -> None:
    """Print what indexing what has changed would do."""
    try:
        todo = amendment(told, open_shelf(request.index))
    except DigestFaulty as error:
        _tell_faults(error)
        raise
    if as_json:
        echo_json(_as_dict(todo, republish))
        return
    for note in todo.notes:
        click.echo(note, err=True)
    if not todo.changes:
        click.echo(f"Nothing would change: generation {todo.live} is up to date.")
        return
    click.echo(f"{counted(todo.posts, 'post')}: {todo.changes.counts}.")
    for line in change_lines(todo.changes):
        click.echo(line)
    if todo.again and not republish:
        click.echo(withdrawn_line(todo.again))


def change_lines(changes: Changes) -> Iterator[str]:
    """A line for each post that changes."""
    for word, posts in changes.by_kind:
        for post in posts:
            yield f"  {word} {post}"


def withdrawn_line(again: tuple[str, ...]) -> str:
    """A sentence on what a rollback has withdrawn and would not be published."""
    return (
        f"It would not be published: a rollback withdrew changes of {few(again)}. "
        "Correct those posts, delete new ones or put back deleted ones, or give --republish."
    )


def _tell_faults(error: DigestFaulty) -> None:
    for problem in error.problems:
        click.echo(str(problem), err=True)


def _as_dict(todo: Amendment, republish: bool) -> dict[str, object]:
    """The same as of a whole digest; see ``_plan_as_dict``."""
    return {
        "generation": todo.live,
        "publishes": bool(todo.changes) and (republish or not todo.again),
        "posts": todo.posts,
        **{kind: list(posts) for kind, posts in asdict(todo.changes).items()},
        "reasons": [],
        "withdrawn": list(todo.again),
        "semantic": todo.semantic,
        "orphans": list(todo.orphans),
        "notes": list(todo.notes),
    }
