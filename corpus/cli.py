"""The corpus room's commands: checking a digest, and importing posts into one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click

from corpus.beir import BeirImporter
from corpus.command import counted, digest_argument, echo_json, example, json_option, listed
from corpus.folder import read_corpus
from corpus.importer import Importer
from corpus.merge import Merge, merge_source, write_merge
from corpus.problem import Problem
from corpus.report import report
from corpus.slug import is_month


@click.command(
    epilog=example("pprsearch check", "pprsearch check my-digest", "pprsearch check --json")
)
@digest_argument()
@json_option
@click.pass_context
def check(context: click.Context, digest_dir: Path, as_json: bool) -> None:
    """Find all that is wrong in a digest, with the cure of each fault.

    Prints each as FILE:LINE: what is wrong: how to mend it. The exit status is 1 when there is
    an error; warnings alone leave it 0.
    """
    reading = read_corpus(digest_dir)
    posts, errors = len(reading.digest.posts), len(reading.faults)
    warnings = len(reading.problems) - errors
    if as_json:
        echo_json(
            {
                "posts": posts,
                "errors": errors,
                "warnings": warnings,
                "problems": [as_dict(problem) for problem in reading.problems],
            }
        )
    else:
        for problem in reading.problems:
            click.echo(str(problem))
        found = f"{counted(errors, 'error')}, {counted(warnings, 'warning')}"
        click.echo(f"{counted(posts, 'post')} without an error; {found}.")
    context.exit(1 if errors else 0)


@dataclass(frozen=True, slots=True)
class Format:
    """A format that posts are imported from; ``importer`` makes one for posts of a month."""

    name: str
    what: str
    importer: Callable[[str | None], Importer]


def _listing(month: str | None) -> Importer:
    # Imported here since it loads an HTML parser, which no other command needs.
    from corpus.listing import ListingImporter

    return ListingImporter(month)


FORMATS = (
    Format("listing", "a saved listing page of a digest's site, as text or HTML", _listing),
    Format("beir", "a BEIR collection's corpus.jsonl", BeirImporter),
)


@click.group("import", epilog=example("pprsearch import listing page.html my-digest"))
def import_() -> None:
    """Import posts into a digest; a post edited by hand is never overwritten unasked."""


def _month(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not is_month(value):
        raise click.BadParameter(f'"{value}" is not a month such as 2024-05')
    return value


def _import_command(source: Format) -> click.Command:
    """The command that imports from one format."""

    @click.command(
        source.name,
        help=f"Import posts from {source.what}.\n\nThe same file again changes nothing; an edited "
        "one updates the posts it came to. A new or empty DIGEST_DIR becomes a digest. Posts that "
        "a person edited and the file changed as well are kept as they are and reported.",
        epilog=example(
            f"pprsearch import {source.name} FILE my-digest --dry-run",
            f"pprsearch import {source.name} FILE my-digest --month 2024-05",
        ),
    )
    @click.argument("file", type=click.Path(path_type=Path))
    @digest_argument(demo=False)
    @click.option(
        "--month", callback=_month, help="The month (YYYY-MM) of posts that do not tell theirs."
    )
    @click.option("--force", is_flag=True, help="Overwrite posts that were edited by hand.")
    @click.option(
        "--dry-run", is_flag=True, help="Print what would change as a diff; write nothing."
    )
    @json_option
    @click.pass_context
    def command(
        context: click.Context,
        file: Path,
        digest_dir: Path,
        month: str | None,
        force: bool,
        dry_run: bool,
        as_json: bool,
    ) -> None:
        merge = merge_source(source.importer(month), file, digest_dir, force=force)
        if not dry_run:
            write_merge(merge, digest_dir)
        if as_json:
            echo_json(_merge_as_dict(merge, dry_run))
        else:
            _print_merge(merge, dry_run)
        context.exit(1 if merge.faults else 0)

    return command


def _print_merge(merge: Merge, dry_run: bool) -> None:
    for problem in merge.problems:
        click.echo(str(problem), err=True)
    if dry_run:
        for change in merge.changes:
            click.echo(change.diff, nl=False)
    else:
        for word, changes in (("added", merge.added), ("updated", merge.updated)):
            for change in changes:
                click.echo(f"{word}: {change.file}")
    for change in merge.kept:
        click.echo(f"kept: {change.file} (edited by hand; --force overwrites it)")
    counts = (
        (merge.added, "added"),
        (merge.updated, "updated"),
        (merge.unchanged, "unchanged"),
        (merge.kept, "kept as edited by hand"),
    )
    done = listed([f"{len(things):,} {what}" for things, what in counts])
    if merge.founded:
        done += "; a new digest, with " + listed([str(change.file) for change in merge.founded])
    click.echo(f"{'Would be: ' if dry_run else ''}{done}.")


def _merge_as_dict(merge: Merge, dry_run: bool) -> dict[str, Any]:
    result: dict[str, Any] = {
        "dry_run": dry_run,
        "founded": [str(change.file) for change in merge.founded],
        "added": [change.file.stem for change in merge.added],
        "updated": [change.file.stem for change in merge.updated],
        "unchanged": [file.stem for file in merge.unchanged],
        "kept": [change.file.stem for change in merge.kept],
        "problems": [as_dict(problem) for problem in merge.problems],
    }
    if dry_run:
        result["diff"] = "".join(change.diff for change in merge.changes)
    return result


def as_dict(problem: Problem) -> dict[str, Any]:
    """A problem for JSON: file, line, what, cure and severity."""
    return {**asdict(problem), "file": str(problem.file)}


for _format in FORMATS:
    import_.add_command(_import_command(_format))

commands: list[click.Command] = [check, import_, report]
