"""Builds all links of pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, quote_plus, urlencode

from flask import Flask, current_app, redirect, request
from markupsafe import Markup, escape
from werkzeug.routing import PathConverter
from werkzeug.wrappers import Response

from corpus.post import Post
from webapp.language.choice import (
    canonical_root,
    digest_language,
    language,
    offered,
    page_root,
    root,
)
from webapp.view.address.state import Address

# A page of results has sixty links; routing each took longer than answering. This is the number of
# cached paths; query strings are never cached.
MOST_PATHS = 8192
# The most bytes of a question in a link: one of a thousand characters takes up to twelve thousand,
# and a page of results has sixty links.
MOST_REPEATED = 200
# The parameter with which a button sends what belongs to the question in its form.
_BESIDE = "with"
_ASKED = frozenset(("pages.results", "feeds.search", "api.search", "api.compared"))
_FILES = frozenset(("static", "signposts.favicon", "signposts.touch_icon", "api.cite"))
# What may stand in a path as it is (RFC 3986, section 3.3).
_PATH = "/:!$&'()*+,;=@"
# Characters that Werkzeug and browsers do not escape in a query.
_UNQUOTED = "!$'()*,/:;?@"


class PostId(PathConverter):
    """A URL converter for a post's id, which may contain slashes."""

    regex = ".+?"
    # The expression does not mention slashes, from which Werkzeug would conclude that it has none.
    part_isolating = False


class Way(NamedTuple):
    """How a template writes a link: the tag's name, and its opening without brackets."""

    opening: Markup
    tag: str


def register(app: Flask) -> None:
    """Give the links to an app's templates, and redirect the buttons that stand for links."""
    app.jinja_env.globals.update(url_for=url_for, search_url=search_url, way=way)
    app.jinja_env.globals.update(post_url=post_url, same_page=same_page)
    app.before_request(_together)


def whole(path: str) -> str:
    """The full public address of a path of this app.

    Empty in a site without a server that is not told where its files will be found.
    """
    placed: Callable[[str], str] | None = current_app.config["STANDALONE"]
    return placed(path) if placed else request.host_url.rstrip("/") + path


def url_for(
    endpoint: str,
    *,
    _external: bool = False,
    _below: str | None = None,
    **values: str | int | Iterable[str],
) -> str:
    """The link to a page, as Flask makes it: extra values go into the query.

    With ``_external`` it begins with where readers reach the app. The path is ``_below`` another
    than that of this request, such as that of a language.
    """
    if _external:
        return whole(url_for(endpoint, _below=_below, **values))  # type: ignore[arg-type]
    places = _places(endpoint)
    below = _below if _below is not None else _root(endpoint)
    if values.keys() <= places:
        return _path(below, endpoint, *values.items())
    parts = [(name, value) for name, value in values.items() if name in places]
    path = _path(below, endpoint, *parts)
    asked = _query({name: value for name, value in values.items() if name not in places})
    return f"{path}?{asked}" if asked else path


def post_url(post_id: str, tag: str = "") -> str:
    """The link to a post's page, in this page's language unless another is given."""
    if tag and tag != language() and tag in offered():
        return url_for("pages.post", post_id=post_id, _below=root(tag))
    return url_for("pages.post", post_id=post_id)


class Version(NamedTuple):
    """A post in a language: the tag of that, the title in it, and the path of its page."""

    tag: str
    title: str
    address: str


def versions(post: Post) -> tuple[Version, ...]:
    """A post's original and its translations, in the languages of the pages.

    Of one without such translations there is none that is worth naming.
    """
    titles = {told.language: told.title for told in post.translations}
    found = [Version(tag, titles[tag], _version(post, tag)) for tag in offered() if tag in titles]
    if not found:
        return ()
    return (Version(digest_language(), post.title, written_at(post)), *found)


def canonical_post(post: Post) -> str:
    """The path of the page by which search engines know a post as this page tells it.

    In a language that the post is not translated into the page has other words around the same
    text, and is no version of it: the page in the language of the posts is meant.
    """
    return _version(post, language() if post.translation(language()) else _posts_in())


def written_at(post: Post) -> str:
    """The path of the page that shows a post as it was written."""
    return _version(post, _posts_in())


def _posts_in() -> str:
    """The language of the pages that show posts as they were written."""
    own = digest_language()
    return own if own in offered() else offered()[0]


def _version(post: Post, tag: str) -> str:
    return url_for("pages.post", post_id=post.id, _below=canonical_root(tag))


def search_url(address: Address, endpoint: str = "pages.results", **parts: str) -> str:
    """The link to an address of the results page, or of a twin named by ``endpoint``.

    ``parts`` fill the path, such as the slug of a topic whose page implies a filter: that filter
    and the question are then not repeated behind the question mark.
    """
    shown = address.parameters
    if parts:
        shown = {key: value for key, value in shown.items() if key in ("sort", "size", "page")}
    path = _path(page_root(), endpoint, *parts.items())
    return f"{path}?{_query(shown)}" if shown else path


def same_page(tag: str) -> str:
    """The address of this page in another language, with the same query.

    Where nobody is asked what language is liked, the first of them needs no name.
    """
    first = current_app.config["STANDALONE"] is not None and tag == offered()[0]
    # Whoever changes the language of the pages means that of the hits as well.
    parts = request.query_string.decode("ascii", "replace").split("&")
    asked = "&".join(part for part in parts if part.partition("=")[0] != "lang")
    return quote(root("" if first else tag) + request.path, _PATH) + (f"?{asked}" if asked else "")


def way(url: str, attributes: str = "") -> Way:
    """A link with some attributes, or a button if its question is too long for a link.

    One that is too long to be repeated is held once, by the page's form "asked"; the way is then a
    button that sends it together with what stands beside it.
    """
    path, _, query = url.partition("?")
    question, _, beside = query.partition("&")
    if len(question) <= MOST_REPEATED or not question.startswith("q="):
        more = f" {attributes}" if attributes else ""
        return Way(Markup(f'a href="{escape(url)}"{more}'), "a")  # noqa: S704 (escaped, or ours)
    action = f' formaction="{escape(path)}"' if path != url_for("pages.results") else ""
    sent = f'name="{_BESIDE}" value="{escape(beside)}"'
    return Way(Markup(f'button form="asked"{action} {sent}'), "button")  # noqa: S704 (escaped)


def _together() -> Response | None:
    """Redirect a pressed button to the address that a link would have had."""
    beside = request.args.get(_BESIDE)
    if beside is None or request.endpoint not in _ASKED:
        return None
    values = [(name, value) for name, value in parse_qsl(beside) if name not in ("q", _BESIDE)]
    query = urlencode([("q", request.args.get("q", "")), *values], safe=_UNQUOTED)
    return redirect(f"{url_for(request.endpoint, **(request.view_args or {}))}?{query}", 303)


def _root(endpoint: str) -> str:
    """The beginning of a page's path; files have the same one in every language."""
    return root() if endpoint in _FILES else page_root()


def _query(values: Mapping[str, str | int | Iterable[str]]) -> str:
    """A query string; a parameter with several values is repeated."""
    return "&".join(
        f"{name}={quote_plus(str(one), _UNQUOTED)}"
        for name, value in values.items()
        for one in ((value,) if isinstance(value, str | int) else value)
    )


@lru_cache(maxsize=256)
def _places(endpoint: str) -> frozenset[str]:
    """The names of the placeholders in a page's path; cached for all apps."""
    return frozenset(n for rule in current_app.url_map.iter_rules(endpoint) for n in rule.arguments)


@lru_cache(maxsize=MOST_PATHS)
def _path(root: str, endpoint: str, *parts: tuple[str, object]) -> str:
    """A page's path below the ``root`` of the app; cached for all apps."""
    return current_app.url_map.bind("localhost", root or "/").build(endpoint, dict(parts))
