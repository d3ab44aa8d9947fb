"""The JSON API under ``/api/v1``: questions, posts and citations; and the server's health."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

from flask import Blueprint, Response, abort, jsonify, request
from werkzeug.datastructures import MultiDict

from corpus.citations.forms import FORMS
from corpus.message import Joined
from search.errors import SearchError
from search.results import SearchOptions
from search.shapes.comparison import COLUMNS, rows, shaped
from search.shapes.posts import RelatedShape, WholePostShape
from search.shapes.results import ResultsShape
from webapp.api import shapes
from webapp.api.described import Api
from webapp.api.parameters import (
    ASKED,
    BY,
    CHOSEN,
    EXPLAIN,
    LANG,
    PAGE,
    POST_ID,
    POSTS,
    SIZE,
    TYPED,
    VIEW,
    path,
)
from webapp.view.address.query_string import Parameters, read_address
from webapp.view.address.state import Address, View
from webapp.view.answer import answer, evidence, question_at, reader_language
from webapp.view.catalog import engine, snapshot, there
from webapp.view.citing import citations
from webapp.view.csv_text import csv_text
from webapp.view.found import relate
from webapp.view.links import url_for
from webapp.view.suggesting import suggestions

# The most posts whose citations one file holds.
MOST_CITED = 500
# What the fields of a form are sent as.
FORM = "application/x-www-form-urlencoded"

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
api = Api(blueprint)
health = Blueprint("health", __name__)


@api.get(
    "/search", "Questions", *ASKED, PAGE, SIZE, LANG, EXPLAIN, VIEW, BY, CHOSEN, statuses=(400,)
)
def search() -> ResultsShape:
    """The answer to a question.

    Without a question, the posts that pass the filters, newest first. A parameter that can't be
    read is a fault, not a guess.
    """
    address = _address(request.args)
    compared = evidence(address)[1] if address.view == "evidence" else None
    found = shapes.results(answer(address), compared)
    relate("alternate", found.url or "", "text/html")
    relate("prev", found.previous or "")
    relate("next", found.next or "")
    return found


@api.get(
    "/evidence.csv",
    "Questions",
    *ASKED,
    BY,
    CHOSEN,
    statuses=(400,),
    files={"text/csv": {"type": "string"}},
)
def compared() -> Response:
    """What the posts found side by side, as a table.

    A row for each effect of the posts that are named, or else of the first 20 that answer; nothing
    is pooled. The first line names the columns.
    """
    address = _address(request.args, "evidence")
    table = csv_text(COLUMNS, rows(shaped(evidence(address)[1])))
    response = Response(table, mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", filename="evidence.csv")
    return response


@api.get("/suggest", "Questions", TYPED)
def suggest() -> shapes.SuggestionsShape:
    """Suggestions that complete the typed letters."""
    typed = request.args.get("q", "")[:200]
    found = suggestions(snapshot(), typed)
    return shapes.SuggestionsShape(typed, tuple(map(shapes.suggestion, found)))


@api.get("/posts/<post_id:post_id>", "Posts", POST_ID, statuses=(301, 404, 410))
def post(post_id: str) -> WholePostShape:
    """A post with its text."""
    relate("alternate", url_for("pages.post", post_id=post_id), "text/html")
    relate("related", url_for("api.related", post_id=post_id), "application/json")
    return shapes.whole(snapshot().post(post_id))


@api.get("/posts/<post_id:post_id>/related", "Posts", POST_ID, statuses=(301, 404, 410))
def related(post_id: str) -> RelatedShape:
    """The posts related to one, with reasons."""
    return shapes.related(post_id, snapshot().related(post_id))


@api.get(
    "/cite/<form>",
    "Posts",
    path("form", "The form of the file.", enum=list(FORMS)),
    POSTS,
    *ASKED,
    statuses=(400, 404),
    files={
        one.mimetype: {"type": "array", "items": {"type": "object"}}
        if one.mimetype.endswith("json")
        else {"type": "string"}
        for one in FORMS.values()
    },
    form=True,
)
def cite(form: str) -> Response:
    """Citations as a file.

    Of the posts that are named, as far as they are there, or else of those that answer a
    question; at most 500.
    """
    found = FORMS.get(form)
    if found is None:
        abort(404, f"There is no form of citation “{form}”; there are {', '.join(FORMS)}.")
    ids = _cited()
    if not ids:
        abort(404, "There is no post to cite.")
    response = Response(citations(form, ids), mimetype=found.mimetype)
    name = ids[0] if len(ids) == 1 else "citations"
    response.headers.set(
        "Content-Disposition", "attachment", filename=f"{name.replace('/', '-')}.{found.ending}"
    )
    return response


def _address(asked: Parameters, shown: View = "posts") -> Address:
    """The parsed address of a request; a parameter that can't be read ends it with 400."""
    address = read_address(asked, shown)
    if address.faults:
        abort(400, Joined(address.faults))
    return address


@blueprint.after_request
def described(response: Response) -> Response:
    """Add a link to the API's description to every answer."""
    relate("service-desc describedby", url_for("openapi.document"), "application/json")
    return response


def _cited() -> Sequence[str]:
    """The ids of the posts that a request names, or of those that answer its question."""
    asked = _sent() if request.method == "POST" else request.args
    if named := asked.getlist("post"):
        return there(named[:MOST_CITED])
    address = _address(asked)
    options = SearchOptions(
        limit=MOST_CITED,
        sort=address.sort,
        expand=address.expand,
        off=address.off,
        language=reader_language(address),
    )
    return snapshot().found(question_at(address), options)


def _sent() -> MultiDict[str, str]:
    """The fields of the form in this request."""
    if request.mimetype != FORM:
        abort(400, "The parameters are read from a form.")
    return request.form


@health.get("/healthz")
def healthz() -> Response:
    """Whether the server is alive, even without an index."""
    try:
        found = _health()
    except SearchError:
        found = {
            "status": "down",
            "generation": None,
            "notes": ["The index can't be opened; the log says why."],
            "version": version("pprsearch"),
        }
    return _unkept(found)


@health.get("/readyz")
def readyz() -> Response:
    """Whether questions can be answered (else 503), with notes for the maintainer."""
    return _unkept(_health())


def _health() -> dict[str, Any]:
    generation, notes = snapshot().generation, engine().health
    return {
        "status": "degraded" if notes else "ok",
        "generation": generation,
        "notes": list(notes),
        "version": version("pprsearch"),
    }


def _unkept(found: dict[str, Any]) -> Response:
    response = jsonify(found)
    response.headers["Cache-Control"] = "no-store"
    return response
