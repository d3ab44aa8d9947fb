"""The head of a page gives one address, a title, a description and a picture for shared links."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from corpus.digest import Digest
from tests.pretended.engine_fake import HOSTILE, FakeEngine, hostile_digest
from webapp.app import create_app

SITE = "https://d.example/digest"
LISTED = (
    *("/", "/topics", "/kinds", "/months", "/authors", "/map", "/about", "/api"),
    *("/topics/therapist-factors", "/topics/trauma", "/kinds/survey", "/months/2021-07"),
    *("/years/2021", "/authors/author-a", "/posts/2021-02-post-1", "/posts/2022-01-hostile"),
    *("/posts/MED-10", "/topics/therapist-factors?page=2"),
)
UNLISTED = (
    "/search",
    "/search?q=burnout",
    "/search?q=zzz",
    "/reading-list",
    "/nowhere",
    "/posts/x",
)


def client_of(digest: Digest, **config: Any) -> FlaskClient:
    return create_app(FakeEngine(digest), {"SITE": SITE, **config}).test_client()


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return client_of(hostile_digest())


class Head:
    """The head of a page."""

    def __init__(self, client: FlaskClient, path: str) -> None:
        self.page = LexborHTMLParser(client.get(path).text)
        metas = [node.attributes for node in self.page.css("head meta")]
        self.told = {m.get("name") or m.get("property"): m.get("content") or "" for m in metas}
        self.names = [m.get("name") or m.get("property") for m in metas if "content" in m]

    @property
    def canonical(self) -> list[str | None]:
        return [node.attributes["href"] for node in self.page.css("link[rel=canonical]")]

    @property
    def title(self) -> str:
        node = self.page.css_first("title")
        return node.text() if node else ""


@pytest.mark.parametrize("path", LISTED)
def test_a_page_has_canonical_address_title_and_description(client: FlaskClient, path: str) -> None:
    head = Head(client, path)
    assert head.canonical == [SITE + path]
    told = head.told
    assert told["og:url"] == SITE + path
    assert 10 <= len(told["description"]) <= 165
    assert told["og:description"] == told["description"]
    assert told["og:site_name"] == hostile_digest().name
    assert told["og:title"] and told["og:title"] in head.title
    assert path in ("/", "/api") or not told["og:title"].endswith(hostile_digest().name)
    assert told["og:type"] == ("article" if path.startswith("/posts/") else "website")
    assert told["og:image"] == f"{SITE}/static/card.png"
    assert told["twitter:card"] == "summary_large_image"
    assert len(head.names) == len(set(head.names)) or path.startswith("/posts/")
    assert "robots" not in told


def test_titles_and_descriptions_of_pages_are_unique(client: FlaskClient) -> None:
    heads = [Head(client, path) for path in LISTED]
    titles = [head.title for head in heads]
    assert len(set(titles)) == len(titles)
    descriptions = [h.told["description"] for h in heads if h.told["og:type"] != "article"]
    assert len(set(descriptions)) == len(descriptions)


@pytest.mark.parametrize("path", UNLISTED)
def test_results_and_missing_pages_are_not_indexed(client: FlaskClient, path: str) -> None:
    head = Head(client, path)
    assert head.canonical == []
    assert head.told["robots"] == "noindex"
    assert "og:url" not in head.told


@pytest.mark.parametrize("path", ["/search?q=a", "/api/v1/topics", "/feed.atom", "/embed/search"])
def test_other_answers_have_a_header_against_indexing(client: FlaskClient, path: str) -> None:
    assert client.get(path).headers["X-Robots-Tag"] == "noindex"
    assert "X-Robots-Tag" not in client.get("/topics").headers


@pytest.mark.parametrize(
    "asked", ["/topics/trauma?utm_source=x", "/topics/trauma?sort=oldest", "/topics/trauma?page=99"]
)
def test_the_canonical_address_ignores_other_parameters(client: FlaskClient, asked: str) -> None:
    assert Head(client, asked).canonical == [f"{SITE}/topics/trauma"]


@pytest.mark.parametrize(
    "path", ["/topics/", "/api/", "/posts/MED-10/", "/years/2021/", "/search/", "/feed.atom/"]
)
def test_a_trailing_slash_redirects(client: FlaskClient, path: str) -> None:
    answer = client.get(f"{path}?a=b")
    assert answer.status_code == 308
    assert answer.headers["Location"].endswith(f"/digest{path.rstrip('/')}?a=b")


def test_a_year_has_four_digits(client: FlaskClient) -> None:
    assert client.get("/years/2021").status_code == 200
    assert [client.get(f"/years/{year}").status_code for year in ("02021", "+2021")] == [404, 404]


def test_a_post_has_linked_data_that_no_text_breaks(client: FlaskClient) -> None:
    head = Head(client, "/posts/2022-01-hostile")
    (script,) = head.page.css("script[type='application/ld+json']")
    data = json.loads(script.text())
    assert data["headline"] == HOSTILE
    assert data["author"]["name"] == HOSTILE
    assert data["publisher"]["name"] == hostile_digest().name
    assert data["url"] == head.canonical[0]
    assert data["image"] == f"{SITE}/static/card.png"
    assert (data["datePublished"], data["dateModified"]) == ("2022-01", "2022-02-03")
    assert data["citation"]["name"]
    assert "</script" not in script.text()


def test_the_home_page_has_linked_data_of_the_site(client: FlaskClient) -> None:
    (script,) = Head(client, "/").page.css("script[type='application/ld+json']")
    data = json.loads(script.text())
    assert (data["@type"], data["name"], data["url"]) == (
        "WebSite",
        hostile_digest().name,
        f"{SITE}/",
    )


def test_a_digest_may_have_its_own_picture_and_no_description() -> None:
    card = "https://pictures.example/card.png?a=1&b=2"
    client = client_of(replace(hostile_digest(), card=card, description=""))
    head = Head(client, "/")
    assert head.told["og:image"] == card
    assert head.told["description"]
