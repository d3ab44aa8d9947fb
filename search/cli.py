"""The search room's commands: asking, reading on, and holding the ranking against judgments."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import click

from corpus.command import counted, digest_argument, echo_json, example, json_option
from corpus.folder import DEMO
from corpus.report import report
from search.embedded import EmbeddedEngine
from search.evaluation import Evaluation, Outcome, evaluate, relate, run_lines
from search.judgments import read_questions, read_relations
from search.place import default_index, index_option
from search.question import Question
from search.reports import forget, questions
from search.results import Hit, Passage, RelatedPost, Results
from search.synonyms import synonyms
from search.workbench import judgments_folder, opened

_SORTS = ("relevance", "newest", "oldest")

semantic_option = click.option(
    "--semantic/--no-semantic",
    default=True,
    help="Search by meaning as well, where the index and the installation have it.",
)


@click.command(
    "search",
    epilog=example(
        'pprsearch search "does therapist burnout affect patient outcomes?"',
        "pprsearch search 'alliance research:meta-analysis year:2018..2021' --limit 3",
        "pprsearch search dropout --json",
    ),
)
@click.argument("words", nargs=-1, metavar="QUESTION")
@click.option(
    "--digest",
    "digest_dir",
    type=click.Path(path_type=Path),
    envvar="PPRSEARCH_DIGEST",
    default=DEMO,
    help="The digest whose index is asked.  [default: the demo digest]",
)
@index_option
@click.option("--limit", type=click.IntRange(1, 100), default=5, show_default=True)
@click.option("--sort", type=click.Choice(_SORTS), default="relevance", show_default=True)
@click.option("--expand/--no-expand", default=True, help="Look for like words as well.")
@click.option("--explain", is_flag=True, help="Tell what each hit's place is made of.")
@semantic_option
@json_option
def search(
    words: tuple[str, ...],
    digest_dir: Path,
    index_dir: Path | None,
    limit: int,
    sort: Any,
    expand: bool,
    explain: bool,
    semantic: bool,
    as_json: bool,
) -> None:
    """Answer a question from the digest: what it means for practice, from which study."""
    engine = _engine(digest_dir, index_dir, semantic)
    results = engine.search(
        Question.parse(" ".join(words)), limit=limit, sort=sort, expand=expand, explain=explain
    )
    if as_json:
        echo_json(results_as_dict(results))
        return
    for line in _told(results):
        click.echo(line)


@click.command(
    "related",
    epilog=example("pprsearch related 2021-07-therapists-burn-out-patients-worse --json"),
)
@click.argument("post_id", metavar="POST")
@click.option(
    "--digest",
    "digest_dir",
    type=click.Path(path_type=Path),
    envvar="PPRSEARCH_DIGEST",
    default=DEMO,
    help="The digest whose index is asked.  [default: the demo digest]",
)
@index_option
@json_option
def related(post_id: str, digest_dir: Path, index_dir: Path | None, as_json: bool) -> None:
    """Name the posts that lead on from one, with the reason of each."""
    found = _engine(digest_dir, index_dir, semantic=False).related(post_id)
    if as_json:
        echo_json(
            {
                "post": post_id,
                "closest": [_related_as_dict(r) for r in found.closest],
                "across": [_related_as_dict(r) for r in found.across],
            }
        )
        return
    for heading, posts in (("Closest", found.closest), ("From other topics", found.across)):
        click.echo(heading if posts else f"{heading}: none")
        for one in posts:
            click.echo(f"  {one.post.title} ({one.post.month or one.post.id}). {one.reason}")


@click.command(
    "evaluate",
    epilog=example(
        "pprsearch evaluate",
        "pprsearch evaluate ../shared/data/nfcorpus --split dev --no-semantic",
        "pprsearch evaluate ../shared/data/nfcorpus --related",
    ),
)
@digest_argument()
@click.option("--split", default="dev", show_default=True, help="Which half of the judgments.")
@click.option("--related", "by_related", is_flag=True, help="Evaluate related posts instead.")
@click.option(
    "--judgments",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder of the judgments.  [default: the collection's, or the digest's `relevance`]",
)
@click.option("--run-file", type=click.Path(path_type=Path), help="Write the rankings, TREC form.")
@click.option("--per-query", type=click.Path(path_type=Path), help="Write a line a question.")
@index_option
@semantic_option
@json_option
def evaluate_(
    digest_dir: Path,
    split: str,
    by_related: bool,
    judgments: Path | None,
    run_file: Path | None,
    per_query: Path | None,
    index_dir: Path | None,
    semantic: bool,
    as_json: bool,
) -> None:
    """Hold the ranking against judgments: nDCG@10, MRR@10, recall@100, success@3.

    The digest or BEIR collection is indexed into a folder that is removed at the end, unless
    --index names an index of it. Beside each nDCG stands that of the bar, BM25 alone (for related
    posts, TF-IDF cosine), with how likely chance alone makes the difference.
    """
    folder = judgments or judgments_folder(digest_dir)
    questions = () if by_related else read_questions(folder, split)
    relations = read_relations(folder, split) if by_related else ()
    started = time.perf_counter()
    with opened(digest_dir, index_dir, semantic) as reader:
        indexed = time.perf_counter() - started
        done = relate(reader, relations) if by_related else evaluate(reader, questions)
        semantic = reader.semantic
    if run_file:
        run_file.write_text("\n".join(run_lines(done.run)) + "\n", "utf-8")
    if per_query:
        per_query.write_text("\n".join(_per_query(done)) + "\n", "utf-8")
    if as_json:
        echo_json(_evaluation_as_dict(done, split, semantic, indexed))
        return
    for line in _table(done, semantic, indexed):
        click.echo(line)


def _engine(digest_dir: Path, index_dir: Path | None, semantic: bool) -> EmbeddedEngine:
    engine = EmbeddedEngine.open(index_dir or default_index(digest_dir), semantic=semantic)
    for note in engine.health:
        click.echo(note, err=True)
    return engine


def _told(results: Results) -> Iterator[str]:
    """Results as a person reads them."""
    understood = results.understanding
    if understood.corrected:
        yield f"Nothing was found as typed; these answer: {understood.corrected}"
    elif understood.meant:
        yield f"Did you mean: {understood.meant}"
    looked = [e.term for e in understood.expansions if e.on]
    if looked:
        yield f"Also looked for: {', '.join(looked)}"
    if understood.left_out:
        yield f"Left out: {', '.join(understood.left_out)}"
    if understood.unknown:
        yield f"In no post: {', '.join(understood.unknown)}"
    yield from understood.notes
    if not results.answered:
        topics = ", ".join(topic.label for topic in results.nearest)
        nearest = "; these posts come nearest." if results.hits else "."
        yield f"Nothing in this digest answers that{nearest}"
        if topics:
            yield f"Nearest topics: {topics}"
    for hit in results.hits:
        yield ""
        yield from _hit(hit)
    if results.hits:
        yield ""
        yield f"{counted(results.total, 'post')} in {results.seconds * 1000:.0f} ms."


def _hit(hit: Hit) -> Iterator[str]:
    post = hit.post
    yield f"{hit.rank}. {_marked(hit.title)}"
    if hit.implication:
        yield f"   For practice: {_marked(hit.implication)}"
    if hit.passage:
        yield f"   From the study: {_marked(hit.passage)}"
    about = [post.research, post.month, "; ".join(post.topics), post.id]
    yield f"   {' | '.join(part for part in about if part)}"
    if post.citation:
        yield f"   {post.citation}"
    for part in hit.contributions:
        yield f"   {part.value:+.2f} from {part.label}"


def _marked(passage: Passage) -> str:
    """The passage with its marks bold on a terminal; click takes them out elsewhere."""
    pieces: list[str] = []
    at = 0
    for start, end in passage.marks:
        pieces += [passage.text[at:start], click.style(passage.text[start:end], bold=True)]
        at = end
    return "".join((*pieces, passage.text[at:]))


def results_as_dict(results: Results) -> dict[str, Any]:
    """Results for JSON; the keys are documented and stay."""
    understood = results.understanding
    return {
        "question": results.question.text,
        "answered": results.answered,
        "total": results.total,
        "understanding": {
            **asdict(understood),
            "expansions": [asdict(e) for e in understood.expansions],
        },
        "hits": [
            {
                "rank": hit.rank,
                "score": round(hit.score, 4),
                "id": hit.post.id,
                "title": hit.post.title,
                "month": hit.post.month,
                "topics": list(hit.post.topics),
                "research": hit.post.research,
                "citation": hit.post.citation,
                "doi": hit.post.doi,
                "implication": _passage_as_dict(hit.implication),
                "passage": _passage_as_dict(hit.passage),
                "words": list(hit.words),
                "contributions": [asdict(c) for c in hit.contributions],
            }
            for hit in results.hits
        ],
        "facets": {
            f.name: [asdict(v) for v in getattr(results.facets, f.name)]
            for f in fields(results.facets)
        },
        "nearest": [asdict(v) for v in results.nearest],
        "generation": results.generation,
        "seconds": round(results.seconds, 4),
    }


def _passage_as_dict(passage: Passage | None) -> dict[str, Any] | None:
    if passage is None:
        return None
    return {"text": passage.text, "marks": [list(m) for m in passage.marks]}


def _related_as_dict(one: RelatedPost) -> dict[str, Any]:
    return {
        "id": one.post.id,
        "title": one.post.title,
        "reason": one.reason,
        "score": round(one.score, 4),
    }


def _table(done: Evaluation, semantic: bool, indexed: float) -> Iterator[str]:
    yield f"{'kind':<14}{'n':>6}{'nDCG@10':>9}{'MRR@10':>8}{'R@100':>7}{'S@3':>6}{'bar':>7}{'p':>8}"
    for row in done.rows:
        yield (
            f"{row.kind:<14}{row.questions:>6}{row.ndcg:>9.4f}{row.reciprocal_rank:>8.4f}"
            f"{row.recall:>7.4f}{row.success:>6.2f}{row.bar:>7.4f}{row.p:>8.4f}"
        )
    if done.silent is not None and done.spoken is not None:
        yield f"Told to have no answer: {done.silent:.0%} of the questions without one,"
        yield f"{1 - done.spoken:.0%} of those with one."
    count = max(len(done.run), 1)
    yield (
        f"{counted(len(done.run), 'query', 'queries')} in {done.seconds:.2f} s "
        f"({done.seconds / count * 1000:.2f} ms each), indexed in {indexed:.1f} s, "
        f"semantic {'on' if semantic else 'off'}."
    )


def _evaluation_as_dict(
    done: Evaluation, split: str, semantic: bool, indexed: float
) -> dict[str, Any]:
    return {
        "split": split,
        "semantic": semantic,
        "rows": [asdict(row) for row in done.rows],
        "silent": done.silent,
        "spoken": done.spoken,
        "queries": len(done.run),
        "seconds": round(done.seconds, 3),
        "index_seconds": round(indexed, 3),
    }


def _per_query(done: Evaluation) -> Iterator[str]:
    yield "\t".join((*(f.name for f in fields(Outcome)), "bar_ndcg"))
    for outcome, bar in zip(done.outcomes, done.bar, strict=True):
        values = (getattr(outcome, f.name) for f in fields(Outcome))
        told = (f"{v:.4f}" if isinstance(v, float) else str(v) for v in values)
        yield "\t".join((*told, f"{bar.ndcg:.4f}"))


for _report in (questions, forget):
    report.add_command(_report)

commands: list[click.Command] = [search, related, evaluate_, synonyms]
