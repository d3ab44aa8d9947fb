"""The command `evidence`: fields of a study proposed from the text of its post."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import click

from corpus.cli.post_argument import post_named
from corpus.cli.shared import digest_option, echo_json, example, json_option
from corpus.evidence.study import Effect
from corpus.findings.propose import Proposed, propose_study
from corpus.folder.write import group_line
from corpus.json_values import to_json
from corpus.text.counting import counted


@click.command(
    epilog=example(
        "pprsearch evidence 2020-11-clients-who-do-homework-do-better",
        "pprsearch evidence my-digest/posts/2024-05-mending-ruptures.md --json",
    )
)
@click.argument("post")
@digest_option("of the post, if POST is an id")
@json_option
def evidence(post: str, digest_dir: Path, as_json: bool) -> None:
    """Propose the fields of a post's study from its text, for you to confirm.

    POST is a post's file or its id. Proposed are numbers of studies and participants, and effects
    with their figures, each below the sentence that states it. Nothing is written: copy what is
    right, and add intervention, comparator and outcome.
    """
    named = post_named(post, digest_dir)
    found = propose_study(named)
    if as_json:
        told = {"new": found.new, "known": found.known}
        echo_json({"post": named.id, **{k: [_as_json(one) for one in v] for k, v in told.items()}})
        return
    for line in _front_matter(found.new):
        click.echo(line)
    click.echo(
        f"{counted(len(found.new), 'proposal')} to confirm; {len(found.known):,} more that the "
        "post has already.",
        err=True,
    )


def _front_matter(found: Sequence[Proposed]) -> Iterator[str]:
    """The proposals as front matter, each below the sentence that states it."""
    counts = [one for one in found if not isinstance(one.value, Effect)]
    effects = [one for one in found if isinstance(one.value, Effect)]
    if found:
        yield "study:"
    for sentence, stated in groupby(counts, lambda one: one.sentence):
        yield f"  # {sentence}"
        yield from (f"  {one.field}: {one.value}" for one in stated)
    if effects:
        yield "  effects:"
    for sentence, stated in groupby(effects, lambda one: one.sentence):
        yield f"    # {sentence}"
        yield from (f"    - {group_line(one.value)}" for one in stated)


def _as_json(one: Proposed) -> dict[str, object]:
    value = to_json(one.value) if isinstance(one.value, Effect) else one.value
    return {"field": one.field, "value": value, "sentence": one.sentence}
