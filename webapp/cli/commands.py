"""The whole command line, and the command `serve`."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from datetime import date
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from corpus.cli.shared import Failure, digest_argument, example
from corpus.folder.images import images_folder
from search.cli.options import index_option, semantic_option
from search.engine.location import Location, folder_of, notes_folder, standing_index
from search.errors import SearchError
from webapp.cli.assistants import mcp, need_mcp
from webapp.cli.options import origins_given, site_option
from webapp.cli.program import PprSearch
from webapp.cli.written import newsletter_, site_

if TYPE_CHECKING:
    import socket

    from flask import Flask

    from search.engine.seam import Engine
    from webapp.pages.maintain import Maintenance

# Tokens come from the environment only: an option can be read in the list of processes.
GATE_VARIABLE = "PPRSEARCH_TOKEN"
WHERE_DOCS_ARE = """\
Documentation: README.md and docs/ in the repository.
Help on one command: pprsearch COMMAND --help
Completion: eval "$(_PPRSEARCH_COMPLETE=bash_source pprsearch)"; or zsh_source, fish_source."""
# The only addresses on which a preview is served.
LOCAL_HOSTS = ("127.0.0.1", "::1", "localhost")
METRICS_VARIABLE = "PPRSEARCH_METRICS_TOKEN"

_OTHER_PORT = "Choose another with --port, or 0 for any free one."
_OTHER_PORT_OF_MAKE = "Choose another with PORT, as in: make serve PORT=8080"


@click.group(
    "pprsearch",
    cls=PprSearch,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=f"{example('pprsearch index', 'pprsearch serve')}\n\n\b\n{WHERE_DOCS_ARE}",
)
@click.version_option(package_name="pprsearch", message="pprsearch %(version)s")
def main() -> None:
    """Full-text search and recommendations for a practice-research digest."""


@click.command(
    epilog=example(
        "pprsearch serve",
        "pprsearch serve my-digest --port 8080",
        "pprsearch serve --host 0.0.0.0 --workers 4 --index /srv/pprsearch/index",
        "pprsearch serve --site https://digest.example.org --embed-on https://www.example.org",
        "pprsearch serve my-digest --preview",
    )
)
@digest_argument()
@index_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The port to listen on; 0 takes any free one.",
)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="How many processes answer requests; more than there are processors do not help.",
)
@semantic_option
@site_option
@click.option(
    "--embed-on",
    "embed_on",
    multiple=True,
    metavar="ORIGIN",
    callback=origins_given,
    envvar="PPRSEARCH_EMBED_ON",
    help="A site whose pages may embed the search box and related posts. Repeat it for several.",
)
@click.option(
    "--trust-proxy",
    type=click.IntRange(0, 10),
    default=0,
    show_default=True,
    envvar="PPRSEARCH_TRUST_PROXY",
    help="How many proxies stand in front of the server, whose X-Forwarded-* headers are trusted.",
)
@click.option(
    "--preview",
    is_flag=True,
    help="Show drafts and posts with a later date too, marked, and only on this machine.",
)
@click.option(
    "--mcp",
    "assistants",
    is_flag=True,
    help="Let assistants search at /mcp (Model Context Protocol).",
)
@click.option("--json-log", is_flag=True, help="Log as JSON, with a line for each request.")
@click.pass_context
def serve(
    context: click.Context,
    digest_dir: Path,
    index_dir: Location | None,
    host: str,
    port: int,
    workers: int,
    semantic: bool,
    site: str,
    embed_on: tuple[str, ...],
    trust_proxy: int,
    preview: bool,
    assistants: bool,
    json_log: bool,
) -> None:
    """Serve a digest's index as web pages and JSON.

    Stop it with Ctrl-C or SIGTERM. When an index run publishes a new generation, the server shows
    it without a restart. With --preview it serves the digest's files as they are now, from a
    temporary index.
    """
    if preview:
        if host not in LOCAL_HOSTS:
            hosts = ", ".join(LOCAL_HOSTS)
            raise click.UsageError(
                f"--preview serves this machine only; --host must be one of: {hosts}."
            )
        context.exit(_preview(digest_dir, host, port))
    # Imported here: the server's libraries take a while, and no other command needs them.
    from webapp.http.logs import as_json

    index = standing_index(digest_dir, index_dir)
    if assistants:
        need_mcp()
    maintenance = _maintenance(digest_dir, index)
    listening = _listening(host, port)
    config = {
        "SITE": site,
        "EMBED_ON": embed_on,
        "NOTES": notes_folder(index),
        "MAINTENANCE": maintenance,
        "METRICS": _token(METRICS_VARIABLE),
        "IMAGES": images_folder(digest_dir),
        "LOG_ANSWERS": json_log,
        "MCP": assistants,
        "TRUST_PROXY": trust_proxy,
    }
    if json_log:
        as_json()

    def make_app(anyway: bool = False) -> Flask:
        return app_of(index, semantic, config, anyway)

    with listening, _shared_counts() if config["METRICS"] else nullcontext():
        context.exit(_run(listening, index, make_app, workers))


def _preview(digest_dir: Path, host: str, port: int) -> int:
    """Serve a digest with its drafts and later posts, from an index that is removed at the end."""
    from indexer.preview import kept_up_to_date, publish_preview

    listening = _listening(host, port)
    # Other host names are refused: a foreign site could point one of its names at this machine
    # (DNS rebinding) and so let its scripts read the drafts.
    images = images_folder(digest_dir)
    config = {"PREVIEW": date.today, "IMAGES": images, "TRUSTED_HOSTS": [*LOCAL_HOSTS, "[::1]"]}
    with listening, TemporaryDirectory(prefix="pprsearch-preview-") as folder:
        index = Path(folder, "index")
        publish_preview(digest_dir, index, lambda line: click.echo(line, err=True))

        def make_app(anyway: bool = False) -> Flask:
            return app_of(index, False, config, anyway)

        with kept_up_to_date(digest_dir, index):
            return _run(listening, index, make_app, 1, " with drafts and later posts")


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens there. If the port is taken, the failure says how to choose another."""
    from webapp.http.listening import listen

    try:
        return listen(host, port)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Failure(
            f"Can't listen on {host}, port {port}: {reason}",
            _OTHER_PORT_OF_MAKE if "MAKELEVEL" in os.environ else _OTHER_PORT,
        ) from None


def _run(
    listening: socket.socket,
    index: Location,
    make_app: Callable[[bool], Flask],
    workers: int,
    how: str = "",
) -> int:
    """Serve until stopped, and return the exit status; ``how`` follows the printed address."""
    from search.engine.open import load_engine
    from webapp.http.listening import TooFewFiles, url_of
    from webapp.http.serving import Server

    def ready() -> None:
        click.echo(f"PPR Search answers on {url_of(listening)}{how} (stop with Ctrl-C)")

    # Loaded before the workers are forked, which then start sooner and share the memory. What the
    # garbage collector looks at is not shared.
    import_module("webapp.app")
    # If no engine reads that address, the first worker says so.
    with suppress(SearchError):
        load_engine(index)
    gc.freeze()
    try:
        server = Server(listening, make_app, workers)
    except TooFewFiles as error:
        raise Failure(str(error).capitalize(), "Allow more with: ulimit -n 4096") from None
    return server.run(ready)


def _token(variable: str) -> str:
    """The token in an environment variable, or "". Fails if it is too short."""
    from webapp.http.guard import SHORTEST

    token = os.environ.get(variable, "")
    if token and len(token) < SHORTEST:
        raise Failure(
            f"The token in {variable} is shorter than {SHORTEST} characters",
            "Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe())'",
        )
    return token


@contextmanager
def _shared_counts() -> Iterator[None]:
    """A temporary folder in which all worker processes keep their counters for the metrics."""
    with TemporaryDirectory(prefix="pprsearch-metrics-") as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        yield


def _maintenance(digest_dir: Path, index: Location) -> Maintenance | None:
    """The settings of the maintainer's pages; ``None`` without a token, which leaves them out."""
    from webapp.pages.maintain import Maintenance

    token = _token(GATE_VARIABLE)
    if not token:
        return None
    return Maintenance(token, digest_dir.resolve(), folder_of(index).resolve())


def app_of(
    index: Location, semantic: bool, config: Mapping[str, Any] | None = None, anyway: bool = False
) -> Flask:
    """The web app over an index. If it can't be opened, prints why on stderr and exits with 1.

    With ``anyway`` the app is made nevertheless, and answers 503 until the index can be opened.
    """
    from search.engine.open import open_engine
    from webapp.app import create_app
    from webapp.http.standby import Standby

    def opened() -> Engine:
        return open_engine(index, semantic=semantic)

    try:
        engine = Standby(opened) if anyway else opened()
    except (SearchError, OSError) as error:
        hint = getattr(error, "hint", "")
        click.echo(f"Error: {str(error).rstrip('.')}. {hint}".strip(), err=True)
        raise SystemExit(1) from None
    return create_app(engine, config)


for command in (serve, mcp, site_, newsletter_):
    main.add_command(command)
