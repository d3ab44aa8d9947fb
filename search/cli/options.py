"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from corpus.cli.shared import GivenPath
from search.engine.location import INDEX_VARIABLE, Location, located

_Command = TypeVar("_Command", bound=Callable[..., Any])


def _given(text: str) -> Location:
    """The location that an option names."""
    if not text:
        raise click.BadParameter("the path is empty")
    return located(text)


def _index_option(told: str) -> Callable[[_Command], _Command]:
    """The option ``--index``, which falls back to the environment and then is ``None``."""
    return click.option(
        "--index",
        "index_dir",
        type=_given,
        envvar=INDEX_VARIABLE,
        metavar="DIR",
        help=told,
    )


index_option = _index_option("The index folder.  [default: the digest's own, in your cache folder]")
trial_index_option = _index_option("The digest's index.  [default: one built and then removed]")
semantic_option = click.option(
    "--semantic/--no-semantic",
    default=True,
    help="Search by meaning as well, where the index and the installation have it.",
)
judgments_option = click.option(
    "--judgments",
    type=GivenPath(file_okay=False, exists=True),
    metavar="DIR",
    help="The folder of the judged questions.  [default: the digest's `relevance`]",
)
