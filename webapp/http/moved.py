"""Redirects from a post's former address to the one that it has now."""

from __future__ import annotations

from flask import redirect, request
from werkzeug.wrappers import Response

from webapp.view.catalog import snapshot
from webapp.view.links import url_for


def moved() -> Response | None:
    """The way (301) to the post that had the address asked for, or ``None`` when none had it.

    An address that ends in a post's old id leads to the same thing of the post: its page, its
    JSON, what is related to it.
    """
    parts = request.view_args or {}
    if post_id := snapshot().moved(parts.get("post_id", "")):
        path = url_for(request.endpoint or "pages.post", **{**parts, "post_id": post_id})
    elif post_id := snapshot().moved(request.path):
        path = url_for("pages.post", post_id=post_id)
    else:
        return None
    asked = request.query_string.decode("ascii", "replace")
    return redirect(f"{path}?{asked}" if asked else path, 301)
