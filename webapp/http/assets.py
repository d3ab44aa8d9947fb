"""The app's own files don't change while it runs: they are read, named and compressed once."""

from __future__ import annotations

import hashlib
import json
import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, abort, current_app, request

from search.answers.privacy import rules_for_browsers
from webapp.http.compression import packed, understood
from webapp.view.links import url_for

YEAR = 31_536_000
BEST = 9
# Comments and most spaces serve those who write a style sheet or a script: a fourth. No text in
# ours goes over several lines, and none in a style sheet has a space behind one of these marks.
_FOR_WRITERS = {
    ".css": re.compile(rb"/\*.*?\*/\s*|(?<=[{};,:])\s+|\s+(?=[{}])|;(?=\s*})|\s+\Z", re.DOTALL),
    ".js": re.compile(rb"^\s*//.*\n|^\s+", re.MULTILINE),
}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file, plain and compressed; ``mark`` is of its content and stands in its address."""

    body: bytes
    packed: bytes
    mimetype: str
    mark: str

    @classmethod
    def of(cls, path: Path) -> Asset:
        """Read a file."""
        body = path.read_bytes()
        if path.suffix in _FOR_WRITERS:
            body = _FOR_WRITERS[path.suffix].sub(b"", body)
        return cls.holding(path.name, body)

    @classmethod
    def holding(cls, name: str, body: bytes) -> Asset:
        """A file of that name with that content."""
        mimetype = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return cls(body, packed(body, BEST), mimetype, hashlib.sha256(body).hexdigest()[:12])


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
    response = Response(mimetype=found.mimetype)
    response.set_etag(found.mark, weak=True)
    response.headers["Cache-Control"] = "no-cache"
    if understood(request) and len(found.packed) < len(found.body):
        response.set_data(found.packed)
        response.headers["Content-Encoding"] = "gzip"
    else:
        response.set_data(found.body)
    response.make_conditional(request)
    return response
