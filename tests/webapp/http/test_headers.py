"""The headers of every answer: security policy, caching, ETags."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.conftest import REPOSITORY
from tests.pretended.engine_fake import FakeEngine, FakeSnapshot, hostile_digest
from tests.route_parts import parts_for
from webapp.app import create_app
from webapp.http.headers import SECURITY


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine(hostile_digest())


@pytest.fixture
def client(engine: FakeEngine) -> FlaskClient:
    return create_app(engine).test_client()


def test_every_route_has_the_security_headers(client: FlaskClient) -> None:
    filled = parts_for(client.application, "2021-02-post-1")
    routes = 0
    for rule in client.application.url_map.iter_rules():
        # Frames for other sites have headers of their own, tested elsewhere.
        if rule.endpoint.startswith("embed."):
            continue
        adapter = client.application.url_map.bind("localhost")
        url = adapter.build(rule.endpoint, filled.get(rule.endpoint))
        for method in ("GET", "HEAD", "POST"):
            response = client.open(url, method=method, buffered=True)
            for name, value in SECURITY.items():
                # Answers that other sites may read are tested elsewhere.
                if name != "Cross-Origin-Resource-Policy":
                    assert response.headers[name] == value, url
            assert "Set-Cookie" not in response.headers
            assert response.headers["Cache-Control"]
        routes += 1
    assert routes > 15
    assert client.get("/nowhere").headers["X-Content-Type-Options"] == "nosniff"


def test_the_policy_allows_nothing_from_elsewhere(client: FlaskClient) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "*" not in policy


def test_a_page_is_sent_again_only_for_a_new_generation(
    client: FlaskClient, engine: FakeEngine
) -> None:
    for url in ("/", "/search?q=burnout", "/api/v1/search?q=burnout"):
        tag = client.get(url).headers["ETag"]
        again = client.get(url, headers={"If-None-Match": tag})
        assert again.status_code == 304
        assert not again.data
        assert again.headers["Content-Security-Policy"]
        assert client.get("/about", headers={"If-None-Match": tag}).status_code == 200
        engine.snapshot = FakeSnapshot(hostile_digest(), engine.snapshot.generation + "x")
        assert client.get(url, headers={"If-None-Match": tag}).status_code == 200


def test_a_cached_page_is_confirmed_without_asking_the_engine(
    client: FlaskClient, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    got = client.get("/search?q=burnout")
    tag = got.headers["ETag"]

    def asked(*args: object, **kwargs: object) -> None:
        raise AssertionError("the engine was asked")

    monkeypatch.setattr(engine.snapshot, "search", asked)
    for given in (tag, tag.removeprefix("W/"), f'"other", {tag}'):
        again = client.get("/search?q=burnout", headers={"If-None-Match": given})
        assert again.status_code == 304
        for name in ("ETag", "Cache-Control", "Vary", "Content-Security-Policy"):
            assert again.headers[name] == got.headers[name]


def test_the_etag_of_another_page_is_not_accepted(client: FlaskClient) -> None:
    tag = client.get("/search?q=burnout").headers["ETag"]
    for url in ("/search?q=Burnout", "/search", "/api/v1/search?q=burnout", "/posts/none"):
        assert client.get(url, headers={"If-None-Match": tag}).status_code != 304
    asked = client.post("/search?q=burnout", headers={"If-None-Match": tag})
    assert asked.status_code == 405


def test_head_has_the_headers_of_get(client: FlaskClient) -> None:
    got, head = client.get("/topics"), client.head("/topics")
    assert head.headers["ETag"] == got.headers["ETag"]
    assert head.headers["Content-Length"] == str(len(got.data))
    assert not head.data


def test_static_files_are_cached_for_a_year_by_content_hash(
    client: FlaskClient,
) -> None:
    page = client.get("/").text
    url = page.split('rel="stylesheet" href="')[1].split('"')[0]
    kept = client.get(url, buffered=True)
    assert "immutable" in kept.headers["Cache-Control"]
    assert len(kept.data) < 30_000
    other = client.get(url + "0", buffered=True)
    assert other.headers["Cache-Control"] == "no-cache"
    assert other.data == kept.data
    assert client.get("/static/../app.py").status_code == 404
    assert client.get("/static/none.css").status_code == 404


def test_style_sheets_are_minified(client: FlaskClient) -> None:
    for file in sorted((REPOSITORY / "webapp" / "static").glob("*.css")):
        answer = client.get(f"/static/{file.name}").text
        assert "/*" not in answer and "\n" not in answer and "; " not in answer
        # Every page loads the first, and at most one of the others.
        assert len(answer.encode()) < (20_000 if file.name == "style.css" else 10_000)


def test_scripts_are_minified(client: FlaskClient) -> None:
    for file in sorted((REPOSITORY / "webapp" / "static").glob("*.js")):
        sent = client.get(f"/static/{file.name}").text
        # rjsmin would remove spaces from a template literal nested in another.
        assert not re.search(r"`[^`]*\$\{[^}]*`", file.read_text("utf-8")), file
        assert not any(line.strip().startswith("//") for line in sent.splitlines())
        assert len(sent) < len(file.read_text("utf-8"))


def test_a_long_question_is_answered(client: FlaskClient) -> None:
    assert client.get("/search", query_string={"q": "😀" * 10_000}).status_code == 200


@pytest.mark.parametrize("asked", [{"If-None-Match": "*"}, {"If-None-Match": " * "}])
def test_if_none_match_with_an_asterisk_matches_existing_pages_only(
    client: FlaskClient, asked: dict[str, str]
) -> None:
    for url in ("/posts/none", "/api/v1/search?page=x", "/nowhere"):
        assert client.get(url, headers=asked).status_code == client.get(url).status_code
    for url in ("/search?q=burnout", "/api/v1/topics"):
        there = client.get(url, headers=asked)
        assert there.status_code == 304
        assert not there.data
        assert there.headers["ETag"] == client.get(url).headers["ETag"]
        assert there.headers["Content-Security-Policy"]


def test_the_etag_depends_on_settings_and_host() -> None:
    tags = set()
    settings: list[dict[str, object]] = [
        {},
        {"POSTS_PER_PAGE": 5},
        {"SITE": "https://digest.example"},
        {"EMBED_ON": ("https://a.example",)},
        {"NOTES": Path("notes")},
    ]
    for setting in settings:
        client = create_app(FakeEngine(hostile_digest()), setting).test_client()
        tags.add(client.get("/about").headers["ETag"])
        for base in ("https://localhost", "http://a.example"):
            tags.add(client.get("/about", base_url=base).headers["ETag"])
    # With the setting for the site all hosts have the same ETag.
    assert len(tags) == 3 * 4 + 1


def test_a_question_is_not_logged(
    client: FlaskClient, engine: FakeEngine, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("broken")

    engine.snapshot.search = broken  # type: ignore[method-assign,assignment]
    client.application.config["PROPAGATE_EXCEPTIONS"] = False
    assert client.get("/search?q=secretquestion").status_code == 500
    assert "broken" in caplog.text
    assert "secretquestion" not in caplog.text
