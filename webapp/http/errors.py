"""Answers for errors: problem details (RFC 9457) for programs, a page for people."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from flask import Flask, Response, current_app, jsonify, render_template, request
from markupsafe import Markup
from werkzeug.exceptions import HTTPException
from werkzeug.http import HTTP_STATUS_CODES
from werkzeug.wrappers import Response as BaseResponse

from corpus.digest import told_in
from corpus.message import N_
from corpus.post import Post
from search.errors import IndexOutdated, PostMissing, SearchError
from search.shapes.told import told
from webapp.http.moved import gone, instead, moved
from webapp.language import words
from webapp.language.choice import ask_nothing, language
from webapp.view.links import url_for
from webapp.view.wording import begun

# The media type of problem details (RFC 9457).
PROBLEM = "application/problem+json"
# Seconds until the same fault is logged again.
_AGAIN_AFTER = 60.0
_TOLD: dict[int, tuple[str, str]] = {
    400: (
        N_("This request can’t be read"),
        N_("Check the address, or ask again in the box above."),
    ),
    404: (N_("There is no such page"), N_("Ask for it in the box above, or browse.")),
    410: (N_("This post is no longer here"), N_("Ask for it in the box above, or browse.")),
    401: (
        N_("This is for the maintainer"),
        N_("Sign in with any name, and the token as the password."),
    ),
    403: (N_("This can’t be done from here"), N_("Open the page again and try once more.")),
    405: (
        N_("This can’t be done here"),
        N_("Pages are read with GET; nothing here takes other methods."),
    ),
    415: (N_("This request can’t be read"), N_("Send it as application/json.")),
    429: (N_("Too many requests"), N_("Wait a minute, then try again.")),
    413: (N_("The request is too large"), N_("Pages are asked for by their address alone.")),
    414: (N_("The address is too long"), N_("Ask a shorter question.")),
    500: (N_("Something went wrong here"), N_("It is not your fault. Try again in a moment.")),
    501: (
        N_("This request can’t be read"),
        N_("Send it plainly, or open the address in a browser."),
    ),
    503: (N_("This digest can’t be read right now"), N_("Try again in a moment.")),
}
# Errors of an index whose hint may be shown, since it says nothing about the machine.
_OUTDATED = (
    N_("The index was made by another version of this program"),
    N_("Build the index again with: pprsearch index. Then come again in a moment."),
)
_PROGRAMS = frozenset(("/healthz", "/readyz", "/metrics", "/mcp"))
# A sentence for programs, which have no search box above it.
_TOLD_PROGRAMS = {
    400: "Check the parameters: /api tells what each address takes.",
    404: "Look the address up at /api, or find the post with /api/v1/search.",
}


@dataclass(frozen=True)
class ErrorDetailShape:
    """What went wrong, and what to do."""

    status: int = field(metadata=told("The HTTP status."))
    name: str = field(metadata=told("A stable name of the error."))
    message: str
    hint: str = field(metadata=told("What to do."))


@dataclass(frozen=True)
class ErrorShape:
    """What went wrong, as problem details for HTTP (RFC 9457), with more in ``error``."""

    type: str = field(metadata=told("`about:blank`: the status says what kind of problem it is."))
    title: str = field(metadata=told("The status in words."))
    status: int = field(metadata=told("The HTTP status."))
    detail: str = field(metadata=told("What is wrong here."))
    error: ErrorDetailShape


def register(app: Flask) -> None:
    """Answer every error in the form that the client expects."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(SearchError, _search)


def _http(error: HTTPException) -> BaseResponse:
    status = error.code or 500
    if status == 404 and (elsewhere := _former()):
        return elsewhere
    # Werkzeug's own descriptions are not made for readers.
    own = error.description if error.description != type(error).description else None
    response = _answer(status, _dashed(type(error).__name__), own)
    for name, value in error.get_headers(request.environ):
        if name in ("Allow", "Retry-After", "WWW-Authenticate"):
            response.headers[name] = value
    return response


def _search(error: SearchError) -> BaseResponse:
    name = _dashed(type(error).__name__)
    if isinstance(error, PostMissing):
        return _former() or _answer(404, name, error.args[0] if error.args else None)
    # What is wrong with an index goes into the log; its paths are not public.
    _log(f"{error} {error.hint}")
    response = _answer(503, name, heading=_OUTDATED if isinstance(error, IndexOutdated) else None)
    response.headers["Retry-After"] = "10"
    return response


def _former() -> BaseResponse | None:
    """The answer at a post's former address; None for other addresses."""
    if elsewhere := moved():
        return elsewhere
    if left := gone():
        # What programs are told stays in the digest's own language.
        spoken = "" if _is_for_programs() else language()
        why, tag = told_in(spoken, left.why, left.whys)
        return _answer(410, "gone", why, instead(left), tag=tag)
    return None


def _is_for_programs() -> bool:
    return request.path.startswith("/api/") or request.path in _PROGRAMS


def _log(fault: str) -> None:
    """Log an error that every request meets, but not for each request."""
    known: dict[str, float] = current_app.extensions.setdefault("told faults", {})
    now = time.monotonic()
    if now - known.get(fault, -_AGAIN_AFTER) >= _AGAIN_AFTER:
        known.clear()
        known[fault] = now
        current_app.logger.error("%s", fault)


def _answer(
    status: int,
    name: str,
    message: str | None = None,
    posts: Sequence[Post] = (),
    heading: tuple[str, str] | None = None,
    tag: str = "",
) -> Response:
    """An error as its reader expects it; ``tag`` is the language of a text of the digest."""
    title, hint = heading or _TOLD.get(status) or _TOLD[500 if status >= 500 else 400]
    if _is_for_programs():
        hint = _TOLD_PROGRAMS.get(status, hint)
        if posts:
            places = (url_for("api.post", post_id=post.id) for post in posts)
            hint = f"Read instead: {', '.join(places)}."
        detail = message or f"{title}."
        more = ErrorDetailShape(status, name, detail, hint)
        phrase = HTTP_STATUS_CODES.get(status, title)
        response = jsonify(ErrorShape("about:blank", phrase, status, detail, more))
        response.mimetype = PROBLEM
    elif request.blueprint == "embed" and status < 500:
        # A frame on another site has no room for a whole page.
        said = _sentence(message or hint)
        page = render_template("embed-error.html", scheme="light dark", message=said)
        response = Response(page)
    elif status >= 500:
        # The engine may be what failed: this page asks nothing of it.
        ask_nothing()
        template = current_app.jinja_env.get_template("fault.html")
        response = Response(template.render(title=title, hint=hint), mimetype="text/html")
    else:
        # A former address often contains the words of its post's title, which are offered as a
        # question.
        asked = re.findall(r"[^\W\d_]{2,}", request.path)[1:] if status in (404, 410) else []
        page = render_template(
            "error.html",
            title=title,
            message=_sentence(message, tag) if message else "",
            hint=hint,
            posts=posts,
            words=" ".join(asked)[:200],
        )
        response = Response(page)
    response.status_code = status
    return response


def _sentence(message: str, tag: str = "") -> Markup:
    """A message as a sentence; ``tag`` is the language of a text of the digest."""
    said = begun(words.own(message, tag) if tag else words.told(message))
    # A text of the digest ends in a tag if it is marked as in another language.
    return said if said.striptags()[-1:] in ".!?" else said + "."


def _dashed(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", name).lower()
