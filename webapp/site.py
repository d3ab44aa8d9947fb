"""Feeds hold whole addresses: behind a proxy only the maintainer knows how they begin."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Flask

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_HOST = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-.:")


def origin(text: str) -> str | None:
    """An origin such as ``https://digest.example.org`` in its plain form, or None for no origin."""
    try:
        parts = urlsplit(text.strip())
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not host or not set(host) <= _HOST:
        return None
    if parts.username is not None or parts.path not in ("", "/") or parts.query or parts.fragment:
        return None
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}{port}"


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
