"""The command `mcp`, with which an assistant searches and reads the digest."""

from __future__ import annotations

from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import click

from corpus.cli.shared import Failure, digest_argument, example
from corpus.errors import to_install
from search.cli.options import index_option, semantic_option
from search.engine.location import Location, standing_index
from webapp.cli.options import site_option


@click.command(
    epilog=example(
        "pprsearch mcp",
        "pprsearch mcp my-digest --site https://digest.example.org",
    )
)
@digest_argument()
@index_option
@semantic_option
@site_option
def mcp(digest_dir: Path, index_dir: Location | None, semantic: bool, site: str) -> None:
    """Let an assistant search and read the digest (Model Context Protocol, on stdin and stdout).

    You do not run this yourself: the assistant's program starts it. It needs the extra "mcp".
    """
    index = standing_index(digest_dir, index_dir)
    need_mcp()
    from search.engine.open import open_engine
    from webapp.api.mcp import make_server

    with closing(open_engine(index, semantic=semantic)) as engine:
        make_server(engine, site).run()


def need_mcp() -> None:
    """Raise a failure that says what to install if the MCP library is missing."""
    if not find_spec("mcp"):
        raise Failure("The library for assistants (mcp) is not installed", to_install("mcp"))
