"""CORS and caching: what other sites may read, and how long caches may keep an answer.

What is public and made for programs is open to every site: the JSON API, feeds, and files such as
the sitemap. Pages, forms and everything private are not.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask import request

# Seconds for which caches may keep an answer. Answers to questions are never cached.
FEED_AGE = 900
HOUR = 3600
DAY = 86_400
_AGES = {
    **dict.fromkeys(("feeds.digest", "feeds.topic", "feeds.kind"), FEED_AGE),
    **dict.fromkeys(("signposts.sitemap", "signposts.part", "openapi.document"), HOUR),
    **dict.fromkeys(("signposts.robots", "signposts.opensearch"), DAY),
    **dict.fromkeys(("signposts.favicon", "signposts.touch_icon"), DAY),
}
_OPEN_BLUEPRINTS = frozenset(("api", "feeds", "signposts"))
# The pictures that shared links show.
_PICTURES = frozenset(("card.png", "icon.svg"))
_ELSEWHERE = {"Cross-Origin-Resource-Policy": "cross-origin"}
_OPEN = {
    **_ELSEWHERE,
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Retry-After, Content-Disposition",
}
# The preflight of a browser before a request that is not simple.
_ASKED_BEFORE = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since, Cache-Control",
    "Access-Control-Max-Age": str(DAY),
}


def shared() -> Mapping[str, str]:
    """The CORS headers of this request's answer; none where other sites may not read it.

    A fault of the API is told to them too, or else they could not say what went wrong.
    """
    if request.endpoint == "static":
        name = (request.view_args or {}).get("filename", "")
        return _ELSEWHERE if name in _PICTURES else {}
    api = request.path.startswith("/api/") and request.blueprint in (None, "openapi")
    if request.blueprint not in _OPEN_BLUEPRINTS and not api:
        return {}
    return {**_OPEN, **_ASKED_BEFORE} if request.method == "OPTIONS" else _OPEN


def age() -> int | None:
    """How many seconds caches may keep this request's answer; ``None`` for not at all."""
    return _AGES.get(request.endpoint or "")
