"""The images of posts, served from the digest's folder."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, abort, current_app, request

from corpus.folder.images import images_of, read_image
from corpus.message import Message
from webapp.view.catalog import snapshot

blueprint = Blueprint("images", __name__)


@blueprint.get("/images/<post_id:post_id>/<name>")
def image(post_id: str, name: str) -> Response:
    """An image that a post shows; 404 for any other file."""
    folder: Path | None = current_app.config["IMAGES"]
    found = None
    if folder and any(one.name(post_id) == name for one in images_of(snapshot().post(post_id))):
        found = read_image(folder, post_id, name)
    if found is None:
        abort(404, Message("There is no such image."))
    data, sort = found
    response = Response(data, mimetype=sort)
    # Its ETag depends only on its bytes, not on the generation.
    response.headers["Cache-Control"] = "private, no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response
