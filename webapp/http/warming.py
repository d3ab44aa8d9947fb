"""Requests that a worker answers before the first reader's, so that nobody waits for loading."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from urllib.parse import quote

from flask import Flask
from flask.testing import FlaskClient

from search.engine.seam import Snapshot
from search.errors import SearchError

# Pages of each kind, and a search by words that is counted nowhere: the question of no reader.
_PATHS = (
    *("/", "/search", "/search/feed.json?q=a+first+question", "/search?view=evidence", "/topics"),
    *("/authors", "/map", "/feed.atom", "/sitemap.xml", "/api", "/api/v1/openapi.json"),
)
_POSTS = 10

log = logging.getLogger(__name__)


def warm(app: Flask) -> None:
    """Have an app make what is made once: templates compiled, libraries and parts loaded."""
    client = app.test_client()
    for path in _PATHS:
        _ask(client, path)
    # If the index can't be opened, pages say so to their readers.
    with suppress(SearchError):
        for post_id in _first(app.extensions["engine"].now()):
            _ask(client, f"/posts/{quote(post_id)}")


def relate(now: Snapshot) -> None:
    """Have a generation look up what its posts share.

    For the first few that are read this takes up to fifteen times as long as for those that follow,
    who share it.
    """
    for post_id in _first(now):
        now.related(post_id)


def _first(now: Snapshot) -> Iterator[str]:
    return (post.id for post in islice(now.archive(), _POSTS))


def _ask(client: FlaskClient, path: str) -> None:
    try:
        client.get(path, buffered=True).close()
    except Exception:
        # An error is reported to the reader who asks for that page.
        log.exception("a page could not be made beforehand")
