"""The commands `index` and `diff`, and those that look after an index."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import click

from corpus.cli.shared import digest_argument, echo_json, example, json_option
from corpus.errors import PprSearchError
from corpus.folder.reading_cache import Recollection
from corpus.text.counting import counted
from indexer.amend import Told
from indexer.cli.amend import amended, change_lines, tell_amendment, withdrawn_line
from indexer.cli.care import care_commands
from indexer.cli.options import semantic_option, wait_option
from indexer.cli.progress import progress_bar
from indexer.cli.request import Request
from indexer.cli.review import Reviewing, diff, review_lines
from indexer.errors import DigestEmpty
from indexer.plan import Plan, plan
from indexer.publish import Publication, publish, seldom_collected
from indexer.shelf.open import open_shelf
from indexer.websub import announced
from search.cli.options import index_option, judgments_option
from search.engine.location import Location


@click.command(
    "index",
    epilog=example(
        "pprsearch index",
        "pprsearch index my-digest --dry-run",
        "pprsearch index my-digest --watch",
        "pprsearch index my-digest --max-changes 5 --json",
        "pprsearch index my-digest --changes my-digest/posts/2024-05-mending.md",
    ),
)
@digest_argument()
@index_option
@semantic_option
@click.option("--dry-run", is_flag=True, help="List what would change, and write nothing.")
@click.option("--watch", is_flag=True, help="Index again whenever a file of the digest is saved.")
@click.option(
    "--review",
    is_flag=True,
    help="Show what would change for readers, as diff does; do not publish.",
)
@click.option(
    "--max-changes",
    type=click.IntRange(min=0),
    metavar="N",
    help="Publish only if the first answers change for at most N judged questions.",
)
@judgments_option
@click.option(
    "--republish",
    is_flag=True,
    help="Publish posts that a rollback withdrew, even if unchanged since.",
)
@click.option(
    "--changes",
    "path",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Read only these new and changed posts: a file, a folder of posts, or a collection. "
    "The others stay as they are in the index, which is in a cluster.",
)
@click.option(
    "--remove",
    "removed",
    multiple=True,
    metavar="ID",
    help="Remove a post of an index in a cluster without reading the others; may be repeated.",
)
@wait_option
@json_option
def index(
    digest_dir: Path,
    index_dir: Location | None,
    semantic: bool | None,
    dry_run: bool,
    watch: bool,
    review: bool,
    max_changes: int | None,
    judgments: Path | None,
    republish: bool,
    path: Path | None,
    removed: tuple[str, ...],
    wait: float,
    as_json: bool,
) -> None:
    """Index a digest and publish it; only changed posts are analysed again.

    A running server shows the new generation by itself. A digest with faults is not published:
    the faults are listed, and the old generation stays live.
    """
    if watch and (dry_run or review or as_json):
        raise click.UsageError("--watch can't be combined with --dry-run, --review or --json.")
    if dry_run and (review or max_changes is not None):
        raise click.UsageError("--dry-run can't be combined with --review or --max-changes.")
    told = Told(path, removed) if path or removed else None
    if told and (watch or semantic is not None):
        raise click.UsageError(
            "--changes and --remove can't be combined with --watch, --semantic or --no-semantic."
        )
    request = Request(digest_dir, index_dir, semantic)
    if dry_run and told:
        tell_amendment(request, told, republish, as_json)
        return
    if dry_run:
        _tell_plan(request, republish, as_json)
        return
    reviewing = None
    if review or max_changes is not None:
        reviewing = Reviewing(request, judgments, stop=review, most=max_changes)
    if not watch:
        _index(request, reviewing, republish, wait, as_json, told)
        return
    try:
        _watch(request, reviewing, republish, wait)
    except KeyboardInterrupt:
        # Ctrl-C is the normal way to end a watch.
        click.echo("", err=True)
    click.echo("No longer watching.", err=True)


@seldom_collected()
def _index(
    request: Request,
    reviewing: Reviewing | None,
    republish: bool,
    wait: float,
    as_json: bool,
    told: Told | None = None,
) -> None:
    with progress_bar() as progress:
        if told:
            done, digest = amended(
                told, request.index, wait, progress, approve=reviewing, republish=republish
            )
        else:
            digest = request.digest()
            done = publish(
                digest,
                request.index,
                semantic=request.by_meaning,
                timeout=wait,
                progress=progress,
                approve=reviewing,
                republish=republish,
            )
    done = announced(done, digest.websub)
    found = reviewing.found if reviewing else None
    if as_json:
        echo_json({**as_dict(done), **({"review": asdict(found)} if found else {})})
        return
    for note in (*(() if told else request.notes), *done.notes):
        click.echo(note, err=True)
    for line in review_lines(found) if found else ():
        click.echo(line)
    if reviewing and reviewing.stopped:
        click.echo("Not published. To publish, run pprsearch index without --review.")
    else:
        click.echo(done.told)


def _watch(request: Request, reviewing: Reviewing | None, republish: bool, wait: float) -> None:
    # Imported here: only --watch needs it, and it takes time to load.
    from indexer.watch import interruptions, saves

    request = replace(request, known=Recollection())
    for _ in saves(request.digest_dir, interruptions()):
        try:
            _index(request, reviewing, republish, wait, as_json=False)
        except PprSearchError as error:
            click.echo(f"{str(error).rstrip('.')}. {error.hint}", err=True)


def _tell_plan(request: Request, republish: bool, as_json: bool) -> None:
    """Print what indexing would do."""
    digest = request.digest()
    if not digest.posts:
        raise DigestEmpty("the digest has no posts for readers, so nothing would be indexed")
    todo = plan(digest, open_shelf(request.index), request.by_meaning)
    if as_json:
        echo_json(_plan_as_dict(todo, request.by_meaning, republish))
        return
    for note in (*request.notes, *todo.notes):
        click.echo(note, err=True)
    if not todo.publishes:
        click.echo(f"Nothing would change: generation {todo.live} is up to date.")
        return
    click.echo(f"{counted(len(todo.posts), 'post')}: {todo.changes.counts}.")
    for line in change_lines(todo.changes):
        click.echo(line)
    for reason in todo.reasons:
        click.echo(reason)
    if todo.again and not republish:
        click.echo(withdrawn_line(todo.again))


def as_dict(done: Publication) -> dict[str, Any]:
    """A publication as JSON. Its keys are documented in docs/commands.md and must not change."""
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


def _plan_as_dict(todo: Plan, semantic: bool, republish: bool) -> dict[str, Any]:
    return {
        "generation": todo.live,
        "publishes": todo.publishes and (republish or not todo.again),
        "posts": len(todo.posts),
        **{kind: list(posts) for kind, posts in asdict(todo.changes).items()},
        "reasons": list(todo.reasons),
        "withdrawn": list(todo.again),
        "semantic": semantic,
        "orphans": list(todo.orphans),
        "notes": list(todo.notes),
    }


commands: list[click.Command] = [index, diff, *care_commands]
