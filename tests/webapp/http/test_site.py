"""Behind proxies all addresses begin with the site's, and only trusted proxies are believed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import request
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from tests.pretended.engine_fake import FakeEngine, hostile_digest
from webapp.app import create_app

SITE = "https://www.example.org/digest"
PATHS = (
    "/", "/search?q=burnout", "/search?q=zzz", "/posts/MED-10", "/posts/2022-01-hostile", "/topics",
    "/topics/therapist-factors", "/kinds", "/months", "/months/2021-07", "/authors", "/map",
    "/about", "/reading-list", "/embed/search", "/embed/related?post=MED-10",
    "/nowhere", "/api",
)  # fmt: skip


def client_of(**settings: Any) -> FlaskClient:
    return create_app(FakeEngine(hostile_digest()), settings).test_client()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("passed", ["as it is", "without the path"])
def test_every_link_of_a_page_begins_with_the_site(path: str, passed: str) -> None:
    client = client_of(SITE=SITE)
    page = client.get(f"/digest{path}" if passed == "as it is" else path)
    assert page.status_code == (404 if path == "/nowhere" else 200)
    found = 0
    for node in LexborHTMLParser(page.text).css("*"):
        for name in ("href", "src", "action", "formaction", "data-suggest"):
            link = node.attributes.get(name)
            if link and not re.match(r"#|mailto:|https?://(?!www\.example\.org)", link):
                assert link.startswith(("/digest/", f"{SITE}/")), (name, link)
                found += 1
    assert found > 2


@pytest.mark.parametrize(
    "path",
    ["/feed.atom", "/feed.json", "/sitemap.xml", "/robots.txt", "/opensearch.xml",
     "/api/v1/search?q=burnout", "/api/v1/posts/MED-10", "/api/v1/openapi.json",
     "/api/v1/cite/ris?post=MED-10"],
)  # fmt: skip
def test_addresses_for_programs_begin_with_the_site(path: str) -> None:
    client = client_of(SITE=SITE)
    told = client.get(f"/digest{path}").text
    assert "localhost" not in told
    assert "/digest/" in told
    for link in re.findall(r"https://www\.example\.org[^\s\"<]*", told):
        assert link.startswith(SITE)
    for link in re.findall(r'"url": ?"(/[^"]*)"', told):
        assert link.startswith("/digest/")


def test_the_bare_path_redirects_home_and_similar_paths_do_not() -> None:
    client = client_of(SITE=SITE)
    answer = client.get("/digest?a=b")
    assert (answer.status_code, answer.headers["Location"]) == (308, "/digest/?a=b")
    assert client.get("/digests").status_code == 404
    moved = client.get("/digest/search/?q=a")
    assert moved.headers["Location"] == "/digest/search?q=a"


def asked_by(client: FlaskClient, **headers: str) -> tuple[str | None, str]:
    """The client and the address of a request, as the app sees them."""
    seen: list[tuple[str | None, str]] = []
    client.application.before_request_funcs.setdefault(None, []).insert(
        0, lambda: seen.append((request.remote_addr, request.url_root))
    )
    client.get("/healthz", headers=headers)
    return seen[0]


FORWARDED = {
    "X-Forwarded-For": "192.0.2.66, 192.0.2.1, 192.0.2.2",
    "X-Forwarded-Proto": "ftp, https, http",
    "X-Forwarded-Host": "evil.example, a.example, b.example",
}


@pytest.mark.parametrize(
    ("hops", "address", "root"),
    [
        (0, "127.0.0.1", "http://localhost/"),
        (1, "192.0.2.2", "http://b.example/"),
        (2, "192.0.2.1", "https://a.example/"),
    ],
)
def test_only_the_set_number_of_proxies_is_believed(hops: int, address: str, root: str) -> None:
    assert asked_by(client_of(TRUST_PROXY=hops), **FORWARDED) == (address, root)


def test_the_setting_for_the_site_outranks_proxies() -> None:
    client = client_of(SITE=SITE, TRUST_PROXY=1)
    assert asked_by(client, **FORWARDED) == ("192.0.2.2", f"{SITE}/")


def test_a_forwarded_host_is_validated_too() -> None:
    client = client_of(TRUST_PROXY=1)
    assert client.get("/about", headers={"X-Forwarded-Host": "a b"}).status_code == 400
