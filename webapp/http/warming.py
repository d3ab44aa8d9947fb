"""The answers that a worker makes before it takes readers, so that the first need not wait."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import quote

from flask import Flask
from flask.testing import FlaskClient

# Pages of each kind, and a search by words that is counted nowhere: the question of no reader.
_PATHS = (
    *("/", "/search", "/search/feed.json?q=a+first+question", "/search?view=evidence", "/topics"),
    *("/authors", "/map", "/feed.atom", "/sitemap.xml", "/api", "/api/v1/openapi.json"),
)

log = logging.getLogger(__name__)


def warm(app: Flask) -> None:
    """Have an app make what is made once: templates compiled, libraries and parts loaded."""
    client = app.test_client()
    for path in _PATHS:
        _ask(client, path)
    # For the first post that is read, what posts share is looked up: that takes thirty times as
    # long as for those that follow.
    found = _ask(client, "/api/v1/search")
    for hit in (found or {}).get("hits", [])[:1]:
        _ask(client, f"/posts/{quote(hit['post']['id'])}")


def _ask(client: FlaskClient, path: str) -> Any:
    """The answer as JSON, if it is that."""
    try:
        with client.get(path, buffered=True) as answer:
            return answer.get_json(silent=True)
    except Exception:
        # Whatever it is, it is told to the reader who asks for that page.
        log.exception("a page could not be made beforehand")
        return None
