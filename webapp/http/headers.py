"""The headers of every answer: content security policy, caching, ETag."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from flask import Flask, Response, g, request

from webapp.http.sharing import age, shared
from webapp.language.choice import language
from webapp.view.catalog import snapshot
from webapp.view.found import relations

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
    # The question is part of the address, and must not reach a publisher's site as the referrer.
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
ROOMS = ("corpus", "search", "indexer", "webapp")
# The blueprints whose answers change only with the generation.
TAGGED = frozenset({"pages", "browse", "api", "openapi", "feeds", "signposts", "embed"})
# What search engines must not list: endless answers, files, and pages for one reader.
_UNLISTED = frozenset({"api", "feeds", "embed", "maintain"})
_UNLISTED_PAGES = frozenset({"pages.results", "pages.reading_list", "signposts.suggest"})
# Settings that change pages, and those of which only their presence does.
_SHOWN = ("POSTS_PER_PAGE", "SITE", "EMBED_ON")
_KNOWN = ("NOTES", "MAINTENANCE", "STANDALONE", "IMAGES")


def register(app: Flask) -> None:
    """Set the headers of every answer, and answer 304 where the client is up to date."""
    look = _look(app)
    framed = _framed(app.config["EMBED_ON"])

    def before() -> Response | None:
        # A preview changes every day, and must not be cached; nor must the answer to a form.
        if request.blueprint not in TAGGED or app.config["PREVIEW"] or request.method == "POST":
            return None
        asked = request.environ.get("QUERY_STRING", "")
        # Full addresses begin with the host of the request.
        where = request.url_root, language(), request.path, asked
        state = "\n".join((look, snapshot().generation, *where))
        g.tag = hashlib.sha256(state.encode(errors="replace")).hexdigest()[:20]
        # Only successful answers have an ETag, so a client that knows it would get 200 again.
        return Response(status=304) if _knows(g.tag) else None

    def after(response: Response) -> Response:
        if "tag" in g and response.status_code == 200 and _has_any():
            response = Response(status=304)
        present = set(response.headers.keys())
        guard = framed if request.blueprint == "embed" else {**SECURITY, **shared()}
        for name, value in guard.items():
            if name not in present:
                response.headers.add(name, value)
        if related := relations():
            response.headers["Link"] = related
        if request.blueprint in _UNLISTED or request.endpoint in _UNLISTED_PAGES:
            response.headers.setdefault("X-Robots-Tag", "noindex")
        if "tag" in g and response.status_code in (200, 304):
            if kept := age():
                response.headers["Cache-Control"] = f"public, max-age={kept}"
            response.headers.setdefault("Cache-Control", "private, no-cache")
            # Weak, because compression changes the bytes.
            response.set_etag(g.tag, weak=True)
        elif (
            response.status_code not in (200, 304)
            or app.config["PREVIEW"]
            or request.method == "POST"
        ):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    app.before_request(before)
    app.after_request(after)


def _knows(tag: str) -> bool:
    """Whether the client's If-None-Match has the ETag."""
    if "HTTP_IF_NONE_MATCH" not in request.environ or request.method not in ("GET", "HEAD"):
        return False
    return not _has_any() and bool(request.if_none_match.contains_weak(tag))


def _has_any() -> bool:
    """Whether the client sent If-None-Match: *, which is decided after the answer is made."""
    given: str = request.environ.get("HTTP_IF_NONE_MATCH", "")
    return given.strip() == "*" and request.method in ("GET", "HEAD")


def _look(app: Flask) -> str:
    """A hash over everything besides the generation that changes pages.

    It is a hash over the code of every room, the templates and static files, and the settings.
    """
    settings = [f"{name} {app.config[name]}" for name in _SHOWN]
    settings += [f"{name} {app.config[name] is not None}" for name in _KNOWN]
    told = _program(Path(app.root_path)) + "\n".join(settings)
    return hashlib.sha256(told.encode(errors="replace")).hexdigest()


@cache
def _program(webapp: Path) -> str:
    """A hash over the program's files."""
    found = [path for room in ROOMS for path in (webapp.parent / room).rglob("*.py")]
    for folder in ("templates", "static", "translations"):
        found += [path for path in (webapp / folder).rglob("*") if path.is_file()]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(found))).hexdigest()


def _framed(sites: Sequence[str]) -> dict[str, str]:
    """The content security policy of frames, for the sites that may embed them."""
    headers = {**SECURITY, "Cross-Origin-Resource-Policy": "cross-origin"}
    if sites:
        del headers["X-Frame-Options"]
        nowhere, there = "frame-ancestors 'none'", f"frame-ancestors {' '.join(sites)}"
        headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY.replace(nowhere, there)
    return headers
