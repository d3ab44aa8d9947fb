"""The Model Context Protocol over HTTP (Streamable HTTP) at ``/mcp``.

Each message is answered by itself, as JSON, without session or stream. The protocol allows that,
and workers that answer one request at a time need it. The protocol's library is asynchronous; its
app is called from a synchronous view.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import MutableMapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, abort, current_app, request
from mcp.types import PARSE_ERROR
from werkzeug.exceptions import TooManyRequests

from webapp.api.mcp import DigestServer, make_server
from webapp.http.guard import WITHIN, Limiter
from webapp.http.origin import origin
from webapp.view.catalog import engine

# So many messages an address may send in a minute; an answer takes a few of them.
MOST_MESSAGES = 120
_HERE = re.compile(r"https?://(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?")

blueprint = Blueprint("mcp", __name__)


def register(app: Flask) -> None:
    """Add the route to an app."""
    app.extensions["messages"] = Limiter(most=MOST_MESSAGES)
    app.register_blueprint(blueprint)


@blueprint.post("/mcp")
def answer() -> Response:
    """The answer to a message of an assistant."""
    limiter: Limiter = current_app.extensions["messages"]
    address = request.remote_addr or ""
    if limiter.full(address):
        raise TooManyRequests("Too many messages; wait a minute.", retry_after=int(WITHIN))
    limiter.count(address)
    if not _may_ask():
        abort(403, "Pages of other sites may not ask here.")
    if request.mimetype != "application/json":
        abort(415, "A message is sent as application/json.")
    status, headers, body = asyncio.run(_exchange(_server(), request.get_data()))
    response = Response(_unread(body) if status == 400 else body, status)
    for name, value in headers:
        if name in ("content-type", "allow", "mcp-session-id"):
            response.headers[name] = value
    response.headers["Cache-Control"] = "no-store"
    return response


def _unread(body: bytes) -> bytes:
    """An error for a message that is not JSON, without the parser's internals."""
    told: dict[str, Any] = json.loads(body)
    if told.get("error", {}).get("code") == PARSE_ERROR:
        told["error"]["message"] = "Parse error: the message is no JSON."
    return json.dumps(told).encode()


def _may_ask() -> bool:
    """Whether the request does not come from another site's page.

    An assistant names no origin; a browser names that of the page. A name that leads to this
    machine may be anybody's, so that only the site's own counts, or those of this machine.
    """
    named = request.headers.get("Origin")
    if named is None:
        return True
    parts = urlsplit(current_app.config["SITE"])
    own = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
    return (own != "" and origin(named) == own) or bool(not own and _HERE.fullmatch(named))


def _server() -> DigestServer:
    """The server of this app, made on first use."""
    made: DigestServer | None = current_app.extensions.get("assistants")
    if made is None:
        site: str = current_app.config["SITE"]
        made = current_app.extensions["assistants"] = make_server(engine(), site)
    return made


async def _exchange(server: DigestServer, sent: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
    """Status, headers and body of the library's answer to a message."""
    status, headers, body = HTTPStatus.INTERNAL_SERVER_ERROR.value, [], b""

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": sent, "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        nonlocal status, headers, body
        if message["type"] == "http.response.start":
            status = message["status"]
            headers = [(n.decode("latin-1"), v.decode("latin-1")) for n, v in message["headers"]]
        else:
            body += message.get("body", b"")

    scope = {
        "type": "http",
        "method": request.method,
        "path": request.path,
        "query_string": b"",
        "headers": [
            (name.lower().encode("latin-1"), value.encode("latin-1", "replace"))
            for name, value in request.headers
            if name.lower() != "origin"
        ],
    }
    manager = server.one_message()
    async with manager.run():
        await manager.handle_request(scope, receive, send)
    return status, headers, body
