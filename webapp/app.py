"""The app puts an engine behind pages and JSON; it reads no files of the index itself."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any, cast

from flask import Flask
from flask.json.provider import DefaultJSONProvider

from search.engine import Engine
from webapp import api, browse, faults, filters, headers, pages
from webapp.catalog import catalog
from webapp.citations import FORMS
from webapp.links import cite_url, search_url


def create_app(engine: Engine, config: Mapping[str, Any] | None = None) -> Flask:
    """The app that answers from an engine.

    ``config`` overrides Flask's settings and ``POSTS_PER_PAGE`` (10), the hits on a page.
    """
    app = Flask(__name__)
    app.config["POSTS_PER_PAGE"] = 10
    app.config.update(config or {})
    app.extensions["engine"] = engine
    app.url_map.strict_slashes = False
    # Keys come in the order that their documentation has.
    cast(DefaultJSONProvider, app.json).sort_keys = False
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["version"] = version("pprsearch")
    app.jinja_env.globals["search_url"] = search_url
    app.jinja_env.globals["cite_url"] = cite_url
    app.jinja_env.globals["citation_forms"] = FORMS

    @app.context_processor
    def names() -> dict[str, Any]:
        return {"catalog": catalog(), "digest": catalog().digest}

    filters.register(app)
    headers.register(app)
    faults.register(app)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(browse.blueprint)
    app.register_blueprint(api.blueprint)
    app.register_blueprint(api.health)
    return app
