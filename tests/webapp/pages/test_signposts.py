"""Programs that visit find every page once, leave searches alone, and learn how to search."""

from __future__ import annotations

from dataclasses import replace

import defusedxml.ElementTree as ElementTree
import pytest
from flask.testing import FlaskClient

from tests.engine_fake import FakeEngine, hostile_digest, post
from webapp.app import create_app
from webapp.pages import signposts

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(FakeEngine(hostile_digest()), {"SITE": "https://d.example"}).test_client()


def addresses(client: FlaskClient, path: str) -> list[str]:
    response = client.get(path)
    assert response.status_code == 200
    assert response.mimetype == "application/xml"
    tree = ElementTree.fromstring(response.data)
    return [found.text or "" for found in tree.iter(f"{SITEMAP}loc")]


def test_the_sitemap_leads_to_every_page_and_to_none_that_is_not_there(
    client: FlaskClient,
) -> None:
    found = addresses(client, "/sitemap.xml")
    assert len(found) == len(set(found))
    for address in found:
        assert address.startswith("https://d.example/")
        assert client.get(address.removeprefix("https://d.example")).status_code == 200
    assert "https://d.example/posts/MED-10" in found
    assert "https://d.example/topics/therapist-factors" in found
    assert "https://d.example/topics/empty" not in found


def test_a_large_digest_has_its_sitemap_in_parts(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = addresses(client, "/sitemap.xml")
    monkeypatch.setattr(signposts, "MOST_ADDRESSES", 20)
    parts = addresses(client, "/sitemap.xml")
    assert parts[0] == "https://d.example/sitemap-1.xml"
    paths = [part.removeprefix("https://d.example") for part in parts]
    assert [one for path in paths for one in addresses(client, path)] == whole
    assert client.get(f"/sitemap-{len(parts) + 1}.xml").status_code == 404
    assert client.get("/sitemap-0.xml").status_code == 404


def test_robots_leave_searches_alone(client: FlaskClient) -> None:
    lines = client.get("/robots.txt").text.splitlines()
    assert "Disallow: /search" in lines
    assert "Sitemap: https://d.example/sitemap.xml" in lines


def test_a_browser_learns_how_to_search() -> None:
    digest = replace(hostile_digest(), posts=(post(1),), description="")
    client = create_app(FakeEngine(digest)).test_client()
    response = client.get("/opensearch.xml")
    assert response.mimetype == "application/opensearchdescription+xml"
    tree = ElementTree.fromstring(response.data)
    assert len(tree.findtext(f"{SEARCH}ShortName") or "") <= 16
    templates = {url.get("type"): url.get("template") or "" for url in tree.findall(f"{SEARCH}Url")}
    for kind in ("text/html", "application/atom+xml", "application/x-suggestions+json"):
        path = templates[kind].removeprefix("http://localhost")
        assert client.get(path.replace("{searchTerms}", "thera")).status_code == 200
    assert client.get("/opensearch/suggest?q=thera").get_json() == ["thera", ["Therapist Factors"]]


def test_a_sitemap_is_made_once_a_generation_and_tells_where_it_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    engine = FakeEngine(hostile_digest())
    client = create_app(engine).test_client()
    made = []
    listed = signposts._addresses

    def counted() -> list[str]:
        made.append(1)
        return listed()

    monkeypatch.setattr(signposts, "_addresses", counted)
    for host in ("a.example", "b.example", "a.example"):
        page = client.get("/sitemap.xml", base_url=f"https://{host}").text
        assert f"<loc>https://{host}/posts/MED-10</loc>" in page
        assert "origin" not in page
    assert len(made) == 1
    engine.snapshot = type(engine.snapshot)(hostile_digest(), "000002-fake")
    client.get("/sitemap.xml")
    assert len(made) == 2
