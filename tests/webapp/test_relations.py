"""The header ``Link`` gives programs the relations of an answer."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.pretended.engine_fake import FakeEngine, hostile_digest
from webapp.app import create_app

_LINK = re.compile(r'<([^>]*)>; rel="([^"]*)"(?:; type="([^"]*)")?')


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(FakeEngine(hostile_digest())).test_client()


def links(client: FlaskClient, path: str) -> dict[str, list[str]]:
    """The addresses by their relation."""
    answer = client.get(path)
    found: dict[str, list[str]] = {}
    for address, rels, _ in _LINK.findall(answer.headers.get("Link", "")):
        for rel in rels.split():
            found.setdefault(rel, []).append(address)
    return found


def test_every_page_of_results_links_to_the_next(client: FlaskClient) -> None:
    path, seen = "/api/v1/search?q=burnout", 0
    found: dict[str, list[str]] = {}
    while path:
        found = links(client, path)
        answer = client.get(path).get_json()
        seen += len(answer["hits"])
        assert found.get("next", [None]) == [answer["next"]]
        (page,) = found["alternate"]
        assert client.get(page).mimetype == "text/html"
        path = found.get("next", [""])[0]
    assert seen == client.get("/api/v1/search?q=burnout").get_json()["total"]
    assert found["prev"] == ["/api/v1/search?q=burnout&page=2"]


def test_a_post_links_to_its_citations_in_every_form(client: FlaskClient) -> None:
    answer = client.get("/posts/MED-10")
    told = _LINK.findall(answer.headers["Link"])
    assert [rel for _, rel, _ in told] == ["alternate", *["describedby"] * 3]
    for address, _, mimetype in told:
        assert client.get(address).mimetype == mimetype


def test_every_answer_of_the_api_links_to_its_description(client: FlaskClient) -> None:
    for path in ("/api/v1/topics", "/api/v1/posts/MED-10", "/api/v1/posts/nowhere"):
        assert links(client, path)["service-desc"] == ["/api/v1/openapi.json"]
        assert links(client, path)["describedby"] == ["/api/v1/openapi.json"]


@pytest.mark.parametrize("path", ["/posts/2022-01-hostile", "/search?q=%0d%0aX: y>; rel=x&page=2"])
def test_no_request_injects_into_the_header(client: FlaskClient, path: str) -> None:
    header = client.get(path).headers["Link"]
    assert "\n" not in header and header.isascii()
    assert header.count("<") == header.count(">") == header.count("; rel=")


def test_a_long_question_is_not_repeated_in_the_header(client: FlaskClient) -> None:
    found = links(client, f"/search?q=burnout+{'%E2%82%AC' * 900}&page=2")
    assert "alternate" not in found


def test_a_feed_links_to_itself_and_its_page(client: FlaskClient) -> None:
    assert links(client, "/topics/trauma/feed.atom") == {
        "self": ["http://localhost/topics/trauma/feed.atom"],
        "alternate": ["http://localhost/topics/trauma"],
    }
