"""What a maintainer may want to know is one group of commands, to which rooms above add theirs."""

from __future__ import annotations

import click

from corpus.command import example


@click.group(
    "report", epilog=example("pprsearch report content", "pprsearch report questions --json")
)
def report() -> None:
    """Tell what a digest lacks: in its posts, and in what its readers did not find."""
