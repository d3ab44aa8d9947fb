"""Compression of answers by Flask-Compress."""

from __future__ import annotations

from functools import lru_cache

from flask import Flask, Response, request
from flask_compress import Compress
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

# Shorter answers fit into one packet uncompressed.
LEAST = 1000
# In order of preference where the client has none.
CODINGS = ("zstd", "br", "gzip")
_TYPES = (
    "application/atom+xml",
    "application/feed+json",
    "application/json",
    "application/opensearchdescription+xml",
    "application/problem+json",
    "application/vnd.citationstyles.csl+json",
    "application/x-bibtex",
    "application/x-research-info-systems",
    "application/x-suggestions+json",
    "application/xml",
    "application/yaml",
    "image/svg+xml",
    "text/css",
    "text/html",
    "text/javascript",
    "text/plain",
    "text/xml",
)


def register(app: Flask) -> None:
    """Compress an app's answers except maintainer's pages, whose stamp is secret.

    How long a compressed answer is tells of what repeats in it, which others could try out.
    """
    app.config.update(
        COMPRESS_ALGORITHM=CODINGS,
        COMPRESS_MIMETYPES=_TYPES,
        COMPRESS_MIN_SIZE=LEAST,
        # Level 1 of gzip and 3 of brotli and zstd take a fifth of a millisecond for a page of
        # results; a level that takes twice that saves a tenth.
        COMPRESS_LEVEL=1,
        COMPRESS_BR_LEVEL=3,
        COMPRESS_ZSTD_LEVEL=3,
        COMPRESS_STREAMS=False,
        # ETags of pages are weak, and were answered before.
        COMPRESS_EVALUATE_CONDITIONAL_REQUEST=False,
        COMPRESS_REGISTER=False,
    )
    compress = Compress(app)

    def after(response: Response) -> Response:
        if request.blueprint == "maintain":
            return response
        # Flask-Compress takes a coding with weight 0 for an accepted one.
        liked = _liked(request.environ.get("HTTP_ACCEPT_ENCODING", ""))
        request.environ["HTTP_ACCEPT_ENCODING"] = liked
        return compress.after_request(response)

    app.after_request(after)


@lru_cache(maxsize=64)
def _liked(encodings: str) -> str:
    """The coding that the client prefers, empty for none; cached by header."""
    accepted: Accept = parse_accept_header(encodings)
    best = accepted.best_match((*CODINGS, "identity"))
    return best if best in CODINGS else ""
