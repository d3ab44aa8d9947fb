"""The commands `report questions` and `forget`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpus.cli.shared import digest_argument, echo_json, example, json_option
from corpus.text.counting import counted
from search.cli.options import index_option, semantic_option
from search.engine.location import Location, index_location, notes_folder, standing_index

if TYPE_CHECKING:
    from search.asked.gaps import Gaps

SWITCH = "set keep = true under [questions] in digest.toml, then run pprsearch index"


@click.command(
    "questions",
    epilog=example("pprsearch report questions", "pprsearch report questions my-digest --json"),
)
@digest_argument()
@index_option
@semantic_option
@json_option
def questions(digest_dir: Path, index_dir: Location | None, semantic: bool, as_json: bool) -> None:
    """Report what readers asked for and did not find in the last 90 days.

    Each counted question is put to the index as it is now. A question that was asked fewer than
    three times is never shown. Questions are counted only if digest.toml says so.
    """
    from search.asked.gaps import gaps
    from search.asked.record import QuestionRecord
    from search.engine.open import open_engine

    index = standing_index(digest_dir, index_dir)
    with closing(open_engine(index, semantic=semantic)) as engine:
        snapshot = engine.now()
        found = gaps(snapshot, QuestionRecord(notes_folder(index)).asked(date.today()))
        kept = snapshot.digest.questions.keep
    if as_json:
        echo_json({"counting": kept, **asdict(found)})
        return
    if not kept:
        click.echo(f"Questions are not being counted. To count them, {SWITCH}.", err=True)
    for line in told(found):
        click.echo(line)


@click.command(
    "forget", epilog=example("pprsearch report forget", "pprsearch report forget my-digest")
)
@digest_argument()
@index_option
def forget(digest_dir: Path, index_dir: Location | None) -> None:
    """Delete all counts of what readers asked."""
    from search.asked.record import QuestionRecord

    times = QuestionRecord(notes_folder(index_location(digest_dir, index_dir))).forget()
    click.echo(f"Deleted the counts of {counted(times, 'question')} asked.")


def told(found: Gaps) -> Iterator[str]:
    """The report on readers' questions, for the terminal."""
    yield (
        f"{counted(found.questions, 'question')} asked {counted(found.times, 'time')} "
        "in the last 90 days."
    )
    if not found.times:
        return
    yield from _part(
        "Without an answer",
        [f"{one.question} ({counted(one.times, 'time')})" for one in found.unanswered],
    )
    yield from _part(
        "Asked for more often lately",
        [f"{one.term} ({counted(one.times, 'time')}, {one.lately} lately)" for one in found.rising],
    )
    yield from _part(
        "Asked for, with few posts",
        [
            f"{one.name} ({counted(one.posts, 'post')}, asked for {counted(one.times, 'time')})"
            for one in found.thin
        ],
    )
    yield from _part(
        "Posts that no question found", [f"{one.title} ({one.id})" for one in found.unfound]
    )


def _part(heading: str, lines: list[str]) -> Iterator[str]:
    yield ""
    yield f"{heading}:" if lines else f"{heading}: none."
    yield from (f"  {line}" for line in lines)
