"""Results of a search and figures of an evaluation, as the command line prints them.

The JSON keys of an evaluation are documented in ``docs/commands.md`` and must not change.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, fields
from typing import Any

import click

from corpus.digest import Digest
from corpus.evidence.facts import facts_of
from corpus.text.counting import counted
from search.evaluation.evaluation import Evaluation, Outcome
from search.results import Hit, Passage, Results


def results_lines(results: Results, digest: Digest) -> Iterator[str]:
    """Results of a search of ``digest``, for the terminal."""
    understood = results.understanding
    if understood.corrected:
        yield f"No post has all the words as typed. Results for: {understood.corrected}"
    elif understood.meant:
        yield f"Did you mean: {understood.meant}"
    if results.question.studied:
        asked = results.question
        yield f"Only studies of the years {asked.studied}, as you wrote: {asked.said_years}"
    looked = [e.term for e in understood.expansions if e.on]
    if looked:
        yield f"Also looked for: {', '.join(looked)}"
    if understood.left_out:
        yield f"Words not searched for: {', '.join(understood.left_out)}"
    if understood.unknown:
        yield f"Found in no post: {', '.join(understood.unknown)}"
    if understood.unknown_concepts:
        yield f"No post is about: {', '.join(understood.unknown_concepts)}"
    if understood.only_near:
        yield f"Only related subjects are covered, not: {', '.join(understood.only_near)}"
    if results.answered and not understood.only_near:
        yield from (f"No post speaks of both: {one}, {other}" for one, other in understood.pairs)
    yield from understood.notes
    if not results.answered:
        topics = ", ".join(topic.label for topic in results.nearest)
        nearest = "; these posts come closest." if results.hits else "."
        yield f"Nothing in this digest answers that{nearest}"
        if topics:
            yield f"Closest topics: {topics}"
    for hit in results.hits:
        yield ""
        yield from _hit(hit, digest)
    if results.hits:
        yield ""
        yield f"{counted(results.total, 'post')} in {results.seconds * 1000:.0f} ms."


def _hit(hit: Hit, digest: Digest) -> Iterator[str]:
    post = hit.post
    yield f"{hit.rank}. {_marked(hit.title)}"
    yield from (f"   {notice.told}" for notice in post.notices)
    if facts := facts_of(post, digest.kinds):
        yield f"   {facts}"
    if hit.implication:
        yield f"   For practice: {_marked(hit.implication)}"
    if hit.limit:
        yield f"   Bear in mind: {_marked(hit.limit)}"
    if hit.passage:
        yield f"   From the study: {_marked(hit.passage)}"
    posted = f"posted {post.month}" if post.month else None
    source = digest.source(post.id)
    named = source.name if source else None
    about = [named, post.research, posted, "; ".join(post.topics), post.id]
    yield f"   {' | '.join(part for part in about if part)}"
    if post.citation:
        yield f"   {post.citation}"
    for part in hit.contributions:
        yield f"   {part.value:+.2f} from {part.label}"


def _marked(passage: Passage) -> str:
    """The passage with its marks in bold; click drops the bold where stdout is no terminal."""
    pieces: list[str] = []
    at = 0
    for start, end in passage.marks:
        pieces += [passage.text[at:start], click.style(passage.text[start:end], bold=True)]
        at = end
    return "".join((*pieces, passage.text[at:]))


def evaluation_lines(done: Evaluation, semantic: bool, indexed: float) -> Iterator[str]:
    """An evaluation as a table, with the time it took."""
    yield (
        f"{'kind':<14}{'n':>6}{'nDCG@10':>9}{'MRR@10':>8}{'R@100':>7}{'S@3':>6}"
        f"{'bar':>7}{'d':>7}{'p':>8}"
    )
    for row in done.rows:
        effect = "-" if row.effect is None else f"{row.effect:.2f}"
        yield (
            f"{row.kind:<14}{row.questions:>6}{row.ndcg:>9.4f}{row.reciprocal_rank:>8.4f}"
            f"{row.recall:>7.4f}{row.success:>6.2f}{row.bar:>7.4f}{effect:>7}{row.p:>8.4f}"
        )
    if done.silent is not None and done.spoken is not None:
        yield f"No answer given: for {done.silent:.0%} of the questions that have none (right),"
        yield f"for {1 - done.spoken:.0%} of those that have one (wrong)."
    if done.blind_silent is not None and done.blind_spoken is not None:
        yield (
            "Among questions written before reading the posts: "
            f"{done.blind_silent:.0%} and {1 - done.blind_spoken:.0%}."
        )
    count = max(len(done.run), 1)
    yield (
        f"{counted(len(done.run), 'query', 'queries')} in {done.seconds:.2f} s "
        f"({done.seconds / count * 1000:.2f} ms each), indexed in {indexed:.1f} s, "
        f"semantic {'on' if semantic else 'off'}."
    )


def evaluation_as_dict(
    done: Evaluation, split: str, semantic: bool, indexed: float
) -> dict[str, Any]:
    """An evaluation for JSON."""
    return {
        "split": split,
        "semantic": semantic,
        "rows": [asdict(row) for row in done.rows],
        "silent": done.silent,
        "spoken": done.spoken,
        "blind_silent": done.blind_silent,
        "blind_spoken": done.blind_spoken,
        "queries": len(done.run),
        "seconds": round(done.seconds, 3),
        "index_seconds": round(indexed, 3),
    }


# The names of the columns.
PER_QUERY = "\t".join((*(f.name for f in fields(Outcome)), "bar_ndcg"))


def per_query_lines(done: Evaluation) -> Iterator[str]:
    """The measures of each question as tab-separated lines, below a line of column names."""
    yield PER_QUERY
    for outcome, bar in zip(done.outcomes, done.bar, strict=True):
        values = (getattr(outcome, f.name) for f in fields(Outcome))
        told = (f"{v:.4f}" if isinstance(v, float) else str(v) for v in values)
        yield "\t".join((*told, f"{bar.ndcg:.4f}"))
