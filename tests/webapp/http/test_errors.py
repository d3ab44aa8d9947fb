"""Errors have one JSON shape and one page, and reveal nothing internal."""

from __future__ import annotations

import html5lib
import pytest
from flask.testing import FlaskClient

from search.errors import IndexDamaged, SearchError
from tests.pretended.engine_fake import FakeEngine, FakeSnapshot, hostile_digest
from webapp.app import create_app


class FailingEngine(FakeEngine):
    """An engine that always fails in the same way."""

    failure: Exception | None = None

    def now(self) -> FakeSnapshot:
        if self.failure:
            raise self.failure
        return super().now()


@pytest.fixture
def engine() -> FailingEngine:
    return FailingEngine(hostile_digest())


@pytest.fixture
def client(engine: FailingEngine) -> FlaskClient:
    app = create_app(engine, {"PROPAGATE_EXCEPTIONS": False})
    return app.test_client()


@pytest.mark.parametrize(
    ("method", "path", "status", "name"),
    [
        ("GET", "/nowhere", 404, "not-found"),
        ("GET", "/posts/2019-01-nothing", 404, "post-missing"),
        ("GET", "/posts/2019-01-nothing/related", 404, "post-missing"),
        ("GET", "/months/2021-99", 404, "not-found"),
        ("GET", "/months/%D9%A2021-07", 404, "not-found"),
        ("GET", "/topics/Therapist Factors", 404, "not-found"),
        ("GET", "/kinds/nothing", 404, "not-found"),
        ("POST", "/search", 405, "method-not-allowed"),
        ("GET", "/search?q=" + "x" * 200_000, 414, "request-uri-too-large"),
    ],
)
def test_a_page_and_the_api_report_the_same_error(
    client: FlaskClient, method: str, path: str, status: int, name: str
) -> None:
    page = client.open(path, method=method)
    assert page.status_code == status
    assert page.mimetype == "text/html"
    html5lib.HTMLParser(strict=True).parse(page.text)
    assert 'name="q"' in page.text
    twin = client.open("/api/v1" + path, method=method)
    assert twin.status_code == status
    assert twin.mimetype == "application/problem+json"
    problem = twin.json
    assert problem and list(problem) == ["type", "title", "status", "detail", "error"]
    error = problem["error"]
    assert (problem["type"], problem["status"]) == ("about:blank", status)
    assert problem["title"] and problem["detail"] == error["message"]
    assert list(error) == ["status", "name", "message", "hint"]
    assert error["status"] == status
    if "/topics/" not in path and "/kinds/" not in path:
        assert error["name"] == name
    assert error["message"] and error["hint"]
    assert "above" not in error["hint"]


def test_allowed_methods_are_named(client: FlaskClient) -> None:
    assert "GET" in client.post("/").headers["Allow"]


def test_invalid_parameters_are_an_error_of_the_api(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?q=a&page=abc&year=x")
    assert answer.status_code == 400
    assert "page" in answer.json["error"]["message"]  # type: ignore[index]
    assert "/api" in answer.json["error"]["hint"]  # type: ignore[index]


def test_the_words_of_an_unknown_address_are_offered_as_a_question(client: FlaskClient) -> None:
    page = client.get("/posts/2015-03-group-cohesion-matters").text
    assert 'value="group cohesion matters"' in page


def test_hostile_addresses_are_shown_as_text(client: FlaskClient) -> None:
    for path in ("/posts/<script>alert(1)</script>", "/topics/<script>", "/%00%ff%3Cscript%3E"):
        page = client.get(path)
        assert page.status_code == 404
        assert "<script>" not in page.text


def test_a_damaged_index_is_503_without_its_path(
    client: FlaskClient, engine: FailingEngine, caplog: pytest.LogCaptureFixture
) -> None:
    engine.failure = IndexDamaged("/secret/index is damaged")
    for path in ("/", "/search?q=a", "/api/v1/search", "/readyz"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "10"
        assert "secret" not in answer.text
    # Logged once for all four, so that a failing server does not fill its log.
    assert caplog.text.count("/secret/index is damaged") == 1
    page = client.get("/search?q=a").text
    html5lib.HTMLParser(strict=True).parse(page)
    # An address that is empty is that of the page itself, question and all.
    assert '<a href="">Try again</a>' in page
    assert client.get("/readyz").json["error"]["name"] == "index-damaged"  # type: ignore[index]
    alive = client.get("/healthz")
    assert alive.status_code == 200
    assert alive.json["status"] == "down"  # type: ignore[index]
    assert "secret" not in alive.text


@pytest.mark.parametrize("failure", [RuntimeError("secret"), OSError(5, "secret")])
def test_an_internal_error_is_500_without_a_traceback(
    client: FlaskClient, engine: FailingEngine, failure: Exception
) -> None:
    engine.failure = failure
    for path in ("/", "/api/v1/topics"):
        answer = client.get(path)
        assert answer.status_code == 500
        assert "secret" not in answer.text
        assert "Traceback" not in answer.text
    assert "Something went wrong" in client.get("/").text


def test_search_errors_have_a_class_of_their_own() -> None:
    assert issubclass(IndexDamaged, SearchError)
