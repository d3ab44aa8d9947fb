"""Sitemap, robots.txt and OpenSearch: programs find every page once and leave searches alone."""

from __future__ import annotations

from dataclasses import replace

import defusedxml.ElementTree as ElementTree
import pytest
from flask.testing import FlaskClient

from tests.pretended.engine_fake import FakeEngine, hostile_digest, post
from webapp.app import create_app
from webapp.pages import signposts
from webapp.view.sitemap import Listed, listed

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


def test_the_sitemap_has_exactly_the_existing_pages(
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


def test_a_large_sitemap_is_split_into_parts(
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


def test_each_page_has_the_date_of_its_last_change(client: FlaskClient) -> None:
    tree = ElementTree.fromstring(client.get("/sitemap.xml").data)
    days = {
        (page.findtext(f"{SITEMAP}loc") or "").removeprefix("https://d.example"): page.findtext(
            f"{SITEMAP}lastmod"
        )
        for page in tree.iter(f"{SITEMAP}url")
    }
    # A correction is later than its post; a page of several posts has the date of the latest.
    assert days["/posts/2022-01-hostile"] == days["/topics/trauma"] == days["/"] == "2022-02-03"
    assert days["/years/2022"] == days["/months/2022-01"] == days["/kinds/survey"] == "2022-02-03"
    assert days["/posts/2021-02-post-1"] == "2021-02-01"
    assert days["/posts/MED-10"] is None


def test_each_part_of_a_sitemap_has_the_date_of_its_last_change(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signposts, "MOST_ADDRESSES", 19)
    tree = ElementTree.fromstring(client.get("/sitemap.xml").data)
    parts = list(tree.iter(f"{SITEMAP}sitemap"))
    assert len(parts) > 2
    for part in parts:
        path = (part.findtext(f"{SITEMAP}loc") or "").removeprefix("https://d.example")
        pages = ElementTree.fromstring(client.get(path).data).iter(f"{SITEMAP}lastmod")
        assert part.findtext(f"{SITEMAP}lastmod") == max(page.text or "" for page in pages)


@pytest.mark.parametrize("path", ["", "/digest"])
def test_robots_may_not_visit_searches(path: str) -> None:
    site = f"https://d.example{path}"
    client = create_app(FakeEngine(hostile_digest()), {"SITE": site}).test_client()
    lines = client.get("/robots.txt").text.splitlines()
    for left in ("search", "api/", "embed/"):
        assert f"Disallow: {path}/{left}" in lines
    assert f"Sitemap: {site}/sitemap.xml" in lines


@pytest.mark.parametrize(
    ("path", "mimetype", "begins"),
    [
        ("/favicon.ico", "image/vnd.microsoft.icon", b"\x00\x00\x01\x00\x03\x00"),
        ("/apple-touch-icon.png", "image/png", b"\x89PNG"),
        ("/static/card.png", "image/png", b"\x89PNG"),
    ],
)
def test_icons_and_the_card_are_served(
    client: FlaskClient, path: str, mimetype: str, begins: bytes
) -> None:
    response = client.get(path)
    assert (response.status_code, response.mimetype) == (200, mimetype)
    assert response.data.startswith(begins)
    assert client.get(path, headers={"If-None-Match": response.headers["ETag"]}).status_code == 304


def test_a_browser_can_add_the_search() -> None:
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


def test_a_sitemap_is_made_once_for_each_generation_with_the_host_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    engine = FakeEngine(hostile_digest())
    client = create_app(engine).test_client()
    made = []

    def counted() -> list[Listed]:
        made.append(1)
        return listed()

    monkeypatch.setattr(signposts, "listed", counted)
    for host in ("a.example", "b.example", "a.example"):
        page = client.get("/sitemap.xml", base_url=f"https://{host}").text
        assert f"<loc>https://{host}/posts/MED-10</loc>" in page
        assert "origin" not in page
    assert len(made) == 1
    engine.snapshot = type(engine.snapshot)(hostile_digest(), "000002-fake")
    client.get("/sitemap.xml")
    assert len(made) == 2
