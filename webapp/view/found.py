"""What search engines, shared links and programs are told of a page: its one address, its picture,
and what it is related to (RFC 8288)."""

from __future__ import annotations

from typing import Any

from flask import Flask, g, request

from webapp.language.choice import canonical_root, language, offered
from webapp.view.catalog import catalog
from webapp.view.links import url_for
from webapp.view.metadata import whole

# The answers to questions have no end, and a reading list is its reader's alone.
_UNLISTED = frozenset(("pages.results", "pages.reading_list"))
_PAGES = ("pages", "browse")
# Of a question that is longer, no address is told: a header must stay small.
MOST_CHARACTERS = 2000


def register(app: Flask) -> None:
    """Give what is told to an app's templates."""
    app.jinja_env.globals.update(
        alternates=alternates, canonical=canonical, card=card, linked_site=linked_site
    )


def canonical(page: int = 1) -> str:
    """The one address of the page that is asked for, whatever stood behind its question mark.

    ``page`` is the number of a part of a list. Empty for what is to stay out of search engines.
    """
    return _address(language(), page)


def alternates(page: int = 1) -> tuple[tuple[str, str], ...]:
    """The addresses of the page in every language, each after its tag; none where there is one."""
    if len(offered()) < 2 or not canonical(page):
        return ()
    found = [(tag, _address(tag, page)) for tag in offered()]
    return (*found, ("x-default", found[0][1]))


def _address(tag: str, page: int) -> str:
    endpoint = request.endpoint or ""
    listed = request.blueprint in _PAGES or endpoint == "openapi.page"
    if not listed or endpoint in _UNLISTED:
        return ""
    parts = {**(request.view_args or {}), **({"page": page} if page > 1 else {})}
    return url_for(endpoint, _external=True, _below=canonical_root(tag), **parts)


def card() -> str:
    """The address of the picture that a shared link shows: the digest's own, or that of all."""
    return catalog().digest.card or url_for("static", filename="card.png", _external=True)


def linked_site(address: str) -> dict[str, Any]:
    """The digest as schema.org has it."""
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
    """Tell that this request's answer has a relation to an address; an empty one is not told."""
    if address and len(address) <= MOST_CHARACTERS:
        kind = f'; type="{mimetype}"' if mimetype else ""
        g.setdefault("relations", []).append(f'<{address}>; rel="{rel}"{kind}')


def relations() -> str:
    """The value of the header ``Link``, empty when nothing was told."""
    return ", ".join(g.get("relations", ()))
