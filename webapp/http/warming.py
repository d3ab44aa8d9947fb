"""A worker makes some answers before it takes readers, so that the first of them need not wait."""

from __future__ import annotations

import logging

from flask import Flask

# Pages of each kind, and a search by words that is counted nowhere: the question of no reader.
_PATHS = ("/", "/search", "/search/feed.json?q=a+first+question", "/topics", "/api/v1/search")

log = logging.getLogger(__name__)


def warm(app: Flask) -> None:
    """Have an app make what is made once: templates compiled, libraries and parts loaded."""
    client = app.test_client()
    for path in _PATHS:
        try:
            client.get(path, buffered=True).close()
        except Exception:
            # Whatever it is, it is told to the reader who asks for that page.
            log.exception("a page could not be made beforehand")
