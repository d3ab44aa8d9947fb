"""Options that several commands of this room share."""

from __future__ import annotations

import click

semantic_option = click.option(
    "--semantic/--no-semantic",
    default=None,
    help="Find posts by meaning as well as by words.  [default: if the extra is installed]",
)
wait_option = click.option(
    "--wait",
    type=click.FloatRange(min=0),
    default=10.0,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait while another run holds the index.",
)
