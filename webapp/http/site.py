"""The place of a site: every whole address begins with the origin that its maintainer gives."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Flask

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


def register(app: Flask) -> None:
    """Make every whole address begin with the origin of the setting ``SITE``, if there is one."""
    if not app.config["SITE"]:
        return
    parts = urlsplit(app.config["SITE"])
    inner = app.wsgi_app

    def at_site(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        return inner({**environ, "HTTP_HOST": parts.netloc, "wsgi.url_scheme": parts.scheme}, start)

    # Flask's own way to wrap an app; its annotations know a method there.
    app.wsgi_app = at_site  # type: ignore[method-assign, assignment]
