"""Answers at former addresses of posts: a redirect, or why the post is gone."""

from __future__ import annotations

from flask import redirect, request
from werkzeug.wrappers import Response

from corpus.digest import Gone
from corpus.folder.settings.gone_file import bare
from corpus.post import Post
from webapp.view.catalog import snapshot
from webapp.view.links import url_for


def moved() -> Response | None:
    """A redirect (301) to the post that had this address before; ``None`` if there is none.

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


def gone() -> Gone | None:
    """What the digest says about the removed post at this address.

    ``None`` where it says nothing. An address that ends in the post's id (its JSON, what was
    related to it) is gone like its page.
    """
    asked = {bare((request.view_args or {}).get("post_id", "")), bare(request.path)}
    return next((one for one in snapshot().digest.gone if one.address in asked), None)


def instead(one: Gone) -> list[Post]:
    """The posts to read in place of a removed one, as far as they are live."""
    live = snapshot()
    ids = frozenset(live.ids)
    return [live.post(post_id) for post_id in one.read if post_id in ids]
