"""Malformed and oversized requests are refused before a page is made."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from corpus.digest import Digest
from corpus.post import Post
from tests.pretended.engine_fake import FakeEngine, hostile_digest
from webapp.app import create_app
from webapp.http.admission import MAX_ADDRESS, MAX_BODY, MAX_FIELD, MAX_PARAMETERS


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine(hostile_digest())


@pytest.fixture
def client(engine: FakeEngine) -> FlaskClient:
    return create_app(engine).test_client()


@pytest.mark.parametrize(
    ("environ", "status"),
    [
        ({"HTTP_HOST": "a.example"}, 200),
        ({"HTTP_HOST": "a.example:8000"}, 200),
        ({"HTTP_HOST": "192.0.2.1"}, 200),
        ({"HTTP_HOST": "[2001:db8::1]:80"}, 200),
        ({"HTTP_HOST": "a_b.example."}, 200),
        ({"HTTP_HOST": "", "SERVER_PROTOCOL": "HTTP/1.0"}, 200),
        ({"HTTP_HOST": "", "SERVER_PROTOCOL": "HTTP/1.1"}, 400),
        ({"HTTP_HOST": "a,b"}, 400),
        ({"HTTP_HOST": "a/b"}, 400),
        ({"HTTP_HOST": "a@b"}, 400),
        ({"HTTP_HOST": "a b"}, 400),
        ({"HTTP_HOST": "a\n"}, 400),
        ({"HTTP_HOST": "a:b"}, 400),
        ({"HTTP_HOST": "a:999999"}, 400),
        ({"HTTP_HOST": "[::1"}, 400),
        ({"REQUEST_METHOD": "get"}, 501),
        ({"REQUEST_METHOD": "Head"}, 501),
        ({"HTTP_CONNECTION": "Upgrade", "HTTP_UPGRADE": "websocket"}, 200),
        ({"HTTP_HOST": "é"}, 400),
        ({"HTTP_HOST": "x" * 256}, 400),
        ({"PATH_INFO": "*"}, 400),
        ({"PATH_INFO": "about"}, 400),
        ({"PATH_INFO": ""}, 400),
        ({"HTTP_TRANSFER_ENCODING": "chunked"}, 200),
        ({"HTTP_TRANSFER_ENCODING": "Chunked"}, 200),
        ({"HTTP_TRANSFER_ENCODING": "chunked,chunked"}, 400),
        ({"HTTP_TRANSFER_ENCODING": "gzip"}, 501),
        ({"HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": "5"}, 400),
        ({"CONTENT_LENGTH": "x"}, 400),
        ({"CONTENT_LENGTH": "٣"}, 400),
        ({"CONTENT_LENGTH": str(MAX_BODY)}, 200),
        ({"CONTENT_LENGTH": str(MAX_BODY + 1)}, 413),
        ({"CONTENT_LENGTH": "9" * 5000}, 413),
    ],
)
def test_malformed_requests_are_refused(
    client: FlaskClient, environ: dict[str, Any], status: int
) -> None:
    for path in ("/about", "/api/v1/topics"):
        answer = client.get(path, environ_overrides=environ)
        if "PATH_INFO" in environ and path != "/about":
            continue
        assert answer.status_code == status
        assert (answer.headers.get("Connection") == "close") == (status != 200)


def test_too_many_parameters_are_refused(client: FlaskClient) -> None:
    some, more = ["&".join(["topic=a"] * n) for n in (MAX_PARAMETERS, MAX_PARAMETERS + 1)]
    for path in ("/search", "/api/v1/search", "/search/feed.atom", "/api/v1/suggest"):
        assert client.get(f"{path}?{some}").status_code == 200
        answer = client.get(f"{path}?{more}")
        assert answer.status_code == 400
        assert f"more than {MAX_PARAMETERS} parameters" in answer.text
    assert client.get("/search?" + "&" * 100_000).status_code == 400


def test_all_posts_of_a_page_may_be_chosen_besides_other_parameters(client: FlaskClient) -> None:
    filters = "&".join(["topic=a"] * MAX_PARAMETERS)
    posts = "&".join(f"post={n}" for n in range(50))
    assert client.get(f"/search?{posts}&{filters}").status_code == 200
    assert client.get(f"/search?{posts}&post=1&{filters}").status_code == 400
    assert client.get(f"/api/v1/suggest?{posts}&q=a").status_code == 400


def test_citations_take_hundreds_of_posts(client: FlaskClient) -> None:
    posts = "&".join(f"post={n}" for n in range(500))
    assert client.get(f"/api/v1/cite/ris?{posts}").status_code == 404


def test_an_overlong_address_is_refused(client: FlaskClient) -> None:
    assert client.get("/search?q=" + "x" * (MAX_ADDRESS - 20)).status_code == 200
    assert client.get("/search?q=" + "x" * MAX_ADDRESS).status_code == 414


@pytest.mark.parametrize(
    ("address", "plain"),
    [
        ("/search/?q=a%20b&topic=x", "/search?q=a%20b&topic=x"),
        ("/posts/MED-10/", "/posts/MED-10"),
        ("/posts/MED-10///", "/posts/MED-10"),
        ("/api/v1/search/", "/api/v1/search"),
        ("/topics/", "/topics"),
        ("/static/style.css/", "/static/style.css"),
        ("//about?q=a", "/about?q=a"),
        ("///posts/MED-10/", "/posts/MED-10"),
        ("//", "/"),
    ],
)
def test_variants_of_an_address_redirect_to_one(
    client: FlaskClient, address: str, plain: str
) -> None:
    path, _, asked = address.partition("?")
    there = {"PATH_INFO": path, "QUERY_STRING": asked}
    for method in ("GET", "HEAD"):
        answer = client.open("/", method=method, environ_overrides=there)
        assert (answer.status_code, answer.headers["Location"]) == (308, plain)


def test_home_and_unknown_addresses_are_not_redirected(client: FlaskClient) -> None:
    assert client.get("/").status_code == 200
    assert client.get("/nowhere/").status_code == 404
    assert client.post("/search/").status_code == 405


def test_an_id_may_end_with_a_slash() -> None:
    digest = Digest(name="Test", posts=(Post(id="a/", title="Post", summary="Text."),))
    client = create_app(FakeEngine(digest)).test_client()
    assert client.get("/posts/a/").status_code == 200
    assert client.get("/posts/a//").status_code == 404


def test_an_id_with_reserved_characters_is_encoded() -> None:
    digest = Digest(name="Test", posts=(Post(id="a?b%c d", title="Post", summary="Text."),))
    client = create_app(FakeEngine(digest)).test_client()
    answer = client.get("/posts/a%3Fb%25c%20d/")
    assert (answer.status_code, answer.headers["Location"]) == (308, "/posts/a%3Fb%25c%20d")


def test_an_overlong_header_field_is_ignored(client: FlaskClient) -> None:
    """It is no reason to refuse a page: another app on the host may have set the cookies."""
    tag = client.get("/about").headers["ETag"]
    short, long = f'"x", {tag}', '"x",' * (MAX_FIELD // 4) + tag
    assert client.get("/about", headers={"If-None-Match": short}).status_code == 304
    assert client.get("/about", headers={"If-None-Match": long}).status_code == 200
    many = "gzip;q=0.1," * 1000
    assert "Content-Encoding" not in client.get("/about", headers={"Accept-Encoding": many}).headers
    assert client.get("/about", headers={"Cookie": "a=b;" * 20_000}).status_code == 200
