"""The commands `status`, `verify` and `rollback`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpus.cli.shared import Failure, digest_argument, echo_json, example, json_option
from corpus.text.counting import counted
from indexer.changes import few
from indexer.cli.options import wait_option
from indexer.cli.progress import progress_bar
from indexer.cli.request import Request
from search.cli.options import index_option
from search.engine.location import Location

if TYPE_CHECKING:
    from indexer.status import Kept, Status

_MARKS = {True: "ok", False: "FAULT", None: "not checked"}


@click.command(epilog=example("pprsearch status", "pprsearch status my-digest --json"))
@digest_argument()
@index_option
@json_option
def status(digest_dir: Path, index_dir: Location | None, as_json: bool) -> None:
    """Show the state of an index: live generation, posts, date, version, size, health.

    The exit status is 1 if no generation is intact.
    """
    from indexer.status import status as look

    found = look(Request(digest_dir, index_dir).standing_index)
    if as_json:
        echo_json({**asdict(found), "index": str(found.index), "program": version("pprsearch")})
    else:
        for line in _status_lines(found):
            click.echo(line)
    if found.serving is None:
        raise Failure("No generation is intact", "Build the index again with: pprsearch index")


def _status_lines(found: Status) -> Iterator[str]:
    yield f"Index:      {found.index}"
    serving = found.serving
    if serving:
        yield f"Generation: {serving.name}"
        yield f"Posts:      {serving.posts:,}"
        yield f"Written:    {serving.written} by version {serving.version}"
        yield f"Search:     {'by words and by meaning' if serving.semantic else 'by words only'}"
    yield f"Size:       {_size(found.size)} in all"
    for one in found.kept:
        yield f"Kept:       {_kept_line(one)}"
    yield f"Health:     {found.health[0] if found.health else 'no faults'}"
    for note in found.health[1:]:
        yield f"            {note}"


def _kept_line(one: Kept) -> str:
    marks = [
        word
        for word, applies in (
            ("live", one.live),
            ("withdrawn", one.withdrawn),
            ("damaged", one.fault is not None),
        )
        if applies
    ]
    told = f"{one.name}, {counted(one.posts, 'post')}, {_size(one.size)}"
    return f"{told} ({', '.join(marks)})" if marks else told


def _size(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"


@click.command(epilog=example("pprsearch verify", "pprsearch verify my-digest --sample 0 --json"))
@digest_argument()
@index_option
@click.option(
    "--sample",
    type=click.IntRange(min=0),
    default=50,
    show_default=True,
    metavar="N",
    help="How many questions to compare with a newly built index; 0 builds none.",
)
@json_option
def verify(digest_dir: Path, index_dir: Location | None, sample: int, as_json: bool) -> None:
    """Check an index: checksums, counts, and the answers to a sample of questions.

    The questions are the digest's judged ones and titles of its posts. The index must answer them
    as a new index does, which is built from the same posts in a temporary folder.
    """
    from corpus.folder.settings.judged import judgments_folder
    from indexer.review import judged_questions
    from indexer.verify import verify as check
    from search.errors import JudgmentsMissing

    try:
        judged = judged_questions(judgments_folder(digest_dir))
    except JudgmentsMissing as error:
        click.echo(f"No judged questions are asked: {error}.", err=True)
        judged = ()
    # At most half of the sample: titles stand in for posts that no judged question asks for.
    questions = [question.text for question in judged[: sample // 2]]
    done = []
    with progress_bar() as progress:
        for one in check(
            Request(digest_dir, index_dir).standing_index, questions, sample, progress
        ):
            done.append(one)
            if not as_json:
                click.echo(f"{_MARKS[one.passed]:<11} {one.name}: {one.told}")
    faults = [one for one in done if one.passed is False]
    if as_json:
        echo_json({"sound": not faults, "checks": [asdict(one) for one in done]})
    if faults:
        raise Failure(
            f"The index has {counted(len(faults), 'fault')}",
            "Build it again from the posts with: pprsearch index",
        )


@click.command(epilog=example("pprsearch rollback", "pprsearch rollback my-digest --json"))
@digest_argument()
@index_option
@wait_option
@json_option
def rollback(digest_dir: Path, index_dir: Location | None, wait: float, as_json: bool) -> None:
    """Make the generation before the live one live again.

    The posts' files are not changed. The next index run refuses to publish the posts that were
    withdrawn until they are corrected, or index is called with --republish.
    """
    from indexer.rollback import roll_back

    done = roll_back(Request(digest_dir, index_dir).standing_index, wait)
    if as_json:
        echo_json(asdict(done))
        return
    click.echo(
        f"Generation {done.generation} is live again ({counted(done.posts, 'post')}); "
        f"{done.withdrawn} is withdrawn."
    )
    if done.changes is not None:
        for what, posts in (
            ("No longer shown", done.changes.removed),
            ("Shown as before", done.changes.changed),
            ("Shown again", done.changes.added),
        ):
            if posts:
                click.echo(f"{what}: {few(posts)}.")
    click.echo(
        "The posts' files are not changed. Correct them and run pprsearch index; uncorrected posts "
        "are published only with --republish."
    )


care_commands: tuple[click.Command, ...] = (status, verify, rollback)
