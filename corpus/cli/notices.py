"""The command `notices`: retractions and corrections of a digest's studies, from an export."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import click

from corpus.changes import finish_changes, write_changes
from corpus.citations.identifiers import find_doi
from corpus.cli.shared import (
    Failure,
    GivenPath,
    digest_option,
    echo_json,
    example,
    json_option,
    read_there,
)
from corpus.folder.add_notices import with_notices
from corpus.folder.read import POSTS, Reading
from corpus.importing.notices.plan import Meant, meant, read_file
from corpus.problem import Problem, Problems
from corpus.text.counting import counted


@click.command(
    epilog=example(
        "pprsearch notices retraction_watch.csv",
        "pprsearch notices crossref.json --digest my-digest --write",
    )
)
@click.argument("file", type=GivenPath(exists=True, dir_okay=False))
@digest_option("whose studies are looked up")
@click.option("--write", is_flag=True, help="Write the new notices into the posts' files.")
@json_option
@click.pass_context
def notices(
    context: click.Context, file: Path, digest_dir: Path, write: bool, as_json: bool
) -> None:
    """Find which of a digest's studies were retracted or corrected, in an export of notices.

    FILE is an export of Crossref (works as JSON, or a table in CSV with update-to and updated-by)
    or of Retraction Watch (CSV or JSON). With --write the notices are added to the posts' files;
    without it nothing is written. Rows and posts that can't be read are listed with their lines,
    and make the exit status 1.
    """
    problems = Problems(file)
    found = read_file(file, problems)
    faults = [problem for problem in problems.found if problem.severity == "error"]
    if faults:
        raise Failure(str(faults[0]))
    if write:
        finish_changes(digest_dir)
    reading = read_there(digest_dir)
    problems.found += _unread(reading)
    told = meant(found, sorted(reading.every_post, key=lambda post: (post.month or "", post.id)))
    new = [one for one in told if one.new]
    if write:
        _write(digest_dir, new)
    if as_json:
        echo_json(
            {
                "stated": len(found),
                "written": write,
                "posts": [_as_json(one) for one in told],
                "problems": [problem.as_dict() for problem in problems.found],
            }
        )
    else:
        for problem in problems.found:
            click.echo(str(problem), err=True)
        _tell(told, len(found), write)
    context.exit(1 if problems.found else 0)


def _unread(reading: Reading) -> Iterator[Problem]:
    """A problem for each faulty post of which no DOI or PubMed number could be read."""
    known = (
        post
        for post in reading.every_post
        if post.doi or post.pmid or find_doi(post.citation or "")
    )
    for fault in reading.unread(known):
        what = f"no notice was looked for, since no DOI could be read: {fault.what}"
        yield replace(fault, what=what)


def _write(digest_dir: Path, new: list[Meant]) -> None:
    """Add the new notices to the posts' files: to all, or to none if one can't be written."""
    made: dict[Path, str] = {}
    for one in new:
        path = digest_dir / POSTS / f"{one.post.id}.md"
        if path.is_symlink() or not path.is_file():
            raise Failure(
                f"{path} is a link or no regular file", "Put the post's file itself there."
            )
        text = path.read_bytes().decode("utf-8")
        made[path] = with_notices(text, one.new, path)
    write_changes(digest_dir, made)


def _as_json(one: Meant) -> dict[str, object]:
    return {
        "post": one.post.id,
        "new": [asdict(notice) for notice in one.new],
        "known": [asdict(notice) for notice in one.known],
        "retracts": one.retracts,
    }


def _tell(told: list[Meant], stated: int, written: bool) -> None:
    for one in told:
        for notice in one.new:
            parts = [notice.told, notice.date or "", f"doi:{notice.doi}" if notice.doi else ""]
            click.echo(f"{POSTS}/{one.post.id}.md: {' '.join(filter(None, parts))}")
    new = sum(len(one.new) for one in told)
    known = sum(len(one.known) for one in told)
    click.echo(
        f"{counted(stated, 'notice')} in the file; {counted(new, 'new one')} on "
        f"{counted(sum(bool(one.new) for one in told), 'post')} of this digest, "
        f"{known:,} known already."
    )
    if new and written:
        click.echo("They were written into the posts' files.")
    elif new:
        click.echo("Nothing was written; --write adds them to the posts' files.")
