"""The command `import`, with a command below it for each format."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from corpus.changes import finish_changes
from corpus.cli.shared import GivenPath, digest_argument, echo_json, example, json_option
from corpus.folder.imports_file import IMPORTS
from corpus.importing.formats import FORMATS, Format
from corpus.importing.merge import merge_source, write_merge
from corpus.importing.merging.change import Merge
from corpus.importing.table import COLUMNS
from corpus.slug import is_month
from corpus.text.counting import counted, listed


@click.group("import", epilog=example("pprsearch import listing page.html my-digest"))
def import_() -> None:
    """Import posts into a digest; posts edited by hand are kept unless --force is given."""


def _month(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not is_month(value):
        raise click.BadParameter(f'"{value}" is not a month such as 2024-05')
    return value


def _headers(
    context: click.Context, parameter: click.Parameter, values: tuple[str, ...]
) -> dict[str, str]:
    """The headers given for the fields of a post."""
    headers = {}
    for value in values:
        field, equals, header = value.partition("=")
        if not equals or field.strip() not in COLUMNS or not header.strip():
            raise click.BadParameter(
                f'"{value}" is not FIELD=HEADER; the fields are: {", ".join(COLUMNS)}'
            )
        headers[field.strip()] = header.strip()
    return headers


_MAP = click.Option(
    ["--map", "headers"],
    multiple=True,
    metavar="FIELD=HEADER",
    callback=_headers,
    help='The column of a field, as in title="Headline". Repeat it for several fields.',
)


def _import_command(source: Format) -> click.Command:
    """The command that imports from one format."""

    @click.command(
        source.name,
        help=f"Import posts from {source.what}.\n\nFILE may be a folder: every file of the format "
        "in it is read. Importing the same file again changes nothing; importing an edited one "
        "updates its posts. A new or empty DIGEST_DIR becomes a digest. If a post was edited by "
        "hand and FILE has changed too, the post is kept as it is and reported.",
        epilog=example(
            f"pprsearch import {source.name} FILE my-digest --dry-run",
            f"pprsearch import {source.name} FILE my-digest --month 2024-05",
        ),
    )
    @click.argument("file", type=GivenPath())
    @digest_argument(demo=False)
    @click.option("--month", callback=_month, help="The month (YYYY-MM) for posts that state none.")
    @click.option("--force", is_flag=True, help="Overwrite posts that were edited by hand.")
    @click.option(
        "--dry-run", is_flag=True, help="Print what would change, as a diff; write nothing."
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
        headers: dict[str, str] | None = None,
    ) -> None:
        importer = source.make(month, headers)
        if not dry_run:
            finish_changes(digest_dir)
        merge = merge_source(importer, file, digest_dir, force=force, suffixes=source.suffixes)
        if not dry_run:
            write_merge(merge, digest_dir)
        if as_json:
            echo_json(_merge_as_dict(merge, dry_run))
        else:
            _print_merge(merge, dry_run)
        context.exit(1 if merge.faults else 0)

    if source.mapped:
        command.params.append(_MAP)
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
        for change in merge.translations:
            click.echo(f"{'added' if change.before is None else 'updated'}: {change.file}")
    for change in merge.kept:
        click.echo(f"kept: {change.file} (edited by hand; --force overwrites it)")
    if merge.images:
        click.echo(f"images stored beside their posts: {len(merge.images):,}")
    if merge.moved:
        posts = counted(len(merge.moved), "post")
        click.echo(
            f"The source of {posts} is now noted in {IMPORTS}, no longer in each post's file."
        )
    counts = (
        (merge.added, "added"),
        (merge.updated, "updated"),
        (merge.unchanged, "unchanged"),
        (merge.kept, "kept because edited by hand"),
    )
    done = listed([f"{len(things):,} {what}" for things, what in counts])
    if merge.translations:
        done += f"; {counted(len(merge.translations), 'translation')} written"
    if merge.founded:
        done += "; a new digest, with " + listed([str(change.file) for change in merge.founded])
    click.echo(f"{'Dry run, nothing written: ' if dry_run else ''}{done}.")


def _merge_as_dict(merge: Merge, dry_run: bool) -> dict[str, Any]:
    result: dict[str, Any] = {
        "dry_run": dry_run,
        "founded": [str(change.file) for change in merge.founded],
        "added": [change.file.stem for change in merge.added],
        "updated": [change.file.stem for change in merge.updated],
        "translations": [change.file.stem for change in merge.translations],
        "images": [str(image.file) for image in merge.images],
        "unchanged": [file.stem for file in merge.unchanged],
        "kept": [change.file.stem for change in merge.kept],
        "moved": [change.file.stem for change in merge.moved],
        "problems": [problem.as_dict() for problem in merge.problems],
    }
    if dry_run:
        result["diff"] = "".join(change.diff for change in merge.changes)
    return result


for _format in FORMATS:
    import_.add_command(_import_command(_format))
