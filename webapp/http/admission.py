"""Refusal of malformed and oversized requests, before a page is made.

granian refuses what breaks the framing of HTTP/1.1; what it lets through is told here: no Host or
two, a Host that is none, a target that is no path, codings nobody understands (RFC 9112, sections
3.2 and 6), and more than a page may cost: long addresses, bodies and lists of parameters.

Of a target in absolute form granian tells the path alone, where a Host stands beside it: so that
one is believed, against section 3.2.2. With the setting ``SITE`` neither counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from ipaddress import IPv6Address
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote_to_bytes

from flask import Flask, Response, abort, redirect, request
from werkzeug.exceptions import NotImplemented as CodingUnknown
from werkzeug.exceptions import RequestURITooLarge
from werkzeug.wrappers import Response as Redirect

from corpus.message import Message
from search.errors import PostMissing
from search.question import MAX_CHARACTERS
from webapp.view.catalog import snapshot

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

# Long enough for a question of 10,000 characters, each of four percent-encoded bytes: it is cut,
# and the page says so.
MAX_ADDRESS = 131_072
# The bytes read of a parameter: a question of a thousand characters takes up to twelve bytes for
# each.
MAX_RAW = 12 * MAX_CHARACTERS
# The longest body that is ever sent is a form that names 500 posts.
MAX_BODY = 65_536
# More than a page with every filter has, repeated as often as filters are read.
MAX_PARAMETERS = 50
# Longer header fields are ignored: parsing a longer list of ETags or codings takes a hundred times
# as long as answering. Another app on the same host may have set many cookies.
MAX_FIELD = 8192
# The number of posts that may be named besides: all on a page, or those to be cited.
_NAMED = {"pages.results": 50, "api.search": 50, "api.compared": 50, "api.cite": 500}
# A name, or an address of the internet, and perhaps a port (RFC 3986, section 3.2.2).
_HOST = re.compile(r"(?:[A-Za-z0-9._~-]{1,255}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{0,5})?")
# Characters that need no escaping in a path (RFC 3986, section 3.3).
_UNQUOTED = "/:!$&'()*+,;=@"
_REFUSED = "pprsearch.refused"
_CLOSING = frozenset((400, 413, 501))


def register(app: Flask) -> None:
    """Refuse requests that pages must not get; called after whatever changes the environment."""
    inner = app.wsgi_app

    def looking(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        found = _refusal(environ)
        if found:
            # The page about an error must not repeat what was sent.
            environ = {**environ, _REFUSED: found, "HTTP_HOST": "localhost"}
        elif not environ.get("HTTP_HOST"):
            environ = {name: value for name, value in environ.items() if name != "HTTP_HOST"}
        if long := [name for name, told in environ.items() if _unread(name, told)]:
            environ = {name: told for name, told in environ.items() if name not in long}
        asked: str = environ.get("QUERY_STRING", "")
        if len(asked) > MAX_RAW:
            # Decoding what is cut off afterwards takes ten times as long as answering.
            asked = "" if found else "&".join(_cut(pair) for pair in asked.split("&"))
        environ = {**environ, "QUERY_STRING": _decodable(asked)}
        return inner(environ, start)

    # Flask's own way to wrap an app; its annotations know a method there.
    app.wsgi_app = looking  # type: ignore[method-assign, assignment]
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    app.before_request(_refuse)
    app.before_request(_one_address)
    app.after_request(_close)


def _unread(name: str, told: object) -> bool:
    """Whether a header field is ignored for its length; those set by proxies are not."""
    if not name.startswith("HTTP_") or name.startswith("HTTP_X_FORWARDED_"):
        return False
    # A request to upgrade the protocol is ignored (RFC 9110, section 7.8).
    return name == "HTTP_UPGRADE" or len(str(told)) > MAX_FIELD


def _refusal(environ: WSGIEnvironment) -> tuple[int, str] | None:
    """The reason to refuse a request whatever it asks for: status and sentence."""
    host: str = environ.get("HTTP_HOST", "")
    if "," in host:
        return 400, Message("The request names more than one host.")
    if not host and environ.get("SERVER_PROTOCOL") != "HTTP/1.0":
        return 400, Message("The request names no host.")
    if host and not _is_host(host):
        return 400, Message("The host that the request names can’t be one.")
    method: str = environ["REQUEST_METHOD"]
    if method != method.upper():
        # Methods are case-sensitive (RFC 9110, section 9.1); Werkzeug would accept lower case.
        return 501, Message("The request has a method that is not understood here.")
    path: str = environ.get("PATH_INFO", "")
    if not path.startswith("/") and (path or not environ.get("SCRIPT_NAME")):
        return 400, Message("The request names no page.")
    codings = [c.strip().lower() for c in environ.get("HTTP_TRANSFER_ENCODING", "").split(",")]
    if codings != [""]:
        if any(coding != "chunked" for coding in codings):
            return 501, Message("The request is sent in a coding that is not understood here.")
        if len(codings) > 1 or environ.get("CONTENT_LENGTH"):
            return 400, Message("The request does not say clearly how long it is.")
    length: str = environ.get("CONTENT_LENGTH", "")
    if length and not (length.isascii() and length.isdigit()):
        return 400, Message("The request does not say clearly how long it is.")
    # A number with more digits than the limit need not be parsed.
    if len(length) > len(str(MAX_BODY)) or int(length or 0) > MAX_BODY:
        return 413, Message("The request is too large.")
    if len(environ.get("QUERY_STRING", "")) + len(path) > MAX_ADDRESS:
        return 414, RequestURITooLarge.description
    return None


def _is_host(host: str) -> bool:
    if not _HOST.fullmatch(host):
        return False
    return not host.startswith("[") or _is_ipv6(host[1:].partition("]")[0])


def _is_ipv6(address: str) -> bool:
    try:
        IPv6Address(address)
    except ValueError:
        return False
    return True


def _cut(pair: str) -> str:
    """The part of a parameter that is read, without half an escaped byte at its end."""
    kept = pair[:MAX_RAW]
    escape = kept.rfind("%", MAX_RAW - 2)
    return kept if escape < 0 else kept[:escape]


def _decodable(asked: str) -> str:
    """The query string with replacement characters for bytes that are not UTF-8.

    Werkzeug would quote these one by one, which takes three times what answers.
    """
    try:
        unquote_to_bytes(asked.encode("latin-1")).decode()
    except UnicodeDecodeError:
        pairs = (pair.partition("=") for pair in asked.split("&"))
        return "&".join(f"{_replaced(name)}{sign}{_replaced(told)}" for name, sign, told in pairs)
    return asked


def _replaced(part: str) -> str:
    return quote(unquote_to_bytes(part.encode("latin-1")).decode("utf-8", "replace"), safe="+")


def _refuse() -> None:
    found: tuple[int, str] | None = request.environ.get(_REFUSED)
    if found:
        status, message = found
        if status == 501:
            raise CodingUnknown(message)
        abort(status, message)
    asked: str = request.environ.get("QUERY_STRING", "")
    posts = f"&{asked}".count("&post=")
    beside = asked.count("&") + 1 - min(posts, _NAMED.get(request.endpoint or "", 0))
    if beside > MAX_PARAMETERS:
        message = Message("The address has more than %(most)s parameters.", most=MAX_PARAMETERS)
        abort(400, message)


def _one_address() -> Redirect | None:
    """Redirect an address with extra slashes at an end to the page's own."""
    rule = request.url_rule
    if rule is None:
        return None
    plain = request.path if rule.rule.endswith("/") else request.path.rstrip("/")
    # Werkzeug reports one of several leading slashes.
    if plain == request.path and not request.environ["PATH_INFO"].startswith("//"):
        return None
    if request.method not in ("GET", "HEAD"):
        return None
    post_id = (request.view_args or {}).get("post_id", "")
    # Ids of some collections end with a slash; a former id redirects anyway.
    if post_id.endswith("/") and (_is_post(post_id) or not _is_post(post_id.rstrip("/"))):
        return None
    asked = request.query_string.decode("latin-1")
    return redirect(
        quote(request.root_path + plain, _UNQUOTED) + (f"?{asked}" if asked else ""), 308
    )


def _is_post(post_id: str) -> bool:
    try:
        snapshot().post(post_id)
    except PostMissing:
        return False
    return True


def _close(response: Response) -> Response:
    """Close the connection after an answer, since the client may have sent more."""
    if _REFUSED in request.environ and response.status_code in _CLOSING:
        response.headers["Connection"] = "close"
    return response
