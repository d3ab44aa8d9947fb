"""The routes of the JSON API under ``/api/v1``."""

from __future__ import annotations

from contextlib import suppress
from importlib.metadata import version

from flask import Blueprint, Response, abort, jsonify, request

from corpus.citations.forms import FORMS
from corpus.post import Post
from search.errors import PostMissing
from search.results import FacetValue, SearchOptions
from webapp.api import shapes
from webapp.view.address import Address
from webapp.view.answer import answer
from webapp.view.catalog import catalog, engine, reference_of, snapshot
from webapp.view.overview import authors
from webapp.view.suggesting import suggestions

# The most posts whose citations one file holds.
MOST_CITED = 500

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
health = Blueprint("health", __name__)


@blueprint.get("/search")
def search() -> Response:
    """The answer to a question; a parameter that can't be read is a fault, not a guess."""
    address = Address.read(request.args)
    if address.faults:
        abort(400, " ".join(address.faults))
    return jsonify(shapes.results(answer(address)))


@blueprint.get("/posts/<post_id:post_id>")
def post(post_id: str) -> Response:
    """One post with its text."""
    found = snapshot().post(post_id)
    neighbours = snapshot().neighbours(post_id)
    return jsonify(shapes.whole_post(found, neighbours.newer, neighbours.older, _relations(found)))


@blueprint.get("/posts/<post_id:post_id>/related")
def related(post_id: str) -> Response:
    """The posts related to one, with reasons."""
    found = snapshot().related(post_id)
    return jsonify(
        {
            "id": post_id,
            "closest": shapes.related(found.closest),
            "across": shapes.related(found.across),
            "newer": shapes.related(found.newer),
        }
    )


@blueprint.get("/topics")
def topics() -> Response:
    """Every topic with the number of its posts."""
    return jsonify({"topics": shapes.values(snapshot().topics())})


@blueprint.get("/kinds")
def kinds() -> Response:
    """Every kind of research with the number of its posts."""
    return jsonify({"kinds": shapes.values(snapshot().kinds())})


@blueprint.get("/months")
def months() -> Response:
    """Every month with the number of its posts, newest first."""
    return jsonify({"months": shapes.values(snapshot().months())})


@blueprint.get("/months/<month>")
def month(month: str) -> Response:
    """The posts of a month."""
    posts = snapshot().month(month)
    if not posts:
        abort(404, f"There are no posts of the month “{month}”.")
    return jsonify(
        {
            "month": month,
            "this_month": catalog().this_month(posts),
            "posts": [shapes.post_in_brief(post) for post in posts],
        }
    )


@blueprint.get("/authors")
def author_list() -> Response:
    """Every author of a study, by family name, with the number of posts."""
    values = (FacetValue(one.slug, one.name, len(one.posts)) for one in authors().values())
    return jsonify({"authors": shapes.values(values)})


@blueprint.get("/authors/<author>")
def author(author: str) -> Response:
    """The posts on an author's studies."""
    found = authors().get(author)
    if found is None:
        abort(404, f"There is no author “{author}”.")
    posts = [shapes.post_in_brief(snapshot().post(post_id)) for post_id in found.posts]
    return jsonify({"name": found.name, "posts": posts})


@blueprint.get("/suggest")
def suggest() -> Response:
    """What may go on from the letters typed so far."""
    typed = request.args.get("q", "")[:200]
    return jsonify({"q": typed, "suggestions": shapes.suggestions(suggestions(snapshot(), typed))})


@blueprint.get("/cite/<form>")
def cite(form: str) -> Response:
    """The citations of posts as a file: of those named, or of all that answer a question."""
    found = FORMS.get(form)
    if found is None:
        abort(404, f"There is no form of citation “{form}”; there are {', '.join(FORMS)}.")
    posts = _cited()
    if not posts:
        abort(404, "There is no post to cite.")
    response = Response(found.write(reference_of(post) for post in posts), mimetype=found.mimetype)
    name = posts[0].id if len(posts) == 1 else "citations"
    response.headers.set(
        "Content-Disposition", "attachment", filename=f"{name.replace('/', '-')}.{found.ending}"
    )
    return response


def _relations(post: Post) -> dict[str, list[Post]]:
    """The posts that a post names by what they are to it, as far as they are there."""
    found: dict[str, list[Post]] = {}
    for name in shapes.RELATIONS:
        found[name] = []
        for other in getattr(post, name):
            # It may be a draft still, or wait for its day.
            with suppress(PostMissing):
                found[name].append(snapshot().post(other))
    return found


def _cited() -> list[Post]:
    """The posts that a request names, as far as they are there, or those that answer it."""
    ids = request.args.getlist("post")
    if ids:
        posts: list[Post] = []
        for post_id in dict.fromkeys(ids[:MOST_CITED]):
            # Of a list kept for years a post may have gone; the others are cited all the same.
            with suppress(PostMissing):
                posts.append(snapshot().post(snapshot().moved(post_id) or post_id))
        return list(dict.fromkeys(posts))
    address = Address.read(request.args)
    if address.faults:
        abort(400, " ".join(address.faults))
    options = SearchOptions(
        limit=MOST_CITED, sort=address.sort, expand=address.expand, off=address.off
    )
    return [hit.post for hit in snapshot().search(address.question, options).hits]


@health.get("/healthz")
def healthz() -> Response:
    """Whether questions are answered, and what a maintainer must know."""
    generation, notes = snapshot().generation, engine().health
    response = jsonify(
        {
            "status": "degraded" if notes else "ok",
            "generation": generation,
            "notes": list(notes),
            "version": version("pprsearch"),
        }
    )
    response.headers["Cache-Control"] = "no-store"
    return response
