"""What fills the parts of routes' addresses that vary."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from webapp.view.catalog import catalog, snapshot
from webapp.view.overview import authors

_PART = re.compile(r"<(?:(\w+)[^:>]*:)?(\w+)>")


def parts_for(app: Flask, post_id: str) -> dict[str, dict[str, Any]]:
    """What fills each route, by its endpoint, so that it answers with this post or a list it is in.

    The post must have a topic and a kind of research that the digest lists, a month, and an author.
    """
    with app.test_request_context():
        post = snapshot().post(post_id)
        topic, *_ = catalog().topics_of(post)
        kind = catalog().kind_of(post)
        author, *_ = (one.slug for one in authors().values() if post_id in one.posts)
    assert kind and post.month
    return {
        "static": {"filename": "style.css"},
        "images.image": {"post_id": post_id, "name": "map.png"},
        "pages.post": {"post_id": post_id},
        "pages.topic": {"slug": topic.slug},
        "pages.kind": {"slug": kind.slug},
        "pages.month": {"month": post.month},
        "browse.year": {"year": post.year},
        "browse.author": {"slug": author},
        "feeds.digest": {"form": "atom"},
        "feeds.topic": {"slug": topic.slug, "form": "atom"},
        "feeds.kind": {"slug": kind.slug, "form": "atom"},
        "feeds.search": {"form": "atom"},
        "signposts.part": {"part": 1},
        "api.post": {"post_id": post_id},
        "api.related": {"post_id": post_id},
        "api.cite": {"form": "ris"},
        "api.month": {"month": post.month},
        "api.author": {"author": author},
    }


def made_up_parts(rule: Rule, text: str) -> dict[str, Any]:
    """A value for each part of a route: a number where it must be one, else the text."""
    kinds = {name: kind for kind, name in _PART.findall(rule.rule)}
    values = {"int": 2021, "any": "json"}
    return {name: values.get(kind, text) for name, kind in kinds.items()}
