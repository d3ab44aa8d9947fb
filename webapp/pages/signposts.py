"""Files for visiting programs: sitemap, robots, OpenSearch description, suggestions."""

from __future__ import annotations

from flask import Blueprint, Response, abort, jsonify, render_template, request, url_for

from webapp.pages.browse import WAYS
from webapp.view.catalog import snapshot
from webapp.view.overview import archive, authors
from webapp.view.suggesting import suggestions

blueprint = Blueprint("signposts", __name__)

# What a sitemap may hold at most is 50,000 addresses; smaller ones are read sooner.
MOST_ADDRESSES = 20_000


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """The addresses of all pages, or of the sitemaps that share them."""
    addresses = _addresses()
    if len(addresses) <= MOST_ADDRESSES:
        return _xml("sitemap.xml", addresses=addresses)
    parts = range(1, -(-len(addresses) // MOST_ADDRESSES) + 1)
    return _xml("sitemaps.xml", parts=parts)


@blueprint.get("/sitemap-<int:part>.xml")
def part(part: int) -> Response:
    """A part of the addresses of all pages, counted from 1."""
    addresses = _addresses()[max(part - 1, 0) * MOST_ADDRESSES :][:MOST_ADDRESSES]
    if not part or not addresses:
        abort(404, f"There is no part {part} of the sitemap.")
    return _xml("sitemap.xml", addresses=addresses)


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Every page may be read; searches, which have no end, are not to be crawled."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in (url_for("pages.results"), "/api/", "/embed/")),
        f"Sitemap: {url_for('signposts.sitemap', _external=True)}",
    ]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


@blueprint.get("/opensearch.xml")
def opensearch() -> Response:
    """How a browser searches the digest from its own address bar."""
    response = _xml("opensearch.xml")
    response.mimetype = "application/opensearchdescription+xml"
    return response


@blueprint.get("/opensearch/suggest")
def suggest() -> Response:
    """Suggestions in the form that browsers ask for: what was typed, and how it may go on."""
    typed = request.args.get("q", "")[:200]
    response = jsonify([typed, [found.text for found in suggestions(snapshot(), typed)]])
    response.mimetype = "application/x-suggestions+json"
    return response


def _addresses() -> list[str]:
    """The absolute address of every page that is no search."""
    endpoints = ("pages.home", *(endpoint for endpoint, _ in WAYS), "pages.about")
    pages = [url_for(endpoint, _external=True) for endpoint in endpoints]
    for endpoint, key, values in (
        ("pages.topic", "slug", [topic.value for topic in snapshot().topics() if topic.count]),
        ("pages.kind", "slug", [kind.value for kind in snapshot().kinds() if kind.count]),
        ("pages.month", "month", [month.value for month in snapshot().months()]),
        ("browse.author", "slug", list(authors())),
        ("pages.post", "post_id", list(archive().ids)),
    ):
        pages += [url_for(endpoint, _external=True, **{key: value}) for value in values]
    return pages


def _xml(template: str, **values: object) -> Response:
    return Response(render_template(template, **values), mimetype="application/xml")
