"""The public address of the app behind proxies: its origin, and the path below it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.utils import redirect

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


def register(app: Flask) -> None:
    """Make every address begin with the setting ``SITE``, if it is set.

    A proxy may pass addresses on as they are, or without the path of the site.
    """
    if not app.config["SITE"]:
        return
    parts = urlsplit(app.config["SITE"])
    inner = app.wsgi_app

    def at_site(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        path: str = environ["PATH_INFO"]
        if parts.path and path == parts.path:
            asked = environ.get("QUERY_STRING", "")
            home = redirect(f"{parts.path}/?{asked}" if asked else f"{parts.path}/", 308)
            return home(environ, start)
        if path.startswith(f"{parts.path}/"):
            path = path.removeprefix(parts.path)
        there = {
            "HTTP_HOST": parts.netloc,
            "wsgi.url_scheme": parts.scheme,
            "SCRIPT_NAME": parts.path or environ.get("SCRIPT_NAME", ""),
            "PATH_INFO": path,
        }
        return inner({**environ, **there}, start)

    # Flask's own way to wrap an app; its annotations know a method there.
    app.wsgi_app = at_site  # type: ignore[method-assign, assignment]


def trust(app: Flask) -> None:
    """Trust the number of proxies in ``TRUST_PROXY``; registered last, so that it runs first.

    Each of them adds to ``X-Forwarded-For`` and the like whom it was asked by, and how. What came
    before the first of them anybody may have written.
    """
    if hops := app.config["TRUST_PROXY"]:
        fixed = ProxyFix(
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops, x_port=hops, x_prefix=hops
        )
        app.wsgi_app = fixed  # type: ignore[method-assign]
