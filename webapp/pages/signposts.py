"""Files for visiting programs: sitemap, robots.txt, icons, OpenSearch."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Blueprint, Response, abort, current_app, jsonify, render_template, request
from markupsafe import escape

from corpus.message import Message
from webapp.http.assets import asset
from webapp.language.choice import offered, root
from webapp.view.catalog import kept, snapshot
from webapp.view.links import url_for, whole
from webapp.view.sitemap import listed
from webapp.view.suggesting import suggestions

blueprint = Blueprint("signposts", __name__)

# A sitemap may have 50,000 addresses; smaller ones are read sooner.
MOST_ADDRESSES = 20_000
_ORIGIN = "{origin}"


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """The sitemap, or an index of several."""
    made = _sitemaps()
    if len(made) == 1:
        return _whole(made[0])
    return _xml("sitemaps.xml", parts=made)


@blueprint.get("/sitemap-<int:part>.xml")
def part(part: int) -> Response:
    """One of several sitemaps, counted from 1."""
    made = _sitemaps()
    if not 1 <= part <= len(made):
        abort(404, Message("There is no part %(part)s of the sitemap.", part=part))
    return _whole(made[part - 1])


@blueprint.get("/robots.txt")
def robots() -> Response:
    """robots.txt: every page may be crawled except searches, which are endless."""
    tags = offered() if len(offered()) > 1 else ()
    homes = [url_for("pages.home", _below=root(tag)) for tag in ("", *tags)]
    lines = [
        "User-agent: *",
        *(f"Disallow: {home}{path}" for home in homes for path in ("search", "api/", "embed/")),
        f"Sitemap: {url_for('signposts.sitemap', _external=True)}",
    ]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


@blueprint.get("/favicon.ico")
def favicon() -> Response:
    """The icon at the address that programs try by default."""
    return asset("favicon.ico")


@blueprint.get("/apple-touch-icon.png")
def touch_icon() -> Response:
    """The icon for the home screen of telephones."""
    return asset("apple-touch-icon.png")


@blueprint.get("/opensearch.xml")
def opensearch() -> Response:
    """The OpenSearch description, with which browsers search the digest from the address bar."""
    response = _xml("opensearch.xml")
    response.mimetype = "application/opensearchdescription+xml"
    return response


@blueprint.get("/opensearch/suggest")
def suggest() -> Response:
    """Suggestions in OpenSearch's format: what was typed, and its completions."""
    typed = request.args.get("q", "")[:200]
    response = jsonify([typed, [found.text for found in suggestions(snapshot(), typed)]])
    response.mimetype = "application/x-suggestions+json"
    return response


@dataclass(frozen=True, slots=True)
class Sitemap:
    """A part of the sitemap; ``changed`` is the last day on which a page in it changed."""

    xml: str
    changed: str


def _sitemaps() -> list[Sitemap]:
    """The parts of the sitemap, made once a generation, with a placeholder for the origin.

    A request may name any host, and for each of them a sitemap is not kept.
    """

    def make() -> list[Sitemap]:
        pages, origin = listed(), _ORIGIN
        if current_app.config["STANDALONE"]:
            origin = ""
            pages = [
                replace(
                    page,
                    path=whole(page.path),
                    versions=tuple((tag, whole(path)) for tag, path in page.versions),
                )
                for page in pages
            ]
        parts = (pages[at : at + MOST_ADDRESSES] for at in range(0, len(pages), MOST_ADDRESSES))
        return [
            Sitemap(
                render_template("sitemap.xml", pages=part, origin=origin),
                max(page.changed for page in part),
            )
            for part in parts
        ]

    return kept(f"sitemaps {request.script_root} {MOST_ADDRESSES}", make)


def _whole(made: Sitemap) -> Response:
    """A sitemap with the request's origin filled in."""
    origin = str(escape(request.host_url.rstrip("/")))
    return Response(made.xml.replace(_ORIGIN, origin), mimetype="application/xml")


def _xml(template: str, **values: object) -> Response:
    return Response(render_template(template, **values), mimetype="application/xml")
