"""Every answer carries the same guard: nothing from elsewhere, nothing kept, nothing guessed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from flask import Flask, Response, abort, g, request

from webapp.catalog import engine

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "script-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
SECURITY = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # A question is in the address: it must not travel on to a publisher's site.
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# A question of 10,000 characters, each of four bytes in UTF-8 and percent-encoded, must pass.
MAX_ADDRESS = 131_072
YEAR = 31_536_000
# The blueprints whose answers change only with the generation of the index.
TAGGED = frozenset({"pages", "browse", "api", "openapi", "feeds", "signposts", "embed"})


def register(app: Flask) -> None:
    """Set the headers of every answer, and the fingerprints of the app's files."""
    folder = Path(app.root_path)
    files = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        for path in sorted((folder / "static").iterdir())
    }
    templates = b"".join(path.read_bytes() for path in sorted((folder / "templates").iterdir()))
    look = hashlib.sha256(templates + repr(files).encode()).hexdigest()

    framed = _framed(app.config["EMBED_ON"])

    def asset(name: str) -> str:
        """The address of a static file, which changes with its content."""
        return app.url_for("static", filename=name, v=files[name])

    def before() -> None:
        if len(request.environ.get("QUERY_STRING", "")) + len(request.path) > MAX_ADDRESS:
            abort(414)
        if request.blueprint in TAGGED:
            # Asked before the answer is made: an answer of the next generation under this tag is
            # fetched again, never the other way round.
            g.generation = engine().generation

    def after(response: Response) -> Response:
        for name, value in (framed if request.blueprint == "embed" else SECURITY).items():
            response.headers.setdefault(name, value)
        if response.status_code != 200:
            response.headers.setdefault("Cache-Control", "no-store")
        elif request.endpoint == "static":
            if request.args.get("v") == files.get((request.view_args or {}).get("filename", "")):
                response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
        elif "generation" in g:
            response.headers.setdefault("Cache-Control", "private, no-cache")
            state = "\n".join((look, g.generation, request.path, str(request.query_string)))
            response.set_etag(hashlib.sha256(state.encode(errors="replace")).hexdigest()[:20])
            response.make_conditional(request)
        return response

    app.jinja_env.globals["asset"] = asset
    app.before_request(before)
    app.after_request(after)


def _framed(sites: Sequence[str]) -> dict[str, str]:
    """The guard of what may stand in frames on those sites, and nowhere when there are none."""
    headers = {**SECURITY, "Cross-Origin-Resource-Policy": "cross-origin"}
    if sites:
        del headers["X-Frame-Options"]
        nowhere, there = "frame-ancestors 'none'", f"frame-ancestors {' '.join(sites)}"
        headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY.replace(nowhere, there)
    return headers
