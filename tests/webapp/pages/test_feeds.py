"""Feeds can be read by feed readers, tell what is new first, and hold what a question found."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import defusedxml.ElementTree as ElementTree
import feedparser
import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from tests.engine_fake import HOSTILE, FakeEngine, hostile_digest
from webapp.app import create_app

FEEDS = (
    "/feed",
    "/topics/therapist-factors/feed",
    "/kinds/survey/feed",
    "/search/feed",
)
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(FakeEngine(hostile_digest()), {"SITE": "https://d.example"}).test_client()


def atom(client: FlaskClient, url: str) -> Any:
    response = client.get(url)
    assert response.status_code == 200
    assert response.mimetype == "application/atom+xml"
    found = feedparser.parse(response.data)
    assert not found.bozo, found.get("bozo_exception")
    return found


@pytest.mark.parametrize("path", FEEDS)
def test_every_atom_feed_has_what_atom_demands(client: FlaskClient, path: str) -> None:
    tree = ElementTree.fromstring(client.get(f"{path}.atom").data)
    for element in (tree, *tree.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert element.findtext(ATOM + name)
    assert tree.find(f"{ATOM}author/{ATOM}name") is not None
    links = {link.get("rel"): link.get("href") for link in tree.findall(f"{ATOM}link")}
    assert links["self"] == f"https://d.example{path}.atom"
    ids = [entry.findtext(f"{ATOM}id") for entry in tree.findall(f"{ATOM}entry")]
    assert ids and len(ids) == len(set(ids))
    assert all((one or "").startswith("https://d.example/posts/") for one in ids)


@pytest.mark.parametrize("path", FEEDS)
def test_every_json_feed_has_what_json_feed_demands(client: FlaskClient, path: str) -> None:
    response = client.get(f"{path}.json")
    assert response.mimetype == "application/feed+json"
    feed = response.get_json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"] and feed["feed_url"] == f"https://d.example{path}.json"
    assert all(item["id"] and item["content_html"] for item in feed["items"])


def test_the_newest_come_first_and_the_same_in_both_forms(client: FlaskClient) -> None:
    entries = atom(client, "/feed.atom").entries
    items = client.get("/feed.json").get_json()["items"]
    assert [entry.link for entry in entries] == [item["url"] for item in items]
    dated = [item["date_published"] for item in items if "date_published" in item]
    assert dated == sorted(dated, reverse=True)
    assert items[0]["date_published"] == "2022-01-01T00:00:00+00:00"
    assert items[0]["tags"] == ["Trauma and/or PTSD", "<i>Unlisted</i>", "survey"]
    assert items[-1]["id"].endswith("/MED-10") and "date_published" not in items[-1]


def test_a_search_is_followed_with_its_filters(client: FlaskClient) -> None:
    feed = atom(client, "/search/feed.atom?q=burnout&topic=therapist-factors&page=3")
    assert feed.feed.title == 'burnout – Digest <of> "Tests" & more'
    assert len(feed.entries) == 24
    assert feed.feed.links[0].href == "https://d.example/search?q=burnout&topic=therapist-factors"
    assert [e.published for e in feed.entries] == sorted(
        (e.published for e in feed.entries), reverse=True
    )


def test_a_search_without_an_answer_has_nothing_to_follow(client: FlaskClient) -> None:
    assert atom(client, "/search/feed.atom?q=burnout+autism").entries == []
    assert client.get("/search/feed.json?q=burnout+autism").get_json()["items"] == []


def test_hostile_text_stays_text(client: FlaskClient) -> None:
    entry = atom(client, "/kinds/survey/feed.atom").entries[0]
    assert (entry.title, entry.title_detail.type) == (HOSTILE, "text/plain")
    item = client.get("/kinds/survey/feed.json").get_json()["items"][0]
    assert item["title"] == HOSTILE
    content = LexborHTMLParser(item["content_html"])
    assert not content.css("script, img, [onerror], a[href^=javascript]")
    assert content.css_first("h2").text() == "Practice implications"  # type: ignore[union-attr]


def test_letters_that_xml_cannot_hold_are_left_out() -> None:
    digest = hostile_digest()
    odd = replace(digest.posts[0], title="A bell \x07 rings", summary="Page \x0c break \ufffe.")
    client = create_app(FakeEngine(replace(digest, posts=(odd,)))).test_client()
    assert atom(client, "/feed.atom").entries[0].title.split() == ["A", "bell", "rings"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/topics/nowhere/feed.atom", 404),
        ("/kinds/nowhere/feed.json", 404),
        ("/feed.rss", 404),
        ("/search/feed.atom?year=x", 400),
    ],
)
def test_what_is_not_there_is_told(client: FlaskClient, path: str, status: int) -> None:
    assert client.get(path).status_code == status


def test_feeds_are_known_by_their_tag(client: FlaskClient) -> None:
    tag = client.get("/feed.atom").headers["ETag"]
    assert client.get("/feed.atom", headers={"If-None-Match": tag}).status_code == 304
    assert client.get("/feed.json", headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize(
    ("page", "feed"),
    [
        ("/", "/feed.atom"),
        ("/topics/therapist-factors?page=2", "/topics/therapist-factors/feed.atom"),
        ("/kinds/survey", "/kinds/survey/feed.atom"),
        ("/search?q=burnout&year=2021&page=2&sort=oldest", "/search/feed.atom?q=burnout&year=2021"),
    ],
)
def test_pages_announce_and_offer_their_feed(client: FlaskClient, page: str, feed: str) -> None:
    tree = LexborHTMLParser(client.get(page).text)
    announced = [node.attributes["href"] for node in tree.css('link[type="application/atom+xml"]')]
    assert announced == [feed]
    assert feed in [node.attributes["href"] for node in tree.css("a")]
    assert client.get(feed).status_code == 200
