"""The search box and related posts as frames for other sites."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template, request

from corpus.message import Message
from corpus.post import Post
from search.question import Question
from search.results import SearchOptions
from webapp.http.assets import worded_asset
from webapp.language.choice import language
from webapp.view.catalog import snapshot

blueprint = Blueprint("embed", __name__)

MOST_POSTS = 5
SCHEMES = ("light", "dark")


@blueprint.get("/embed/search")
def search() -> str:
    """A search box whose answers open on the digest's own pages."""
    return render_template("embed-search.html", scheme=_scheme())


@blueprint.get("/embed/related")
def related() -> str:
    """The posts related to a post (``post``), or that best fit some words (``q``)."""
    post_id, words = request.args.get("post", ""), request.args.get("q", "")
    if not post_id and not words.strip():
        abort(
            400,
            Message("Name a post (post=ID) or give words, such as the title of a page (q=WORDS)."),
        )
    posts: list[tuple[Post, str]]
    if post_id:
        found = snapshot().related(snapshot().moved(post_id) or post_id)
        posts = [(one.post, one.reason) for one in (*found.closest, *found.across)]
    else:
        options = SearchOptions(limit=MOST_POSTS, language=language())
        results = snapshot().search(Question.parse(words), options)
        posts = [(hit.post, "") for hit in results.hits if results.answered]
    return render_template("embed-related.html", scheme=_scheme(), posts=posts[:MOST_POSTS])


@blueprint.get("/embed.js")
def script() -> Response:
    """The script that inserts the frames into a page; its address never changes."""
    return worded_asset("embed.js")


def _scheme() -> str:
    """The color scheme that was asked for; by default the reader's."""
    asked = request.args.get("scheme", "")
    return asked if asked in SCHEMES else "light dark"
