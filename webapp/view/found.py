"""Metadata of pages for search engines and shared links: address, picture, relations (RFC 8288)."""

from __future__ import annotations

from typing import Any

from flask import Flask, g, request

from corpus.post import Post
from webapp.language.choice import canonical_root, language, offered
from webapp.view import links
from webapp.view.catalog import catalog, snapshot
from webapp.view.links import canonical_post, url_for, versions
from webapp.view.metadata import whole

# Answers to questions are endless, and a reading list is private.
_UNLISTED = frozenset(("pages.results", "pages.reading_list"))
_PAGES = ("pages", "browse")
# A longer question gets no address here: a header must stay small.
MOST_CHARACTERS = 2000


def register(app: Flask) -> None:
    """Make the metadata available to an app's templates."""
    app.jinja_env.globals.update(
        alternates=alternates, canonical=canonical, card=card, linked_site=linked_site
    )


def canonical(page: int = 1) -> str:
    """The canonical address of this page, without parameters that do not matter.

    ``page`` is the number of a part of a list. Empty for what is to stay out of search engines.
    """
    if post := _post():
        return links.whole(canonical_post(post))
    return _address(language(), page)


def alternates(page: int = 1) -> tuple[tuple[str, str], ...]:
    """The addresses of the page in every language, each after its tag; none where there is one.

    A post has one for each language that it is told in.
    """
    if len(offered()) < 2 or not canonical(page):
        return ()
    if post := _post():
        here = canonical_post(post)
        told = [(one.tag, one.address) for one in versions(post)]
        if here not in (address for _, address in told):
            return ()
        return tuple((tag, links.whole(path)) for tag, path in (*told, ("x-default", told[0][1])))
    found = [(tag, _address(tag, page)) for tag in offered()]
    return (*found, ("x-default", found[0][1]))


def _post() -> Post | None:
    """The post that the page which is asked for shows, if it shows one."""
    if request.endpoint != "pages.post":
        return None
    return snapshot().post((request.view_args or {})["post_id"])


def _address(tag: str, page: int) -> str:
    endpoint = request.endpoint or ""
    listed = request.blueprint in _PAGES or endpoint == "openapi.page"
    if not listed or endpoint in _UNLISTED:
        return ""
    parts = {**(request.view_args or {}), **({"page": page} if page > 1 else {})}
    return url_for(endpoint, _external=True, _below=canonical_root(tag), **parts)


def card() -> str:
    """The address of the picture for shared links: the digest's own, or the default."""
    return catalog().digest.card or url_for("static", filename="card.png", _external=True)


def linked_site(address: str) -> dict[str, Any]:
    """The digest as schema.org JSON-LD."""
    digest = catalog().digest
    publisher = whole({"@type": "Organization", "name": digest.name, "url": digest.home})
    return whole(
        {
            "@context": "https://schema.org",
            "@type": "WebSite",
            "@id": address,
            "url": address,
            "name": digest.name,
            "description": digest.description,
            "inLanguage": digest.language,
            "publisher": publisher,
        }
    )


def relate(rel: str, address: str, mimetype: str = "") -> None:
    """Add a relation to this answer's ``Link`` header; empty addresses are ignored."""
    if address and len(address) <= MOST_CHARACTERS:
        kind = f'; type="{mimetype}"' if mimetype else ""
        g.setdefault("relations", []).append(f'<{address}>; rel="{rel}"{kind}')


def relations() -> str:
    """The value of the ``Link`` header; may be empty."""
    return ", ".join(g.get("relations", ()))
