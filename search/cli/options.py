"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from corpus.cli.shared import GivenPath
from search.engine.location import INDEX_VARIABLE, Location, located
from search.errors import LocationUnknown

_Command = TypeVar("_Command", bound=Callable[..., Any])


def _given(text: str) -> Location:
    """The location of an index given to an option."""
    if not text:
        raise click.BadParameter("the path is empty")
    try:
        return located(text)
    except LocationUnknown as error:
        raise click.BadParameter(f"{error}. {error.hint}") from None


def _index_option(told: str) -> Callable[[_Command], _Command]:
    """The option ``--index``: as given, else from the environment, else ``None``."""
    return click.option(
        "--index",
        "index_dir",
        type=_given,
        envvar=INDEX_VARIABLE,
        metavar="DIR",
        help=told,
    )


index_option = _index_option("The index folder.  [default: the digest's, in your cache folder]")
trial_index_option = _index_option("The digest's index.  [default: a temporary one]")
semantic_option = click.option(
    "--semantic/--no-semantic",
    default=True,
    help="Search by meaning too, if the index and this installation support it.",
)
language_option = click.option(
    "--lang",
    "language",
    default="",
    metavar="TAG",
    help="The reader's language, such as fr: posts are shown in it where they are translated.",
)
judgments_option = click.option(
    "--judgments",
    type=GivenPath(file_okay=False, exists=True),
    metavar="DIR",
    help="The folder of the judged questions.  [default: the digest's `relevance`]",
)
