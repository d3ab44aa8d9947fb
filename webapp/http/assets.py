"""Static files: minified once, with addresses that contain a hash of their content."""

from __future__ import annotations

import hashlib
import json
import mimetypes
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Flask, Response, abort, current_app, request
from rcssmin import cssmin
from rjsmin import jsmin

from search.answers.privacy import rules_for_browsers
from webapp.language.catalogues import SOURCE, Catalogue, catalogue
from webapp.language.choice import language, offered, words
from webapp.language.scripts import worded
from webapp.view.links import url_for

YEAR = 31_536_000
# Comments and most spaces are removed: a quarter of a style sheet or script.
_FOR_READERS: dict[str, Callable[[str], str]] = {".css": cssmin, ".js": jsmin}


@dataclass(frozen=True, slots=True)
class Asset:
    """A static file; ``mark`` is the hash in its address."""

    body: bytes
    mimetype: str
    mark: str

    @classmethod
    def of(cls, path: Path, words: Catalogue) -> Asset:
        """Read a file; texts in a script are translated by ``words``."""
        body = path.read_bytes()
        if path.suffix in _FOR_READERS:
            text = worded(body.decode("utf-8"), words) if path.suffix == ".js" else body.decode()
            body = _FOR_READERS[path.suffix](text).encode("utf-8")
        return cls.holding(path.name, body)

    @classmethod
    def holding(cls, name: str, body: bytes) -> Asset:
        """A file with a name and content."""
        mimetype = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return cls(body, mimetype, hashlib.sha256(body).hexdigest()[:12])


def register(app: Flask) -> None:
    """Serve the app's folder ``static``, and give pages the files' addresses.

    Beside them stands ``identifying.json``, by which the search box keeps to itself what a reader
    had better not send.
    """
    files = sorted(Path(app.root_path, "static").iterdir())
    english = catalogue(SOURCE)
    assets = {path.name: Asset.of(path, english) for path in files}
    speaking = {path.name: path for path in files if b'_("' in path.read_bytes()}
    assets["identifying.json"] = _identifying()

    def address(name: str) -> str:
        """The address of a static file, which contains a hash."""
        name = in_language(name)
        return url_for("static", filename=name, v=assets[name].mark)

    def in_language(name: str) -> str:
        """The name of a script in this request's language, made on first use."""
        if language() == SOURCE or name not in speaking:
            return name
        path = speaking[name]
        own = f"{path.stem}.{language()}{path.suffix}"
        if own not in assets:
            assets[own] = Asset.of(path, words())
        return own

    def static(filename: str) -> Response:
        stem, _, tag = filename.removesuffix(".js").rpartition(".")
        if filename not in assets and f"{stem}.js" in speaking and tag in offered():
            # Requested before any page of this process, by a page of another process.
            path = speaking[f"{stem}.js"]
            assets[filename] = Asset.of(path, catalogue(tag, app.extensions["catalogues"]))
        response = asset(filename)
        if request.args.get("v") == assets[filename].mark:
            response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
        return response

    app.extensions["assets"] = assets
    app.extensions["asset in language"] = in_language
    app.jinja_env.globals["asset"] = address
    app.add_url_rule("/static/<path:filename>", "static", static)


@cache
def _identifying() -> Asset:
    """The rules of what identifies somebody; they are the same in every app."""
    rules = json.dumps(rules_for_browsers(), separators=(",", ":")).encode()
    return Asset.holding("identifying.json", rules)


def worded_asset(name: str) -> Response:
    """A script in the language of the request."""
    return asset(current_app.extensions["asset in language"](name))


def asset(name: str) -> Response:
    """A static file; 404 if there is none."""
    found: Asset | None = current_app.extensions["assets"].get(name)
    if found is None:
        abort(404)
    response = Response(found.body, mimetype=found.mimetype)
    response.set_etag(found.mark, weak=True)
    response.headers["Cache-Control"] = "no-cache"
    response.make_conditional(request)
    return response
