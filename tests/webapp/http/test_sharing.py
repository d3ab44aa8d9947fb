"""Which answers other sites may read, and which caches may keep."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.pretended.engine_fake import FakeEngine, hostile_digest
from webapp.app import create_app
from webapp.pages.maintain import Maintenance

TOKEN = "x" * 20
OPEN = (
    *("/api/v1/search?q=burnout", "/api/v1/posts/MED-10", "/api/v1/openapi.json", "/feed.atom"),
    *("/api/v1/cite/ris?post=MED-10", "/topics/trauma/feed.json", "/sitemap.xml", "/robots.txt"),
    *("/api/v1/nowhere", "/api/v1/posts/nowhere", "/api/v1/search?page=x", "/opensearch.xml"),
)
SHUT = (
    *("/", "/search?q=burnout", "/posts/MED-10", "/api", "/healthz", "/maintain/nowhere"),
    *("/metrics", "/static/style.css", "/embed/search", "/reading-list", "/nowhere"),
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder: Path = tmp_path_factory.mktemp("kept")
    about = Maintenance(TOKEN, folder / "digest", folder / "index")
    config = {"MAINTENANCE": about, "METRICS": TOKEN}
    return create_app(FakeEngine(hostile_digest()), config).test_client()


@pytest.mark.parametrize("path", OPEN)
def test_public_answers_may_be_read_by_every_site(client: FlaskClient, path: str) -> None:
    for method in ("GET", "HEAD"):
        headers = client.open(path, method=method, headers={"Origin": "https://o.example"}).headers
        assert headers["Access-Control-Allow-Origin"] == "*"
        assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "Access-Control-Allow-Credentials" not in headers


@pytest.mark.parametrize("path", SHUT)
def test_pages_and_private_answers_may_not_be_read_by_other_sites(
    client: FlaskClient, path: str
) -> None:
    sign_in = base64.b64encode(f"any:{TOKEN}".encode()).decode()
    for more in ({}, {"Authorization": f"Basic {sign_in}"}, {"Authorization": f"Bearer {TOKEN}"}):
        headers = client.get(path, headers={"Origin": "https://o.example", **more}).headers
        assert not [name for name, _ in headers.items() if name.startswith("Access-Control-")]
        if not path.startswith("/embed"):
            assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_preflight_request_gets_the_allowed_methods_and_headers(client: FlaskClient) -> None:
    asked = {
        "Origin": "https://o.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "if-none-match",
    }
    headers = client.options("/api/v1/search", headers=asked).headers
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "If-None-Match" in headers["Access-Control-Allow-Headers"]
    assert headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "Access-Control-Allow-Origin" not in client.options("/search", headers=asked).headers


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/feed.atom", "public, max-age=900"),
        ("/kinds/survey/feed.json", "public, max-age=900"),
        ("/sitemap.xml", "public, max-age=3600"),
        ("/api/v1/openapi.json", "public, max-age=3600"),
        ("/robots.txt", "public, max-age=86400"),
        ("/favicon.ico", "public, max-age=86400"),
        ("/search/feed.atom?q=burnout", "private, no-cache"),
        ("/opensearch/suggest?q=b", "private, no-cache"),
        ("/api/v1/search?q=burnout", "private, no-cache"),
        ("/topics/nowhere/feed.atom", "no-store"),
    ],
)
def test_answers_without_a_question_may_be_cached(
    client: FlaskClient, path: str, kept: str
) -> None:
    answer = client.get(path)
    assert answer.headers["Cache-Control"] == kept
    if answer.status_code == 200:
        again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.headers["Cache-Control"]) == (304, kept)


@pytest.mark.parametrize("name", ["card.png", "icon.svg"])
def test_pictures_of_shared_links_may_be_shown_elsewhere(client: FlaskClient, name: str) -> None:
    headers = client.get(f"/static/{name}").headers
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
