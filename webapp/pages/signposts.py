"""Files for visiting programs: sitemap, robots, OpenSearch description, suggestions."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, jsonify, render_template, request
from markupsafe import escape

from webapp.pages.browse import WAYS
from webapp.view.catalog import kept, snapshot
from webapp.view.links import url_for
from webapp.view.overview import archive, authors
from webapp.view.suggesting import suggestions

blueprint = Blueprint("signposts", __name__)

# What a sitemap may hold at most is 50,000 addresses; smaller ones are read sooner.
MOST_ADDRESSES = 20_000
_ORIGIN = "{origin}"


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """The addresses of all pages, or of the sitemaps that share them."""
    made = _sitemaps()
    if len(made) == 1:
        return _whole(made[0])
    return _xml("sitemaps.xml", parts=range(1, len(made) + 1))


@blueprint.get("/sitemap-<int:part>.xml")
def part(part: int) -> Response:
    """A part of the addresses of all pages, counted from 1."""
    made = _sitemaps()
    if not 1 <= part <= len(made):
        abort(404, f"There is no part {part} of the sitemap.")
    return _whole(made[part - 1])


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


def _sitemaps() -> list[str]:
    """The parts of the sitemap, made once a generation; ``_ORIGIN`` stands for where it is asked.

    A request may name any host, and for each of them a sitemap is not kept.
    """

    def make() -> list[str]:
        addresses = _addresses()
        return [
            render_template("sitemap.xml", addresses=addresses[first : first + MOST_ADDRESSES])
            for first in range(0, len(addresses), MOST_ADDRESSES)
        ]

    return kept(f"sitemaps {request.script_root} {MOST_ADDRESSES}", make)


def _whole(made: str) -> Response:
    """A sitemap with the origin that it is asked at."""
    origin = str(escape(request.host_url.rstrip("/")))
    return Response(made.replace(_ORIGIN, origin), mimetype="application/xml")


def _addresses() -> list[str]:
    """The address of every page that is no search, with ``_ORIGIN`` for its beginning."""
    endpoints = ("pages.home", *(endpoint for endpoint, _ in WAYS), "pages.about")
    pages = [_ORIGIN + url_for(endpoint) for endpoint in endpoints]
    for endpoint, key, values in (
        ("pages.topic", "slug", [topic.value for topic in snapshot().topics() if topic.count]),
        ("pages.kind", "slug", [kind.value for kind in snapshot().kinds() if kind.count]),
        ("pages.month", "month", [month.value for month in snapshot().months()]),
        ("browse.author", "slug", list(authors())),
        ("pages.post", "post_id", list(archive().ids)),
    ):
        parts: list[dict[str, Any]] = [{key: value} for value in values]
        pages += [_ORIGIN + url_for(endpoint, **part) for part in parts]
    return pages


def _xml(template: str, **values: object) -> Response:
    return Response(render_template(template, **values), mimetype="application/xml")
