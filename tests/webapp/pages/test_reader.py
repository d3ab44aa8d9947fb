"""Pages show what the engine found, have working links, and are valid HTML."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise

import html5lib
import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from corpus.evidence.notice import Notice
from corpus.evidence.study import Effect, Study
from corpus.post import Correction
from tests.pretended.engine_fake import FakeEngine, hostile_digest
from tests.webapp.pages.reading import PAGES, link, one, read, words
from webapp.app import create_app


def assert_scripts_are_ours(page: LexborHTMLParser) -> None:
    """Every script is a file of ours, or data that is not executed."""
    for script in page.css("script"):
        if script.attributes.get("type") == "application/ld+json":
            assert "<" not in script.text()
            json.loads(script.text())
        else:
            assert (script.attributes["src"] or "").startswith("/static/")
            assert not script.text()


@pytest.mark.parametrize("url", PAGES.values(), ids=PAGES.keys())
def test_every_page_is_valid_html_with_landmarks(client: FlaskClient, url: str) -> None:
    response = client.get(url)
    assert response.status_code == 200
    html5lib.HTMLParser(strict=True).parse(response.text)
    page = LexborHTMLParser(response.text)
    assert one(page, "html").attributes["lang"] == "en"
    assert len(page.css("main")) == len(page.css("h1")) == 1
    assert one(page, "a.skip").attributes["href"] == "#main"
    assert one(page, "title").text()
    levels = [int((h.tag or "h9")[1]) for h in page.css("h1, h2, h3, h4")]
    assert all(b - a <= 1 for a, b in pairwise(levels))
    ids = [node.attributes["id"] for node in page.css("[id]")]
    assert len(ids) == len(set(ids))
    for field in page.css("input:not([type=hidden])"):
        name = field.attributes.get("id")
        labels = page.css(f"label[for={name}]") if name else [field.parent]
        assert [one.tag for one in labels if one] == ["label"]
    assert "style=" not in response.text
    assert_scripts_are_ours(page)


@pytest.mark.slow
@pytest.mark.parametrize("url", PAGES.values(), ids=PAGES.keys())
def test_no_link_of_a_page_is_dead(client: FlaskClient, url: str) -> None:
    page = read(client, url)
    for node in page.css("a[href], link[href], img[src]"):
        href = node.attributes.get("href") or node.attributes.get("src") or ""
        if href.startswith(("#", "https://", "mailto:")):
            assert not href.startswith("#") or page.css_first(href)
        else:
            assert client.get(href, buffered=True).status_code == 200, href


def test_home_shows_the_newest_month_topics_and_kinds(client: FlaskClient) -> None:
    page = read(client, "/")
    assert "January 2022" in words(page, "h2")
    assert "alert" in words(page, ".hit h3")
    topics = words(page, "section[aria-labelledby=topics] li")
    assert "Therapist Factors 24 posts" in topics
    assert "26" in words(page, ".figures")
    assert len(page.css(".examples a")) == 6
    assert "A topic without posts" not in topics
    assert "no names or details that identify a client" in page.text()


def test_home_without_dated_posts_has_no_month() -> None:
    digest = hostile_digest()
    bare = FakeEngine(digest)
    bare.snapshot.posts = [post for post in bare.snapshot.posts if post.month is None]
    client = create_app(bare).test_client()
    assert "Newest" not in client.get("/").text
    assert "have no months" in client.get("/months").text
    assert client.get("/about").status_code == 200


def test_notes_on_help_are_shown_with_questions_and_posts(client: FlaskClient) -> None:
    assert words(read(client, PAGES["care"]), ".care") == "Call someone."
    assert not read(client, PAGES["results"]).css(".care")
    digest = hostile_digest()
    first = replace(digest.posts[0], title="After self-harm")
    engine = FakeEngine(replace(digest, posts=(first, *digest.posts[1:])))
    other = create_app(engine).test_client()
    assert read(other, f"/posts/{first.id}").css(".care strong")
    assert not read(other, f"/posts/{digest.posts[1].id}").css(".care")


def test_a_post_can_be_cited_saved_and_read_by_programs(client: FlaskClient) -> None:
    page = read(client, PAGES["post"])
    assert words(page, "#apa") == "Author, A. (2020). Study 1. Journal, 1(2), 3–4."
    assert link(page, "RIS") == "/api/v1/cite/ris?post=2021-02-post-1"
    assert one(page, "[data-save]").attributes["data-title"] == words(page, "h1")
    assert one(page, "meta[name=citation_title]").attributes["content"] == "Study 1"
    data = json.loads(one(page, "script[type='application/ld+json']").text())
    assert data["isBasedOn"]["name"] == "Study 1"
    assert words(page, ".printed").endswith("http://localhost/posts/2021-02-post-1")


def test_a_newer_overview_is_named_on_a_post(client: FlaskClient) -> None:
    page = read(client, PAGES["post"])
    assert "Newer on this question" in words(page, ".newer-on-this")
    assert "meta-analysis, posted December 2021. both about burnout" in words(
        page, ".newer-on-this"
    )
    assert not read(client, "/posts/2022-01-hostile").css(".newer-on-this")


def test_a_post_has_its_parts_and_links(client: FlaskClient) -> None:
    page = read(client, PAGES["post"])
    assert words(page, "h1") == "Therapist burnout and outcomes, part 1"
    assert "Supervision helps." in words(page, ".implications")
    assert "both about burnout and outcomes" in words(page, ".related section:first-of-type")
    assert "both about clinics" in words(page, ".related section:last-of-type")
    assert page.css_first("a[rel=prev]") and page.css_first("a[rel=next]")
    assert link(page, "February 2021") == "/months/2021-02"


def test_hostile_text_is_escaped(client: FlaskClient) -> None:
    page = read(client, PAGES["hostile post"])
    assert_scripts_are_ours(page)
    assert not page.css("img[src=x]")
    assert one(page, ".citation a").attributes["href"] == (
        "https://doi.org/10.1000/x%22%3E%3Cscript%3Ealert(1)%3C/script%3E"
    )
    assert not page.css("a[href^=javascript]")


@pytest.mark.parametrize(
    "question", ['"><script>alert(1)</script>', "x' onfocus=alert(1) x='", "</title><b>"]
)
def test_a_hostile_question_is_escaped(client: FlaskClient, question: str) -> None:
    response = client.get("/search", query_string={"q": question, "topic": question})
    assert "</title><b>" not in response.text
    page = LexborHTMLParser(response.text)
    assert_scripts_are_ours(page)
    assert one(page, "input[name=q]").attributes["value"] == question.strip()
    assert not page.css("[onfocus]")


def test_the_links_of_a_listing_stay_at_its_address(client: FlaskClient) -> None:
    page = read(client, "/topics/therapist-factors")
    assert "24 posts" in words(page, ".total")
    assert link(page, "Next") == "/topics/therapist-factors?page=2"
    assert link(page, "Oldest") == "/topics/therapist-factors?sort=oldest"
    assert link(page, "meta-analysis") == "/kinds/meta-analysis"
    ticked = one(page, ".facet [checked]").attributes
    assert (ticked["name"], ticked["value"]) == ("topic", "therapist-factors")
    assert "No post of this digest" in read(client, "/topics/empty").text()


def test_a_month_links_to_its_neighbours(client: FlaskClient) -> None:
    page = read(client, "/months/2021-12")
    assert link(page, "January 2022") == "/months/2022-01"
    assert link(page, "November 2021") == "/months/2021-11"


@pytest.mark.parametrize(
    ("contact", "href"),
    [
        ("a@example.org", "mailto:a@example.org"),
        ("https://example.org/c", "https://example.org/c"),
        ("Room 5", None),
        ("", None),
    ],
)
def test_a_contact_is_a_link_if_possible(contact: str, href: str | None) -> None:
    digest = replace(hostile_digest(), contact=contact, home="", description="")
    page = read(create_app(FakeEngine(digest)).test_client(), "/about")
    links = [a.attributes["href"] for a in page.css("main a") if a.text() == contact]
    assert links == ([href] if href else [])
    assert bool(page.css("#contact")) == bool(contact)


def test_a_post_starts_with_its_bottom_line(client: FlaskClient) -> None:
    digest = hostile_digest()
    effect = Effect("therapy", "waiting", "mood", measure="g", value=0.5, low=0.2, high=0.8)
    study = Study(2019, "treatment", "by chance", "adults", studies=3, effects=(effect,))
    first = replace(
        digest.posts[0],
        bottom_line="Therapy lifts mood.",
        study=study,
        notices=(Notice("retraction", "2022-01-01", "10.1000/gone"),),
        corrections=(Correction("2023-01-01", "A figure."),),
    )
    other = create_app(FakeEngine(replace(digest, posts=(first, *digest.posts[1:])))).test_client()
    page = read(other, f"/posts/{first.id}")
    order = [node.attributes.get("class") for node in page.css(".bottom-line, section")]
    assert order[:4] == ["bottom-line", "prose implications", "evidence", "prose summary"]
    assert "retracted" in words(page, ".notice-grave")
    assert "Compares groups by chance · 3 studies · study of 2019" in words(page, ".evidence")
    assert "g = 0.5 (95% interval 0.2 to 0.8) small to large" in words(page, ".effects")
    assert page.css(".interval .range")
    assert "A figure." in page.text()
    listed = read(other, f"/months/{first.month}")
    assert "retracted" in words(listed, ".notice")
