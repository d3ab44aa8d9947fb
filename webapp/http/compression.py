"""Pages are words, and words are sent in a quarter of their bytes to whoever can unpack them."""

from __future__ import annotations

import gzip
from functools import lru_cache

from flask import Flask, Request, Response, request
from werkzeug.http import parse_accept_header

# Shorter answers fit one packet as they are.
LEAST = 1000
# Level 1 takes 0.2 ms for a page of results of 28 kB and leaves 7; level 6 takes twice that and
# leaves 6, and both go out at once.
QUICK = 1
_TEXTS = frozenset(("application/javascript", "application/json", "application/xml"))


def register(app: Flask) -> None:
    """Compress the answers of an app, but the maintainer's: those hold a stamp that is secret.

    How long a compressed answer is tells of what repeats in it, which others could try out.
    """

    def after(response: Response) -> Response:
        if request.blueprint != "maintain" and _worthwhile(response.mimetype or ""):
            response.vary.add("Accept-Encoding")
            if "Content-Encoding" not in response.headers and understood(request):
                body = response.get_data()
                if len(body) >= LEAST:
                    response.set_data(packed(body))
                    response.headers["Content-Encoding"] = "gzip"
        return response

    app.after_request(after)


def understood(asking: Request) -> bool:
    """Whether who asks can unpack an answer."""
    return _known(asking.environ.get("HTTP_ACCEPT_ENCODING", ""))


@lru_cache(maxsize=64)
def _known(encodings: str) -> bool:
    """Whether gzip is among the encodings of a header; there are few such headers."""
    return parse_accept_header(encodings).quality("gzip") > 0


def _worthwhile(mimetype: str) -> bool:
    """Whether what is of that type gets shorter: text of any kind."""
    text = mimetype.startswith("text/") or mimetype.endswith(("+json", "+xml"))
    return text or mimetype in _TEXTS


def packed(body: bytes, level: int = QUICK) -> bytes:
    """The bytes compressed, the same for the same."""
    return gzip.compress(body, level, mtime=0)
