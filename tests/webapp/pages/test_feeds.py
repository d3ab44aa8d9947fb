"""Feeds can be read by feed readers, start with the newest, and exist for searches."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import Any

import defusedxml.ElementTree as ElementTree
import feedparser
import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from corpus.digest import Digest, WebSub
from corpus.post import Correction
from tests.pretended.engine_fake import HOSTILE, FakeEngine, hostile_digest, post
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
    assert all((one or "").startswith("tag:") for one in ids)


@pytest.mark.parametrize("path", FEEDS)
def test_every_json_feed_has_what_json_feed_demands(client: FlaskClient, path: str) -> None:
    response = client.get(f"{path}.json")
    assert response.mimetype == "application/feed+json"
    feed = response.get_json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"] and feed["feed_url"] == f"https://d.example{path}.json"
    assert all(item["id"] and item["content_html"] for item in feed["items"])


def test_the_newest_come_first_in_both_formats(client: FlaskClient) -> None:
    entries = atom(client, "/feed.atom").entries
    items = client.get("/feed.json").get_json()["items"]
    assert [entry.link for entry in entries] == [item["url"] for item in items]
    items = [item for item in items if not item["title"].startswith("Correction: ")]
    dated = [item["date_published"] for item in items if "date_published" in item]
    assert dated == sorted(dated, reverse=True)
    assert items[0]["date_published"] == "2022-01-01T00:00:00+00:00"
    assert items[0]["tags"] == ["Trauma and/or PTSD", "<i>Unlisted</i>", "survey"]
    assert items[-1]["id"].endswith("/MED-10") and "date_published" not in items[-1]


def test_a_search_has_a_feed_with_its_filters(client: FlaskClient) -> None:
    feed = atom(client, "/search/feed.atom?q=burnout&topic=therapist-factors&page=3")
    assert feed.feed.title == 'burnout – Digest <of> "Tests" & more'
    assert len(feed.entries) == 24
    assert feed.feed.links[0].href == "https://d.example/search?q=burnout&topic=therapist-factors"
    assert [e.published for e in feed.entries] == sorted(
        (e.published for e in feed.entries), reverse=True
    )


def test_a_search_without_an_answer_has_an_empty_feed(client: FlaskClient) -> None:
    assert atom(client, "/search/feed.atom?q=burnout+autism").entries == []
    assert client.get("/search/feed.json?q=burnout+autism").get_json()["items"] == []


def test_hostile_text_is_escaped(client: FlaskClient) -> None:
    correction, entry = atom(client, "/kinds/survey/feed.atom").entries
    assert correction.title == f"Correction: {HOSTILE}"
    assert unescape(correction.summary) == HOSTILE
    assert (entry.title, entry.title_detail.type) == (HOSTILE, "text/plain")
    item = client.get("/kinds/survey/feed.json").get_json()["items"][1]
    assert item["title"] == HOSTILE
    content = LexborHTMLParser(item["content_html"])
    assert not content.css("script, img, [onerror], a[href^=javascript]")
    assert content.css_first("h2").text() == "Practice implications"  # type: ignore[union-attr]


def test_characters_that_xml_forbids_are_left_out() -> None:
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
def test_missing_feeds_and_invalid_parameters_are_errors(
    client: FlaskClient, path: str, status: int
) -> None:
    assert client.get(path).status_code == status


def test_feeds_have_an_etag(client: FlaskClient) -> None:
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
def test_pages_link_to_their_feed(client: FlaskClient, page: str, feed: str) -> None:
    tree = LexborHTMLParser(client.get(page).text)
    announced = [node.attributes["href"] for node in tree.css('link[type="application/atom+xml"]')]
    assert announced == [feed]
    assert feed in [node.attributes["href"] for node in tree.css("a")]
    assert client.get(feed).status_code == 200


def corrected(home: str = "") -> Digest:
    """A digest with an old post that was corrected twice, and forty newer ones."""
    first = post(
        1,
        id="2010-05-old",
        title="Old",
        month="2010-05",
        corrections=(Correction("2024-03-04", "12 for 21."), Correction("2024-06-07", "A name.")),
    )
    return replace(hostile_digest(), posts=(first, *map(post, range(2, 42))), home=home)


def test_a_correction_is_a_separate_entry_even_for_an_old_post() -> None:
    client = create_app(FakeEngine(corrected())).test_client()
    for path in ("/feed", "/topics/therapist-factors/feed", "/kinds/meta-analysis/feed"):
        second, first, *posts = atom(client, f"{path}.atom").entries
        assert (second.title, second.summary) == ("Correction: Old", "A name.")
        assert second.link == "http://localhost/posts/2010-05-old#corrections"
        assert (second.updated, first.updated) == (
            "2024-06-07T00:00:00+00:00",
            "2024-03-04T00:00:00+00:00",
        )
        assert 'href="http://localhost/posts/2010-05-old"' in second.content[0].value
        assert len({second.id, first.id}) == 2 and len(posts) == 28
    assert atom(client, "/topics/trauma/feed.atom").entries == []
    assert atom(client, "/search/feed.atom?q=reading").entries == []


def test_a_post_s_update_is_its_last_correction() -> None:
    digest = corrected()
    client = create_app(FakeEngine(replace(digest, posts=digest.posts[:1]))).test_client()
    entry = atom(client, "/feed.atom").entries[-1]
    assert (entry.published, entry.updated) == (
        "2010-05-01T00:00:00+00:00",
        "2024-06-07T00:00:00+00:00",
    )
    item = client.get("/feed.json").get_json()["items"][-1]
    assert item["date_modified"] == "2024-06-07T00:00:00+00:00"
    assert atom(client, "/feed.atom").feed.updated == "2024-06-07T00:00:00+00:00"


def test_a_correction_that_is_to_come_changes_nothing() -> None:
    later = Correction("2199-05-17", "A slip of the pen.")
    post_ = corrected().posts[0]
    posts = (replace(post_, corrections=(*post_.corrections, later)),)
    client = create_app(FakeEngine(replace(corrected(), posts=posts))).test_client()
    feed = atom(client, "/feed.atom")
    assert feed.feed.updated == feed.entries[0].updated == "2024-06-07T00:00:00+00:00"
    assert len(feed.entries) == 3
    assert "2199" not in client.get("/sitemap.xml").text
    page = client.get("/posts/2010-05-old").text
    # Only the list of the corrections has it, as it was written.
    assert '<time datetime="2024-06-07">' in page and page.count('<time datetime="2199') == 1
    assert re.search('"dateModified": ?"2024-06-07"', page)


def test_ids_do_not_depend_on_the_host_or_on_renaming() -> None:
    digest = corrected(home="https://www.digest.example.org/start")

    def ids(digest: Digest, host: str) -> list[str]:
        client = create_app(FakeEngine(digest)).test_client()
        feed = feedparser.parse(client.get("/feed.atom", headers={"Host": host}).data)
        return [feed.feed.id, *(entry.id for entry in feed.entries)]

    before = ids(digest, "one.example")
    assert before == ids(digest, "other.example:8000")
    assert before[0] == "tag:digest.example.org,2020:feed.atom"
    assert before[1] == "tag:digest.example.org,2020:posts/2010-05-old#correction-2"
    first, *others = digest.posts
    moved = replace(first, id="2010-05-new", aliases=("/2010/05/old/", first.id))
    assert before == ids(replace(digest, posts=(moved, *others)), "one.example")


def test_a_feed_names_the_hub_that_is_notified_of_it() -> None:
    hub = WebSub("https://hub.example/", ("https://d.example/feed.atom",))
    digest = replace(hostile_digest(), websub=hub)
    client = create_app(FakeEngine(digest), {"SITE": "https://d.example"}).test_client()
    answer = client.get("/feed.atom")
    hubs = [one for one in feedparser.parse(answer.data).feed.links if one.rel == "hub"]
    assert [one.href for one in hubs] == [hub.hub]
    assert f'<{hub.hub}>; rel="hub"' in answer.headers["Link"]
    # The hub is not notified of these.
    for path in ("/feed.json", "/topics/trauma/feed.atom"):
        other = client.get(path)
        assert hub.hub not in other.text and "hub" not in other.headers["Link"]
    named = replace(digest, websub=WebSub(hub.hub, ("https://d.example/feed.json",)))
    client = create_app(FakeEngine(named), {"SITE": "https://d.example"}).test_client()
    assert client.get("/feed.json").get_json()["hubs"] == [{"type": "WebSub", "url": hub.hub}]
