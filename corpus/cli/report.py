"""The command group `report`, and its command `report content`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from corpus.checks.health import HARD, Health, health
from corpus.cli.shared import Failure, digest_argument, echo_json, example, json_option
from corpus.folder.read import read_digest
from corpus.text.counting import counted


@click.group(
    "report", epilog=example("pprsearch report content", "pprsearch report questions --json")
)
def report() -> None:
    """Report what a digest lacks: in its posts, and in what readers looked for in vain."""


@report.command(
    "content", epilog=example("pprsearch report content", "pprsearch report content --json")
)
@digest_argument()
@json_option
def content(digest_dir: Path, as_json: bool) -> None:
    """Report which posts of a digest need a look.

    None of these is an error: posts without a DOI, topics with fewer than two posts, references
    to missing posts, near-duplicates, posts that are hard to read, and posts older than an
    overview of the research on the same main topic.
    """
    reading = read_digest(digest_dir)
    if reading.faults and not (reading.digest.posts or reading.unfinished):
        raise Failure(str(reading.faults[0]))
    found = health(reading)
    if as_json:
        echo_json(asdict(found))
        return
    for line in _told(found):
        click.echo(line)


def _told(found: Health) -> Iterator[str]:
    parts = (
        ("Posts that can't be read (pprsearch check says why)", found.unread),
        ("Posts without a DOI", found.without_doi),
        ("Topics with fewer than two posts", [f"{t} ({n})" for t, n in found.thin_topics]),
        (
            "References to missing posts",
            [f"{post} names {other}" for post, other in found.dead_references],
        ),
        (
            "Near-duplicates",
            [f"{one} and {other} ({alike:.0%})" for one, other, alike in found.near_duplicates],
        ),
        (
            f"Hard to read (reading ease below {HARD:.0f})",
            [f"{post} ({ease:.0f})" for post, ease in found.hard_posts],
        ),
        (
            "Older than an overview of the same main topic",
            [f"{one.post}: see {one.newer} ({one.topic})" for one in found.superseded],
        ),
    )
    ease = f"; median reading ease {found.ease:.0f}" if found.ease is not None else ""
    yield f"{counted(found.posts, 'post')}{ease}."
    for heading, lines in parts:
        yield f"{heading}: {len(lines) or 'none'}"
        yield from (f"  {line}" for line in lines)
