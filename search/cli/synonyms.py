"""The commands `synonyms test` and `synonyms suggest`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpus.cli.shared import (
    Failure,
    digest_argument,
    digest_option,
    echo_json,
    example,
    json_option,
)
from corpus.text.counting import counted
from search.cli.options import judgments_option, semantic_option, trial_index_option

if TYPE_CHECKING:
    from search.engine.location import Location
    from search.vocabulary.trial import Answer, Move, Placed, Trial


@click.group("synonyms", epilog=example('pprsearch synonyms test "CBT for insomnia"'))
def synonyms() -> None:
    """Try out the vocabulary in synonyms.toml, and propose entries for it."""


@synonyms.command(
    "test",
    epilog=example(
        'pprsearch synonyms test "CBT for insomnia"',
        "pprsearch synonyms test dropout --digest my-digest --no-semantic",
    ),
)
@click.argument("words", nargs=-1, required=True, metavar="QUESTION")
@digest_option("whose vocabulary is tested")
@judgments_option
@trial_index_option
@semantic_option
@json_option
def test_(
    words: tuple[str, ...],
    digest_dir: Path,
    judgments: Path | None,
    index_dir: Location | None,
    semantic: bool,
    as_json: bool,
) -> None:
    """Show how each group of equal terms changes the answer to a question.

    The digest's files are used as they are now, so a change of synonyms.toml shows before it is
    indexed; with --index, that index is used. For a judged question, grades are shown too.
    """
    from search.cli.workbench import opened
    from search.question import Question
    from search.vocabulary.trial import trial

    question = Question.parse(" ".join(words))
    grades = _grades(question.text, judgments, digest_dir)
    with opened(digest_dir, index_dir, semantic) as snapshot:
        tried = trial(snapshot, question, grades)
    if as_json:
        echo_json(asdict(tried))
        return
    for line in _told(tried):
        click.echo(line)


@synonyms.command(
    "suggest",
    epilog=example("pprsearch synonyms suggest", "pprsearch synonyms suggest my-digest --limit 10"),
)
@digest_argument()
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=25,
    show_default=True,
    help="How many groups and how many phrases to propose.",
)
@click.option(
    "--semantic/--no-semantic",
    default=True,
    help="Propose terms of similar meaning too, if the semantic extra is installed.",
)
@json_option
def suggest(digest_dir: Path, limit: int, semantic: bool, as_json: bool) -> None:
    """Propose groups of equal terms, with the evidence, as TOML to copy from.

    They come from the digest's own text: abbreviations that a post defines, terms of similar
    meaning, and words that often stand side by side. Nothing is written: you decide.
    """
    from corpus.folder.read import read_corpus
    from search.index import embedding
    from search.vocabulary.groups import propose, toml_lines

    reading = read_corpus(digest_dir)
    if reading.faults:
        raise Failure(str(reading.faults[0]), f"({counted(len(reading.faults), 'error')} in all)")
    embedders, note = embedding.found() if semantic else (None, None)
    if semantic and embedders is None:
        told = note or "The semantic extra is not installed"
        click.echo(f"{told.rstrip('.')}: no terms of similar meaning are proposed.", err=True)
    found = propose(reading.digest, embedders.alike if embedders else None)
    found = replace(found, groups=found.groups[:limit], phrases=found.phrases[:limit])
    if as_json:
        echo_json(asdict(found))
        return
    for line in toml_lines(found):
        click.echo(line)


def _grades(question: str, folder: Path | None, digest_dir: Path) -> dict[str, int] | None:
    """The grades of the question's posts; None if it is not a judged question."""
    from corpus.folder.settings.judged import QUESTIONS, judgments_folder
    from corpus.text.folding import folded
    from search.errors import JudgmentsMissing
    from search.evaluation.judgments import read_questions

    place = folder or judgments_folder(digest_dir)
    if not (place / QUESTIONS).is_file():
        if folder:
            raise JudgmentsMissing(f"{folder} has no {QUESTIONS}")
        return None
    for judged in read_questions(place, "all"):
        if folded(judged.text) == folded(question):
            return dict(judged.grades)
    return None


def _told(tried: Trial) -> Iterator[str]:
    """A trial of the vocabulary, for the terminal."""
    yield from _answer("With all groups", tried.whole)
    if not tried.groups:
        yield ""
        yield "No group of the vocabulary adds anything to this question."
        return
    yield ""
    yield from _answer("Without any group", tried.plain)
    first = {group.words: group for group in reversed(tried.groups)}
    for group in tried.groups:
        added = tried.whole.total - group.without.total
        # A single term of a group is shown only if it changes something by itself.
        if not (added or group.moves) and group is not first[group.words]:
            continue
        yield ""
        yield f'"{group.words}" also searches for {", ".join(group.terms)}'
        if group.without.ndcg is not None and tried.whole.ndcg is not None:
            yield f"  nDCG@10 {group.without.ndcg:.3f} without, {tried.whole.ndcg:.3f} with"
        if added:
            yield f"  {counted(added, 'post')} found only by this group"
        if not group.moves:
            yield "  the first five posts stay the same"
        for move in group.moves:
            yield f"  {_move(move)}"


def _answer(heading: str, answer: Answer) -> Iterator[str]:
    judged = "" if answer.ndcg is None else f", nDCG@10 {answer.ndcg:.3f}"
    yield f"{heading} ({counted(answer.total, 'post')}{judged})"
    for placed in answer.first:
        yield f"  {placed.place}. {placed.title}{_grade(placed)}"


def _move(move: Move) -> str:
    places = " to ".join("below" if p is None else str(p) for p in (move.without, move.place))
    return f"{places}: {move.title}{_grade(move)}"


def _grade(post: Placed | Move) -> str:
    return "" if post.grade is None else f" [grade {post.grade}]"
