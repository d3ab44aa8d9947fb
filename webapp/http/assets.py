"""The app's own files: made smaller once, and kept by browsers under their content's address."""

from __future__ import annotations

import hashlib
import json
import mimetypes
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, abort, current_app, request
from rcssmin import cssmin
from rjsmin import jsmin

from search.answers.privacy import rules_for_browsers
from webapp.view.links import url_for

YEAR = 31_536_000
# Comments and most spaces serve those who write a style sheet or a script: a fourth.
_FOR_READERS: dict[str, Callable[[str], str]] = {".css": cssmin, ".js": jsmin}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file; ``mark`` is of its content and stands in its address."""

    body: bytes
    mimetype: str
    mark: str

    @classmethod
    def of(cls, path: Path) -> Asset:
        """Read a file."""
        body = path.read_bytes()
        if path.suffix in _FOR_READERS:
            body = _FOR_READERS[path.suffix](body.decode("utf-8")).encode("utf-8")
        return cls.holding(path.name, body)

    @classmethod
    def holding(cls, name: str, body: bytes) -> Asset:
        """A file of that name with that content."""
        mimetype = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return cls(body, mimetype, hashlib.sha256(body).hexdigest()[:12])


def register(app: Flask) -> None:
    """Answer with the files of the app's folder ``static``, and give their addresses to pages.

    Beside them stands ``identifying.json``, by which the search box keeps to itself what a reader
    had better not send.
    """
    files = sorted(Path(app.root_path, "static").iterdir())
    assets = {path.name: Asset.of(path) for path in files}
    rules = json.dumps(rules_for_browsers(), separators=(",", ":")).encode()
    assets["identifying.json"] = Asset.holding("identifying.json", rules)

    def address(name: str) -> str:
        """The address of a static file, which changes with its content."""
        return url_for("static", filename=name, v=assets[name].mark)

    def static(filename: str) -> Response:
        response = asset(filename)
        if request.args.get("v") == assets[filename].mark:
            response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
        return response

    app.extensions["assets"] = assets
    app.jinja_env.globals["asset"] = address
    app.add_url_rule("/static/<path:filename>", "static", static)


def asset(name: str) -> Response:
    """The answer with one of the app's files; where there is none, it is 404."""
    found: Asset | None = current_app.extensions["assets"].get(name)
    if found is None:
        abort(404)
    response = Response(found.body, mimetype=found.mimetype)
    response.set_etag(found.mark, weak=True)
    response.headers["Cache-Control"] = "no-cache"
    response.make_conditional(request)
    return response
