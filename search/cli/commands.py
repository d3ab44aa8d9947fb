"""The commands `search`, `related` and `evaluate`."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import click

from corpus.cli.report import report
from corpus.cli.shared import (
    Failure,
    GivenPath,
    digest_argument,
    digest_option,
    echo_json,
    example,
    json_option,
)
from corpus.folder.settings.judged import QUESTIONS, judgments_folder
from search.cli.models import model_
from search.cli.options import (
    index_option,
    judgments_option,
    language_option,
    semantic_option,
    trial_index_option,
)
from search.cli.printout import (
    PER_QUERY,
    evaluation_as_dict,
    evaluation_lines,
    per_query_lines,
    results_lines,
)
from search.cli.reports import forget, questions
from search.cli.synonyms import synonyms
from search.cli.workbench import opened
from search.engine.location import Location, standing_index
from search.engine.open import open_engine
from search.engine.seam import Snapshot
from search.errors import PostMissing
from search.evaluation.evaluation import evaluate, relate
from search.evaluation.judgments import of_posts, read_questions, read_relations
from search.evaluation.runs import is_run, read_run, run_lines
from search.question import Question
from search.results import SearchOptions
from search.shapes.shaping import Shapes

_SORTS = ("relevance", "newest", "oldest")


@click.command(
    "search",
    epilog=example(
        'pprsearch search "does therapist burnout affect patient outcomes?"',
        "pprsearch search 'alliance research:meta-analysis year:2018..2021' --limit 3",
        "pprsearch search dropout --json",
        'pprsearch search "réparer une rupture" --lang fr',
    ),
)
@click.argument("words", nargs=-1, metavar="QUESTION")
@digest_option("to search")
@index_option
@click.option(
    "--limit",
    type=click.IntRange(1, 100),
    default=5,
    show_default=True,
    help="How many posts to show.",
)
@click.option(
    "--sort",
    type=click.Choice(_SORTS),
    default="relevance",
    show_default=True,
    help="The order of the posts.",
)
@click.option(
    "--expand/--no-expand", default=True, help="Search for synonyms and related terms too."
)
@click.option("--explain", is_flag=True, help="Show how the score of each post is made up.")
@language_option
@semantic_option
@json_option
def search(
    words: tuple[str, ...],
    digest_dir: Path,
    index_dir: Location | None,
    limit: int,
    sort: Any,
    expand: bool,
    explain: bool,
    language: str,
    semantic: bool,
    as_json: bool,
) -> None:
    """Search the digest: the posts that answer a question, with their practice implications."""
    options = SearchOptions(
        limit=limit, sort=sort, expand=expand, explain=explain, language=language
    )
    with _standing(digest_dir, index_dir, semantic) as snapshot:
        _check_language(language, snapshot)
        results = snapshot.search(Question.parse(" ".join(words)), options)
        digest, shapes = snapshot.digest, Shapes(snapshot.digest)
    if as_json:
        echo_json(asdict(shapes.results(results, limit, language=language)))
        return
    for line in results_lines(results, digest):
        click.echo(line)


@click.command(
    "related",
    epilog=example("pprsearch related 2021-07-therapists-burn-out-patients-worse --json"),
)
@click.argument("post_id", metavar="POST")
@digest_option("of the post")
@index_option
@language_option
@json_option
def related(
    post_id: str, digest_dir: Path, index_dir: Location | None, language: str, as_json: bool
) -> None:
    """List the posts related to a post, with the reason for each.

    POST is the id of a post.
    """
    with _standing(digest_dir, index_dir, semantic=False) as snapshot:
        _check_language(language, snapshot)
        post_id = snapshot.moved(post_id) or post_id
        found = snapshot.related(post_id)
        shapes = Shapes(snapshot.digest)
    if as_json:
        echo_json(asdict(shapes.related(post_id, found)))
        return
    for heading, posts in (("Closest", found.closest), ("From other topics", found.across)):
        click.echo(heading if posts else f"{heading}: none")
        for one in posts:
            title, when = one.post.told_in(language).title, one.post.month or one.post.id
            click.echo(f"  {title} ({when}). {one.reason}")


@click.command(
    "evaluate",
    epilog=example(
        "pprsearch evaluate",
        "pprsearch evaluate ../shared/data/nfcorpus --split dev --no-semantic",
        "pprsearch evaluate ../shared/data/nfcorpus --related",
        "pprsearch evaluate --against before.run",
    ),
)
@digest_argument()
@click.option(
    "--split",
    default="dev",
    show_default=True,
    help="Which split of the judgments: dev, test or all.",
)
@click.option(
    "--related", "by_related", is_flag=True, help="Evaluate related posts instead of search."
)
@judgments_option
@click.option(
    "--against",
    type=GivenPath(exists=True, dir_okay=False),
    metavar="RUN",
    help="Compare with the rankings in this TREC run file.  [default: BM25 alone]",
)
@click.option("--run-file", type=GivenPath(), help="Write the rankings to this TREC run file.")
@click.option(
    "--per-query", type=GivenPath(), help="Write the measures of each question to this file."
)
@trial_index_option
@semantic_option
@json_option
def evaluate_(
    digest_dir: Path,
    split: str,
    by_related: bool,
    judgments: Path | None,
    against: Path | None,
    run_file: Path | None,
    per_query: Path | None,
    index_dir: Location | None,
    semantic: bool,
    as_json: bool,
) -> None:
    """Measure the ranking against judgments: nDCG@10, MRR@10, recall@100, success@3.

    DIGEST_DIR is a digest or a collection in BEIR's format. It is indexed into a temporary folder,
    unless --index names an index of it. Each nDCG is compared with a baseline ("bar"): BM25 alone,
    TF-IDF cosine for related posts, or the rankings of --against. d is the size of the difference,
    p the probability of one as large by chance.
    """
    for file, is_one in ((run_file, is_run), (per_query, _is_per_query)):
        if file is not None:
            _check_writable(file, is_one)
    if not digest_dir.exists():
        raise Failure(f"There is no {digest_dir}", "Name the folder of a digest or a collection.")
    folder = judgments or judgments_folder(digest_dir)
    questions = () if by_related else read_questions(folder, split)
    relations = read_relations(folder, split) if by_related else ()
    bar = read_run(against) if against else None
    started = time.perf_counter()
    with opened(digest_dir, index_dir, semantic) as snapshot:
        indexed = time.perf_counter() - started
        if by_related:
            done = relate(snapshot, relations, bar)
        else:
            # A collection may judge posts that it leaves out on purpose.
            if (folder / QUESTIONS).exists():
                questions, missing = of_posts(questions, partial(_id_now, snapshot))
                for post in missing:
                    click.echo(f"There is no post {post}, so its grades are left out.", err=True)
            done = evaluate(snapshot, questions, against=bar)
        semantic = snapshot.semantic
    if run_file:
        run_file.write_text("\n".join(run_lines(done.run)) + "\n", "utf-8")
    if per_query:
        per_query.write_text("\n".join(per_query_lines(done)) + "\n", "utf-8")
    if as_json:
        echo_json(evaluation_as_dict(done, split, semantic, indexed))
        return
    for line in evaluation_lines(done, semantic, indexed):
        click.echo(line)


def _check_writable(file: Path, is_one: Callable[[Path], bool]) -> None:
    """Refuse a file that can't be written at the end, or holds anything else than such a file."""
    if not file.parent.is_dir():
        raise Failure(f"There is no folder {file.parent}", "Make it, or name another file.")
    if file.exists() and not is_one(file):
        raise Failure(f"{file} exists already and is another kind of file", "Name another file.")


def _is_per_query(file: Path) -> bool:
    with file.open("rb") as lines:
        return lines.readline().decode("utf-8", "replace").strip() in ("", PER_QUERY)


def _id_now(snapshot: Snapshot, post_id: str) -> str | None:
    """The id of a post, which may be named by one that it had before; ``None`` if there is none."""
    try:
        return snapshot.post(post_id).id
    except PostMissing:
        return snapshot.moved(post_id)


@contextmanager
def _standing(digest_dir: Path, index: Location | None, semantic: bool) -> Iterator[Snapshot]:
    """The live generation of an index; notes on its health are printed on stderr."""
    # What an engine logs as it opens is in its notes as well, and would be printed twice.
    log, nowhere = logging.getLogger("search"), logging.NullHandler()
    log.addHandler(nowhere)
    try:
        engine = open_engine(standing_index(digest_dir, index), semantic=semantic)
    finally:
        log.removeHandler(nowhere)
    with closing(engine):
        for note in engine.health:
            click.echo(note, err=True)
        yield engine.now()


def _check_language(language: str, snapshot: Snapshot) -> None:
    known = snapshot.digest.languages
    if language and language not in known:
        listed = ", ".join(known)
        raise Failure(f'This digest is not in "{language}"', f"Its languages are: {listed}.")


for _report in (questions, forget):
    report.add_command(_report)

commands: list[click.Command] = [search, related, evaluate_, synonyms, model_]
