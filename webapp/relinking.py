"""Static sites: which file an address becomes, and pages with their links changed to match."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from urllib.parse import parse_qs, quote, unquote, urlsplit

from flask import Flask
from selectolax.lexbor import LexborHTMLParser, LexborNode
from werkzeug.exceptions import HTTPException

from corpus.citations.forms import FORMS
from corpus.slug import slug
from webapp.language.choice import others

SEARCH = "search.html"
SCRIPT = "site/search.js"
STYLE = "site/search.css"
POSTS = "site/posts.js"
# The citation formats written as files: every reference manager reads one of them.
CITED = ("ris", "bibtex")

_OWN = re.compile(r"site/[\w.-]+")
_LINKS = frozenset(("href", "src", "action"))
# Parts of a served page that a file does not need.
_DROPPED = frozenset(
    ("data-suggest", "data-suggesting", "data-suggested", "data-guard", "data-rules")
)
_CHANGED = f":is({', '.join(f'[{name}]' for name in sorted(_LINKS | _DROPPED))})"
_PLAIN = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")
# Addresses that are kept, and those that can only be written if the site's address is known.
_KEPT = frozenset(("static", "signposts.favicon", "signposts.touch_icon"))
_WHOLE = frozenset(
    ("signposts.sitemap", "signposts.part", "feeds.digest", "feeds.topic", "feeds.kind")
)

Place = Callable[[str], str | None]
# How many ways from a folder to a file are cached.
_REMEMBERED = 10_000


def placing(app: Flask, site: str = "") -> Place:
    """A function from address to file; ``None`` for an address that needs a server.

    Feeds and sitemap name whole addresses: they have a file where ``site``, the address at which
    the files will be found, is known.
    """
    adapter = app.url_map.bind("localhost")
    languages = others(app)

    # Cached, as most pages lead to the same addresses.
    @cache
    def place(address: str) -> str | None:
        parts = urlsplit(address)
        tag, stroke, rest = parts.path.removeprefix("/").partition("/")
        folder, path = (f"{tag}/", f"/{rest}") if stroke and tag in languages else ("", parts.path)
        try:
            endpoint, values = adapter.match(unquote(path), method="GET")
        except HTTPException:
            return None
        blueprint, _, view = str(endpoint).rpartition(".")
        if endpoint == "pages.results":
            return folder + SEARCH
        if endpoint in _KEPT or (site and endpoint in _WHOLE):
            return parts.path.lstrip("/")
        if endpoint == "api.cite":
            return _citations(values["form"], parse_qs(parts.query).get("post", ()))
        if endpoint == "images.image":
            return "/".join(_segment(s) for s in unquote(path).strip("/").split("/"))
        if blueprint not in ("pages", "browse") or view == "reading_list":
            return None
        segments = [_segment(s) for s in unquote(path).strip("/").split("/") if s]
        if parts.query:
            mark = hashlib.sha256(parts.query.encode()).hexdigest()[:8]
            segments = [*segments[:-1], f"{segments[-1] if segments else 'index'}.{mark}"]
        return folder + "/".join(segments or ["index"]) + ".html"

    return place


def _citations(form: str, posts: Sequence[str]) -> str | None:
    """The file of a post's citation, or of all citations; ``None`` for other addresses."""
    if form not in CITED or len(posts) > 1:
        return None
    name = "/".join(["posts", *map(_segment, posts[0].split("/"))]) if posts else "citations"
    return f"{name}.{FORMS[form].ending}"


def _segment(text: str) -> str:
    """A part of an address as a file name that is valid on any system; others get a hash."""
    if _PLAIN.fullmatch(text):
        return text
    return (
        f"{slug(text)[:60] or 'x'}.{hashlib.sha256(text.encode(errors='replace')).hexdigest()[:8]}"
    )


def relinked(
    page: str, address: str, file: str, place: Place, base: str = ""
) -> tuple[bytes, tuple[str, ...]]:
    """A page with every link made relative to its file, and the addresses it links to.

    With ``base`` links begin with it instead, for a page that is shown at any address.

    Links that need a server lose their address and stay as text. A link to the search page keeps
    what it asks. All else means what it meant; the markup is written as a browser would write it.
    """
    linker = _Linker(address, file, place, base)
    tree = LexborHTMLParser(page)
    for node in tree.css(_CHANGED):
        linker.change(node)
    return (tree.html or "").encode(), tuple(linker.found)


class _Linker:
    """Changes the links of a page's elements, and collects the addresses they lead to."""

    def __init__(self, address: str, file: str, place: Place, base: str) -> None:
        self.found: dict[str, None] = {}
        self._address = address
        self._file = file
        self._place = place
        self._base = base

    def change(self, node: LexborNode) -> None:
        """Make the links of an element relative, and remove what a file does not need."""
        for name, value in node.attributes.items():
            if name in _DROPPED:
                del node.attrs[name]
            elif name in _LINKS and value is not None:
                link = self._relative(value)
                if link is None:
                    del node.attrs[name]
                else:
                    node.attrs[name] = link

    def _relative(self, link: str) -> str | None:
        parts = urlsplit(link)
        if parts.scheme or parts.netloc or not link or link.startswith("#"):
            return link
        whole = posixpath.normpath(posixpath.join(posixpath.dirname(self._address), parts.path))
        # The first page of a language has an address with a slash at its end.
        whole += "/" if parts.path.endswith("/") and whole != "/" else ""
        address = f"{whole if parts.path else urlsplit(self._address).path}"
        if parts.query:
            address += f"?{parts.query}"
        if _OWN.fullmatch(address[1:]):
            return self._to(address[1:])
        file = self._place(address)
        if file is None:
            return None
        target = self._to(file)
        if file == SEARCH or file.endswith(f"/{SEARCH}"):
            target += f"?{parts.query}" if parts.query else ""
        else:
            self.found.setdefault(address)
        return target + (f"#{parts.fragment}" if parts.fragment else "")

    def _to(self, file: str) -> str:
        if self._base:
            return self._base + quote(file)
        return _from_folder(file, posixpath.dirname(self._file))


@lru_cache(_REMEMBERED)
def _from_folder(file: str, folder: str) -> str:
    """The way from a folder to a file: pages of one folder lead to the same files."""
    return quote(posixpath.relpath(file, folder or "."))
