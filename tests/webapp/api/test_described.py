"""A route's description is that of its view, and its answer is what the view returns."""

from __future__ import annotations

from flask import Blueprint, Flask, Response

from search.results import FacetValue
from webapp.api.described import Api
from webapp.api.lists import AuthorShape, KindsShape
from webapp.api.parameters import POST_ID, Parameter, path


def made() -> tuple[Flask, Api]:
    api = Api(Blueprint("garden", __name__, url_prefix="/garden"))

    @api.get("/kinds", "Lists", Parameter("q", "What is asked."), statuses=(400,))
    def kinds() -> KindsShape:
        """Every kind
        of plant.

        In the order of beds.
        """
        return KindsShape((FacetValue("herb", "Herb", 2),))

    @api.get("/posts/<path:post_id>/of/<author>", "Posts", POST_ID, path("author", "Who."))
    def author(post_id: str, author: str) -> AuthorShape:
        """An author."""
        return AuthorShape(f"{author} of {post_id}", ())

    @api.get("/file", "Posts", files={"text/plain": {"type": "string"}})
    def file() -> Response:
        """A file."""
        return Response("seeds", mimetype="text/plain")

    app = Flask(__name__)
    app.register_blueprint(api.blueprint)
    return app, api


def test_a_shape_is_sent_as_json_and_a_file_unchanged() -> None:
    client = made()[0].test_client()
    answer = client.get("/garden/kinds")
    assert answer.mimetype == "application/json"
    assert answer.get_json() == {
        "kinds": [{"value": "herb", "label": "Herb", "count": 2, "chosen": False}]
    }
    assert client.get("/garden/posts/a/b/of/c").get_json() == {"name": "c of a/b", "posts": []}
    assert (client.get("/garden/file").text, client.post("/garden/file").status_code) == (
        "seeds",
        405,
    )


def test_a_route_is_described_by_its_view() -> None:
    kinds, author, file = made()[1].operations
    assert (kinds.name, kinds.tag, kinds.statuses) == ("kinds", "Lists", (400,))
    assert kinds.summary == "Every kind of plant"
    assert kinds.description == "In the order of beds."
    assert (kinds.answer, kinds.files) == (KindsShape, {})
    assert (author.path, author.description) == ("/posts/{id}/of/{author}", "")
    assert (file.answer, list(file.files)) == (None, ["text/plain"])
