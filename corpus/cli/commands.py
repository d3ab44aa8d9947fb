"""The commands `check`, `new`, `rename`, `propose`, `export`, and those of other modules."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

import click

from corpus.changes import finish_changes
from corpus.checks.beside import problems_beside
from corpus.checks.style import style_hints
from corpus.citations.identifiers import doi_of
from corpus.cli.evidence import evidence
from corpus.cli.imports import import_
from corpus.cli.notices import notices
from corpus.cli.post_argument import id_given, post_of_file
from corpus.cli.report import report
from corpus.cli.shared import (
    Failure,
    GivenPath,
    digest_argument,
    digest_option,
    echo_json,
    example,
    json_option,
    read_there,
)
from corpus.cli.translations import translate
from corpus.durable import clear_leftovers, replace_file
from corpus.export import EXPORTS, WHOLE
from corpus.folder.read import POSTS, read_corpus, read_digest
from corpus.folder.template import template
from corpus.post import Post
from corpus.rename import rename
from corpus.slug import is_month, is_post_id, post_id, slug
from corpus.text.counting import counted
from corpus.text.folding import folded
from corpus.topics.propose import Proposer, is_rest, told


@click.command(
    epilog=example(
        "pprsearch check", "pprsearch check my-digest --strict", "pprsearch check --json"
    )
)
@digest_argument()
@click.option("--strict", is_flag=True, help="Exit with status 1 for warnings too.")
@json_option
@click.pass_context
def check(context: click.Context, digest_dir: Path, strict: bool, as_json: bool) -> None:
    """List every fault in a digest, and how to mend it.

    Each line reads FILE:LINE: what is wrong: how to mend it. Errors keep a digest from being
    indexed, but for those in imports.json and its judgments, which no reader sees. Warnings do
    not; they include hints of style and what a draft still lacks. The exit status is 1 if there is
    an error.
    """
    reading = read_corpus(digest_dir)
    beside = problems_beside(digest_dir, reading.every_post)
    problems = tuple(sorted((*reading.problems, *style_hints(reading), *beside)))
    posts, errors = len(reading.digest.posts), sum(one.severity == "error" for one in problems)
    warnings = len(problems) - errors
    if as_json:
        counts = {"posts": posts, "errors": errors, "warnings": warnings}
        echo_json({**counts, "problems": [problem.as_dict() for problem in problems]})
    else:
        for problem in problems:
            click.echo(str(problem))
        found = f"{counted(errors, 'error')}, {counted(warnings, 'warning')}"
        waiting = f", {len(reading.waiting):,} not live yet" if reading.waiting else ""
        click.echo(f"{counted(posts, 'post')} without an error{waiting}; {found}.")
    context.exit(1 if errors or (strict and warnings) else 0)


def _month(context: click.Context, parameter: click.Parameter, value: str | None) -> str:
    month = value or datetime.now(UTC).strftime("%Y-%m")
    if not is_month(month):
        raise click.BadParameter(f'"{month}" is not a month such as 2024-05')
    return month


def _doi(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and doi_of(value) is None:
        raise click.BadParameter(f'"{value}" is not a DOI such as 10.1037/abc0000123')
    return doi_of(value) if value else None


def _title(context: click.Context, parameter: click.Parameter, value: str) -> str:
    title = " ".join(value.split())
    if not title:
        raise click.BadParameter("the title is empty")
    return title


@click.command(
    "new",
    epilog=example(
        'pprsearch new "Burned out therapists may help less" --digest my-digest',
        'pprsearch new "Ruptures can be mended" --month 2024-05 --doi 10.1037/abc0000123',
    ),
)
@click.argument("title", callback=_title)
@click.option("--month", callback=_month, help="The post's month, YYYY-MM.  [default: this month]")
@click.option("--doi", callback=_doi, help="The DOI of the study.")
@digest_option("that the post is for", demo=False)
def new(title: str, month: str, doi: str | None, digest_dir: Path) -> None:
    """Begin a post: write a draft file for you to fill in.

    The file is named after the month and the title. It lists the topics and kinds of research to
    choose from and the fields of the study to fill in; pprsearch check says what is missing.
    Readers see the post once you delete the line draft. No file is ever overwritten.
    """
    finish_changes(digest_dir)
    reading = read_digest(digest_dir)
    settings = [fault for fault in reading.faults if fault.file.parts[:1] != (POSTS,)]
    if settings or not reading.digest.topics:
        raise Failure(str(settings[0] if settings else f"{digest_dir} is no digest"))
    for post in reading.every_post:
        if doi and post.doi and post.doi.casefold() == doi.casefold():
            raise Failure(f"{POSTS}/{post.id}.md is about that study already", "Edit that post.")
        if folded(post.title) == folded(title):
            raise Failure(f"{POSTS}/{post.id}.md has that title already", "Give another title.")
    # Titles without Latin letters all have the same slug.
    taken = {post.id for post in reading.every_post} if slug(title) == slug("") else ()
    path = digest_dir / POSTS / f"{post_id(month, title, taken)}.md"
    if path.exists() or path.is_symlink():
        raise Failure(f"{path} exists already", "Edit it, or give another title.")
    post = Post(id=path.stem, title=title, summary="", month=month, doi=doi)
    replace_file(path, template(post, reading.digest))
    click.echo(f"{path} is ready for you to fill in; pprsearch check says what is missing.")


def _new_id(context: click.Context, parameter: click.Parameter, value: str) -> str:
    name = id_given(context, parameter, value)
    if not is_post_id(name):
        raise click.BadParameter(f'"{name}" is not a month with words, such as 2024-05-mending')
    return name


@click.command(
    "rename",
    epilog=example(
        "pprsearch rename 2024-05-mending 2024-05-mending-ruptures --digest my-digest",
        "pprsearch rename my-digest/posts/2024-05-mending.md 2024-06-mending --digest my-digest",
        "pprsearch rename 2024-05-mending 2024-06-mending --digest my-digest --done",
    ),
)
@click.argument("post", callback=id_given)
@click.argument("new_id", callback=_new_id)
@digest_option("that the post is in", demo=False)
@click.option("--done", is_flag=True, help="The file was renamed already; do the rest.")
def rename_(post: str, new_id: str, digest_dir: Path, done: bool) -> None:
    """Give a post another id: rename its file, and keep the old id as an alias.

    POST is a post's file or its id. Links to the old id lead to the new one. The post's images and
    translations are renamed too, as are references to it in other posts,
    in gone.toml and in the digest's judgments.
    """
    renaming = rename(digest_dir, post, new_id, done=done)
    click.echo(f"{renaming.file} has the alias {post}.")
    for file in renaming.named_in:
        click.echo(f"reference changed in {file}")


@click.command(
    epilog=example(
        "pprsearch propose",
        "pprsearch propose my-digest/posts/2024-05-mending-ruptures.md --digest my-digest",
        "pprsearch propose --measure",
    )
)
@click.argument("post_file", type=GivenPath(), required=False)
@digest_option("whose topics are proposed")
@click.option("--measure", is_flag=True, help="Measure how good the proposals are for this digest.")
@json_option
def propose(post_file: Path | None, digest_dir: Path, measure: bool, as_json: bool) -> None:
    """Propose topics for a post, best first, each with its reasons and a confidence.

    Without POST_FILE: for each post whose topics were proposed and not yet confirmed, or that is
    only in the digest's topic for everything else. Proposals are learned from the posts whose
    topics a person has confirmed.
    """
    reading = read_there(digest_dir)
    if measure:
        _measure(Proposer(reading.digest), as_json)
        return
    if post_file is not None:
        posts = [post_of_file(post_file)]
    else:
        rest = {topic.name for topic in reading.digest.topics if is_rest(topic)}
        posts = [p for p in reading.every_post if p.topics_proposed or not set(p.topics) - rest]
    # The posts in question are left out of what is learned from.
    learned = tuple(p for p in reading.digest.posts if p.id not in {post.id for post in posts})
    proposer = Proposer(replace(reading.digest, posts=learned))
    if as_json:
        echo_json(
            [{"post": p.id, "topics": [asdict(f) for f in proposer.ranked(p)]} for p in posts]
        )
        return
    for post in posts:
        click.echo(f"{post.id}: {post.title}")
        for fit in proposer.fitting(post):
            like = f"; like {fit.like}" if fit.like else ""
            click.echo(f"  {told(fit)}{like}")
    if not posts:
        click.echo("No post needs a proposal: a person has confirmed the topics of each.")


def _measure(proposer: Proposer, as_json: bool) -> None:
    model = proposer.model
    recall = model.recall(3) if model else None
    posts = len(model.filed) if model else 0
    if as_json:
        echo_json({"posts": posts, "recall_at_3": recall})
    elif recall is None:
        click.echo("No post has topics that a person has confirmed.")
    else:
        click.echo(
            f"The first three proposals contain {recall:.0%} of a post's topics, when that post is "
            f"left out of what is learned from ({counted(posts, 'post')})."
        )


@click.command(
    epilog=example(
        "pprsearch export my-digest posts.jsonl",
        "pprsearch export my-digest collection/corpus.jsonl --format beir",
        "pprsearch export my-digest studies.ris --format ris",
    )
)
@click.argument("digest_dir", type=GivenPath())
@click.argument("out", type=GivenPath(dir_okay=False))
@click.option(
    "--format",
    "form",
    type=click.Choice([*EXPORTS]),
    default="jsonl",
    show_default=True,
    help="The format of the file.",
)
@click.option("--force", is_flag=True, help="Overwrite OUT if it exists.")
def export(digest_dir: Path, out: Path, form: str, force: bool) -> None:
    """Write a digest's posts into one file, for other programs.

    jsonl holds every field, and pprsearch import jsonl reads it back. beir is the format for
    measuring search engines. ris, bibtex and csl hold the studies for reference managers, with
    each post's summary. apa is a list of references. Posts that are not live yet are written to
    jsonl only, and marked there.
    """
    reading = read_corpus(digest_dir)
    if reading.faults:
        raise Failure(str(reading.faults[0]), f"({counted(len(reading.faults), 'error')} in all)")
    if out.exists() and not force:
        raise Failure(f"{out} exists already", "Give another name, or --force.")
    waiting = reading.waiting if form == WHOLE else ()
    posts = sorted((*reading.digest.posts, *waiting), key=lambda post: (post.month or "", post.id))
    clear_leftovers(out.parent, re.compile(re.escape(out.name)))
    replace_file(out, EXPORTS[form](posts, reading.digest))
    left = len(reading.waiting) - len(waiting)
    left_out = f" {counted(left, 'post')} not live yet left out." if left else ""
    click.echo(f"{counted(len(posts), 'post')} written to {out}.{left_out}")


commands: list[click.Command] = [
    new,
    translate,
    rename_,
    check,
    propose,
    evidence,
    notices,
    import_,
    export,
    report,
]
