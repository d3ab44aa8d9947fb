"""The Flask app: pages and JSON over an engine."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any, cast

from flask import Flask
from flask.json.provider import DefaultJSONProvider

from corpus.citations.forms import FORMS
from search.engine.seam import Engine
from webapp.api import openapi, routes
from webapp.http import (
    admission,
    assets,
    compression,
    counting,
    errors,
    headers,
    logs,
    metrics,
    site,
)
from webapp.language import choice, words
from webapp.language.templates import LanguageEnvironment
from webapp.pages import browse, embed, feeds, images, maintain, reading, signposts
from webapp.view import catalog, elsewhere, filters, found, links
from webapp.view.links import PostId


def create_app(engine: Engine, config: Mapping[str, Any] | None = None) -> Flask:
    """The app that answers from an engine.

    ``config`` overrides Flask's settings and these: ``POSTS_PER_PAGE`` (10), the hits on a page;
    ``SITE`` (none), where readers reach the app, when it is not where it is asked: an origin, and
    perhaps a path; ``TRUST_PROXY`` (0), how many proxies are believed whom they were asked by;
    ``EMBED_ON`` (nowhere), the origins whose pages may frame what is made for that;
    ``NOTES`` (none), the folder in which questions are counted if the digest says so;
    ``MAINTENANCE`` (none), what the maintainer's pages are about and the token that opens them;
    ``STANDALONE`` (none), for pages that are written as files and leave out what only a server can
    give: what tells the whole address of a path, empty where it is not known; ``METRICS`` (none),
    the token that opens the figures for Prometheus; ``PREVIEW`` (none), what tells the day, where
    posts are shown that readers do not see on it yet, each marked; ``IMAGES`` (none), the folder of
    the posts' files, from which their images are read; ``LOG_ANSWERS`` (false), log every answer;
    ``MCP`` (false), answer assistants at ``/mcp``; ``TRANSLATIONS`` (the program's own), the folder
    of the catalogues of other languages than English.
    """
    app = Flask(__name__, static_folder=None)
    app.jinja_environment = LanguageEnvironment
    app.config.update(POSTS_PER_PAGE=10, SITE="", EMBED_ON=())
    app.config.update(NOTES=None, MAINTENANCE=None, STANDALONE=None, MCP=False)
    app.config.update(METRICS="", LOG_ANSWERS=False, TRUST_PROXY=0, PREVIEW=None, IMAGES=None)
    app.config.update(TRANSLATIONS=None)
    app.config.update(config or {})
    app.extensions["engine"] = engine
    app.url_map.strict_slashes = False
    # The id of a post is whatever its collection says: slashes in a row are part of it.
    app.url_map.merge_slashes = False
    app.url_map.converters["post_id"] = PostId
    # Keys come in the order that their documentation has.
    cast(DefaultJSONProvider, app.json).sort_keys = False
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["version"] = version("pprsearch")
    app.jinja_env.globals["standalone"] = app.config["STANDALONE"] is not None
    app.jinja_env.globals["feeds_here"] = True
    app.jinja_env.globals["preview"] = app.config["PREVIEW"] is not None
    app.jinja_env.globals["citation_forms"] = FORMS

    # Templates are part of the program: none changes while it runs.
    app.jinja_env.auto_reload = False

    choice.register(app, catalog.served)
    words.register(app)
    site.register(app)
    admission.register(app)
    site.trust(app)
    links.register(app)
    catalog.register(app)
    elsewhere.register(app)
    filters.register(app)
    found.register(app)
    assets.register(app)
    compression.register(app)
    headers.register(app)
    errors.register(app)
    counting.register(app)
    for module in (reading, browse, feeds, images, signposts, openapi, embed, routes):
        app.register_blueprint(module.blueprint)
    app.register_blueprint(routes.health)
    maintain.register(app)
    if app.config["MCP"]:
        # Imported here: its library takes a second, and is an extra.
        from webapp.api import mcp_http

        mcp_http.register(app)
    metrics.register(app)
    logs.register(app)
    return app
