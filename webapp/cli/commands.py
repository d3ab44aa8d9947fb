"""The whole command line, and the commands `serve` and `mcp`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, nullcontext
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from corpus.cli.shared import Failure, digest_argument, example
from corpus.errors import to_install
from corpus.folder.images import images_folder
from search.cli.options import index_option, semantic_option
from search.engine.location import Location, folder_of, notes_folder, standing_index
from search.errors import SearchError
from webapp.cli.options import origins_given, site_option
from webapp.cli.program import PprSearch
from webapp.cli.written import newsletter_, site_

if TYPE_CHECKING:
    import socket

    from flask import Flask

    from search.engine.seam import Engine
    from webapp.pages.maintain import Maintenance

# The token is in the environment alone: whoever lists processes can read an option.
GATE_VARIABLE = "PPRSEARCH_TOKEN"
WHERE_DOCS_ARE = """\
Documentation: README.md and docs/ in the repository.
Of one command: pprsearch COMMAND --help
Completion: eval "$(_PPRSEARCH_COMPLETE=bash_source pprsearch)"; also zsh_source, fish_source."""
# A preview is served on these alone.
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
    help="How many processes answer; as many as there are processors is the most that helps.",
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
    help="A site whose pages may show the search box and related posts; repeat it for several.",
)
@click.option(
    "--trust-proxy",
    type=click.IntRange(0, 10),
    default=0,
    show_default=True,
    envvar="PPRSEARCH_TRUST_PROXY",
    help="How many proxies stand before the server; so many X-Forwarded-* are believed.",
)
@click.option(
    "--preview",
    is_flag=True,
    help="Show drafts and posts of days to come as well, marked, on this machine alone.",
)
@click.option("--mcp", "assistants", is_flag=True, help="Answer assistants at /mcp as well.")
@click.option("--json-log", is_flag=True, help="Log as JSON, a line for each answer as well.")
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
    """Serve a digest's index as pages and JSON.

    Stops with Ctrl-C or SIGTERM. A new generation of the index is taken over without a restart.
    With --preview it serves the folder as it is, from an index of its own.
    """
    if preview:
        if host not in LOCAL_HOSTS:
            hosts = ", ".join(LOCAL_HOSTS)
            raise click.UsageError(f"--preview is for this machine alone: its --host is {hosts}.")
        context.exit(_preview(digest_dir, host, port))
    # Imported here: the server's libraries take a while, and no other command needs them.
    from webapp.http.logs import as_json

    index = standing_index(digest_dir, index_dir)
    if assistants:
        _need_mcp()
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
        context.exit(_run(listening, make_app, workers))


def _preview(digest_dir: Path, host: str, port: int) -> int:
    """Serve a digest with all that waits, from an index in a folder that goes with the server."""
    from indexer.preview import kept_up_to_date, publish_preview

    listening = _listening(host, port)
    # Another site's script may ask this machine by a name of its own, which the browser looks up.
    images = images_folder(digest_dir)
    config = {"PREVIEW": date.today, "IMAGES": images, "TRUSTED_HOSTS": [*LOCAL_HOSTS, "[::1]"]}
    with listening, TemporaryDirectory(prefix="pprsearch-preview-") as folder:
        index = Path(folder, "index")
        publish_preview(digest_dir, index, lambda line: click.echo(line, err=True))

        def make_app(anyway: bool = False) -> Flask:
            return app_of(index, False, config, anyway)

        with kept_up_to_date(digest_dir, index):
            return _run(listening, make_app, 1, " with what readers do not see yet")


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens there; says how to choose another port where that is taken."""
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
    listening: socket.socket, make_app: Callable[[bool], Flask], workers: int, how: str = ""
) -> int:
    """Serve until stopped, and the exit status; ``how`` is told of the address."""
    from webapp.http.listening import TooFewFiles, url_of
    from webapp.http.serving import Server

    def ready() -> None:
        click.echo(f"PPR Search answers on {url_of(listening)}{how} (stop with Ctrl-C)")

    try:
        server = Server(listening, make_app, workers)
    except TooFewFiles as error:
        raise Failure(str(error).capitalize(), "Allow more with: ulimit -n 4096") from None
    return server.run(ready)


def _need_mcp() -> None:
    """Say what to install where the library for assistants is not there."""
    if not find_spec("mcp"):
        raise Failure("The library for assistants is not installed", to_install("mcp"))


def _token(variable: str) -> str:
    """The token that an environment variable holds, empty for none."""
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
    """A folder in which the workers count together, as long as they do."""
    with TemporaryDirectory(prefix="pprsearch-metrics-") as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        yield


def _maintenance(digest_dir: Path, index: Location) -> Maintenance | None:
    """What the maintainer's pages are about; ``None``, and no such pages, without a token."""
    from webapp.pages.maintain import Maintenance

    token = _token(GATE_VARIABLE)
    if not token:
        return None
    return Maintenance(token, digest_dir.resolve(), folder_of(index).resolve())


def app_of(
    index: Location, semantic: bool, config: Mapping[str, Any] | None = None, anyway: bool = False
) -> Flask:
    """The app over an index; says on stderr why there is none, and exits with 1.

    One that is made ``anyway`` answers with 503 until the index can be opened.
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

    An assistant's program starts this command itself. It needs the extra "mcp".
    """
    index = standing_index(digest_dir, index_dir)
    _need_mcp()
    from search.engine.open import open_engine
    from webapp.api.mcp import make_server

    with closing(open_engine(index, semantic=semantic)) as engine:
        make_server(engine, site).run()


for command in (serve, mcp, site_, newsletter_):
    main.add_command(command)
