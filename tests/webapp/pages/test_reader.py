"""The pages say what the engine found, link to where they should, and are sound HTML."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import html5lib
import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser, LexborNode

from corpus.citations.forms import FORMS
from corpus.evidence.notice import Notice
from corpus.evidence.study import Effect, Study
from corpus.post import Correction
from search.engine.open import open_engine
from search.question import MAX_CHARACTERS
from tests.engine_fake import FakeEngine, hostile_digest
from webapp.app import create_app

PAGES = {
    "home": "/",
    "results": "/search?q=what+of+therapist+exhaustion+nowhere",
    "filtered": "/search?q=burnout&topic=therapist-factors&research=meta-analysis&year=2021",
    "switched off": "/search?q=exhaustion+burnout&off=exhaustion-burnout",
    "own words": "/search?q=exhaustion+burnout&expand=0",
    "second page": "/search?q=burnout&page=2",
    "phrase": '/search?q="in+3+clinics"+-statins+author:author',
    "misspelt": "/search?q=burnuot",
    "nothing": "/search?q=zzz",
    "unknown": "/search?q=burnout+autism+reiki",
    "near": "/search?q=burnout+fibromyalgia",
    "nothing filtered": "/search?q=zzz&topic=trauma",
    "empty box": "/search",
    "faults": "/search?q=burnout&page=abc&year=x&sort=y",
    "post": "/posts/2021-02-post-1",
    "hostile post": "/posts/2022-01-hostile",
    "bare post": "/posts/MED-10",
    "topics": "/topics",
    "topic": "/topics/therapist-factors?page=2&sort=oldest",
    "empty topic": "/topics/empty",
    "kinds": "/kinds",
    "kind": "/kinds/meta-analysis",
    "months": "/months",
    "month": "/months/2021-07",
    "about": "/about",
    "explained": "/search?q=burnout+therapist&explain=1",
    "evidence": "/search?q=burnout&view=evidence",
    "no evidence": "/search?q=zzz&view=evidence",
    "care": "/search?q=burnout+and+self-harm+jane@example.org",
    "reading list": "/reading-list",
    "long question": f"/search?page=2&topic=therapist-factors&q=burnout+{'zzz+' * 100}",
}


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(FakeEngine(hostile_digest())).test_client()


def read(client: FlaskClient, url: str, status: int = 200) -> LexborHTMLParser:
    response = client.get(url)
    assert response.status_code == status, response.text
    return LexborHTMLParser(response.text)


def words(node: LexborHTMLParser | LexborNode, selector: str) -> str:
    return " ".join(" ".join(found.text().split()) for found in node.css(selector))


def one(node: LexborHTMLParser | LexborNode, selector: str) -> LexborNode:
    found = node.css_first(selector)
    assert found is not None, selector
    return found


def sent(page: LexborHTMLParser, form: str) -> dict[str, list[str]]:
    """What a form sends whatever a reader does."""
    found: dict[str, list[str]] = {}
    for field in page.css(f"{form} input[type=hidden]"):
        found.setdefault(field.attributes["name"] or "", []).append(field.attributes["value"] or "")
    return found


def link(page: LexborHTMLParser, text: str) -> str:
    found = [a for a in page.css("a") if text in " ".join(a.text().split())]
    assert found, text
    return found[0].attributes["href"] or ""


def assert_scripts_are_ours(page: LexborHTMLParser) -> None:
    """Every script is a file of ours, or data that can't be run."""
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


def test_home_without_months_has_none() -> None:
    digest = hostile_digest()
    bare = FakeEngine(digest)
    bare.snapshot.posts = [post for post in bare.snapshot.posts if post.month is None]
    client = create_app(bare).test_client()
    assert "Newest" not in client.get("/").text
    assert "have no months" in client.get("/months").text
    assert client.get("/about").status_code == 200


def test_results_answer_with_the_implication_first(client: FlaskClient) -> None:
    page = read(client, "/search?q=burnout")
    hit = one(page, ".hit")
    assert "Look after your own burnout." in words(hit, ".practice")
    assert words(hit, ".practice mark") == "burnout"
    assert words(hit, "h2 mark") == "burnout"
    assert "Journal, 1(2), 3-4." in words(hit, ".citation")
    assert words(hit, ".kind") == "meta-analysis"
    order = [node.attributes.get("class") for node in hit.css("p")]
    assert order.index("meta known") < order.index("practice") < order.index("citation")
    assert "passage" not in order


def test_the_best_implications_answer_and_are_not_said_twice(client: FlaskClient) -> None:
    page = read(client, "/search?q=therapist+burnout")
    found = page.css(".answering")
    assert len(found) == 3
    assert words(page, ".answers summary") == "2 more posts that answer"
    assert "Look after your own burnout." in words(found[0], ".practice")
    hits = page.css(".hit")
    to_answer, to_hit = found[0].css("a")[0], hits[0].css("h2 a")[0]
    assert to_answer.attributes["href"] == to_hit.attributes["href"]
    assert [bool(hit.css(".practice")) for hit in hits[:4]] == [False, False, False, True]
    assert "predicted outcomes" in words(hits[0], ".passage")
    for url in ("/search?q=burnout", "/search?q=therapist+zzz+xxx", PAGES["second page"]):
        assert not read(client, url).css(".answers")


def test_why_this_order(client: FlaskClient) -> None:
    page = read(client, "/search?q=burnout")
    assert not page.css(".reasons")
    explained = read(client, link(page, "Why this order?"))
    reasons = one(explained, ".hit .reasons")
    assert words(reasons, "p:first-child") == "Why in place 1: Its title says “burnout”."
    assert words(reasons, "details").startswith("The figures the words +")
    assert link(explained, "Without the reasons") == "/search?q=burnout"
    assert "Why this order?" not in explained.text()
    assert "Why this order?" not in read(client, "/search?q=burnout&sort=newest").text()


def test_where_to_get_help_stands_by_a_question_and_a_post(client: FlaskClient) -> None:
    assert words(read(client, PAGES["care"]), ".care") == "Call someone."
    assert not read(client, PAGES["results"]).css(".care")
    digest = hostile_digest()
    first = replace(digest.posts[0], title="After self-harm")
    engine = FakeEngine(replace(digest, posts=(first, *digest.posts[1:])))
    other = create_app(engine).test_client()
    assert read(other, f"/posts/{first.id}").css(".care strong")
    assert not read(other, f"/posts/{digest.posts[1].id}").css(".care")


def test_a_question_that_identifies_is_answered_with_a_word(client: FlaskClient) -> None:
    assert "seems to hold an e-mail address" in words(read(client, PAGES["care"]), ".remark")


def test_a_whole_answer_and_a_topic_can_be_cited(client: FlaskClient) -> None:
    page = read(client, "/search?q=burnout&topic=therapist-factors&page=2")
    assert "all 24 posts" in words(page, ".cite")
    assert sent(page, "#asked") == {"q": ["burnout"]}
    topic = read(client, "/topics/therapist-factors")
    ticked = one(topic, "#asked [checked]").attributes
    assert (ticked["name"], ticked["value"]) == ("topic", "therapist-factors")
    places = [button.attributes.get("formaction") for button in topic.css(".downloads button")]
    assert places == [f"/api/v1/cite/{form}" for form in FORMS]
    assert not read(client, PAGES["nothing"]).css(".cite")


def test_posts_of_a_list_can_be_chosen(client: FlaskClient) -> None:
    page = read(client, "/search?q=burnout")
    boxes = page.css(".hit .pick input[name=post]")
    assert len(boxes) == len(page.css(".hit")) == 10
    first = boxes[0].attributes["value"]
    assert one(page, ".hit h2 a").attributes["href"] == f"/posts/{first}"
    # Enter in a box must not press the first button of the list.
    assert "disabled" in one(page, "#asked button").attributes
    assert not read(client, PAGES["unknown"]).css(".pick")


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


def test_the_question_is_told_back_with_switches(client: FlaskClient) -> None:
    page = read(client, PAGES["results"])
    told = words(page, ".told")
    assert "Also looking for burnout change" in told
    assert "No post has nowhere." in told
    switch = one(page, ".switch")
    assert " ".join(switch.text().split()) == "Stop looking for burnout"
    assert "For exhaustion also" in told
    off = read(client, switch.attributes["href"] or "")
    assert "Look again for burnout" in words(off, ".switch-off")
    back = one(off, ".switch-off").attributes["href"]
    assert "off=" not in (back or "off=")
    own = read(client, link(page, "only my own words"))
    assert not own.css(".switch")
    assert "Only your own words" in words(own, ".told")
    assert "expand" not in link(own, "Look for words that mean much the same")


def test_a_phrase_an_author_and_an_exclusion_are_told(client: FlaskClient) -> None:
    told = words(read(client, PAGES["phrase"]), ".told")
    assert "Only posts with “in 3 clinics” by author." in told
    assert "Posts with statins are left out." in told


def test_did_you_mean(client: FlaskClient) -> None:
    page = read(client, PAGES["misspelt"])
    assert link(page, "burnout") == "/search?q=burnout"


def test_filters_are_chips_that_go(client: FlaskClient) -> None:
    page = read(client, PAGES["filtered"])
    chips = page.css(".chip")
    assert [words(chip, "span.hidden") for chip in chips] == ["Remove the filter"] * 3
    assert "Therapist Factors" in words(page, ".chips")
    assert chips[0].attributes["href"] == "/search?q=burnout&topic=therapist-factors&year=2021"
    assert link(page, "Clear all") == "/search?q=burnout"
    chosen = {n.attributes["name"]: n.attributes["value"] for n in page.css(".facet [checked]")}
    assert chosen == {"topic": "therapist-factors", "research": "meta-analysis", "year": "2021"}
    assert sent(page, ".ask") == {name: [value] for name, value in chosen.items()}
    assert sent(page, "#asked") == {"q": ["burnout"]}


def test_facets_are_boxes_of_which_several_may_be_ticked(client: FlaskClient) -> None:
    page = read(client, "/search?sort=oldest&size=25")
    form = one(page, "#asked")
    assert form.attributes["action"] == "/search"
    assert sent(page, "#asked") == {"sort": ["oldest"], "size": ["25"]}
    assert "survey 1" in words(form, "li")
    assert words(read(client, "/search?research=survey"), "h1").startswith("1 post")
    both = read(client, "/search?research=survey&research=meta-analysis")
    assert [box.attributes["value"] for box in both.css(".facet [checked]")] == [
        "meta-analysis",
        "survey",
    ]


def test_a_page_has_as_many_posts_as_are_wanted(client: FlaskClient) -> None:
    page = read(client, "/search?q=burnout&size=25")
    assert len(page.css(".hit")) == 24
    assert words(page, ".sizes [aria-current]") == "25 posts a page"
    assert link(page, "50 posts a page") == "/search?q=burnout&size=50"
    assert len(read(client, "/topics/therapist-factors?size=25").css(".hit")) == 24


def test_order_and_paging_live_in_the_address(client: FlaskClient) -> None:
    page = read(client, "/search?q=burnout")
    assert words(page, "[aria-label=Order] [aria-current]") == "Best match"
    assert link(page, "Oldest") == "/search?q=burnout&sort=oldest"
    assert link(page, "Next") == "/search?q=burnout&page=2"
    last = read(client, "/search?q=burnout&page=99999999999")
    assert "page 3 of 3" in words(last, "h1")
    assert words(last, ".paging [aria-current]") == "Page 3"
    assert link(last, "Previous") == "/search?q=burnout&page=2"


def test_an_empty_box_lists_every_post_newest_first(client: FlaskClient) -> None:
    page = read(client, "/search")
    assert words(page, "h1").startswith("26 posts")
    assert words(page, "[aria-label=Order] [aria-current]") == "Newest"
    assert not page.css(".told")


def test_no_answer_is_said_with_the_nearest_topics(client: FlaskClient) -> None:
    page = read(client, PAGES["nothing filtered"])
    assert "Nothing in this digest answers that with these filters" in words(page, "h1")
    assert link(page, "Ask the same without filters") == "/search?q=zzz"
    assert "Therapist Factors 24 posts" in words(page, ".empty .topics")


def test_what_the_digest_does_not_speak_of_is_said_first(client: FlaskClient) -> None:
    page = read(client, PAGES["unknown"])
    assert words(page, "h1").startswith("Nothing here is about autism or reiki")
    assert page.css(".hit")
    # It never looks like an answer.
    assert not page.css(".answers, .orders, .cite")
    assert link(page, "PubMed") == "https://pubmed.ncbi.nlm.nih.gov/?term=burnout%20autism%20reiki"
    assert "these links leave this digest" in words(page, ".empty")


def test_no_one_else_is_offered_a_question_that_identifies(client: FlaskClient) -> None:
    assert not read(client, "/search?q=zzz+jane@example.org").css(".elsewhere")


def test_what_the_digest_has_only_in_wider_words_is_said(client: FlaskClient) -> None:
    page = read(client, PAGES["near"])
    assert "No post is about fibromyalgia itself" in words(page, ".told")
    assert not page.css(".answers")


def test_parameters_that_cannot_be_read_are_told(client: FlaskClient) -> None:
    assert len(read(client, PAGES["faults"]).css(".remark")) == 3


def test_a_question_cut_short_is_told(client: FlaskClient) -> None:
    page = read(client, "/search?q=" + "burnout+" * 200)
    assert "cut short" in words(page, ".remark")
    # A browser cuts what is pasted without a word: it must leave that to us.
    box = page.css_first("input[type=search]")
    assert box and int(box.attributes["maxlength"] or 0) > MAX_CHARACTERS


# In letters of one, two, three and four bytes.
@pytest.mark.parametrize("letters", ["training therapy alliance ", "ж", "жж ", "✓", "😀"])
def test_results_are_small_however_long_the_question(
    semantic_demo_index: Path, letters: str
) -> None:
    client = create_app(open_engine(semantic_demo_index)).test_client()
    question = f"depression therapy alliance {letters * MAX_CHARACTERS}"[:MAX_CHARACTERS]
    page = client.get("/search", query_string={"q": question})
    nodes = LexborHTMLParser(page.text).css("link[rel=stylesheet], link[rel=icon], script")
    files = [node.attributes.get("href") or node.attributes["src"] or "" for node in nodes]
    assert len(files) == 5 and "post" in page.text
    # The longest in bytes are not written by anybody, and stay near it.
    most = 60_000 if letters.isascii() else 62_500
    assert len(page.data) + sum(len(client.get(file).data) for file in files) < most


def test_a_post_has_its_parts_and_ways_on(client: FlaskClient) -> None:
    page = read(client, PAGES["post"])
    assert words(page, "h1") == "Therapist burnout and outcomes, part 1"
    assert "Supervision helps." in words(page, ".implications")
    assert "both about burnout and outcomes" in words(page, ".related section:first-of-type")
    assert "both about clinics" in words(page, ".related section:last-of-type")
    assert page.css_first("a[rel=prev]") and page.css_first("a[rel=next]")
    assert link(page, "February 2021") == "/months/2021-02"


def test_hostile_text_stays_text(client: FlaskClient) -> None:
    page = read(client, PAGES["hostile post"])
    assert_scripts_are_ours(page)
    assert not page.css("img[src=x]")
    assert one(page, ".citation a").attributes["href"] == (
        "https://doi.org/10.1000/x%22%3E%3Cscript%3Ealert(1)%3C/script%3E"
    )
    assert not page.css("a[href^=javascript]")


@pytest.mark.parametrize(
    "question", ['"><script>alert(1)</script>', "' onfocus=alert(1) x='", "</title><b>"]
)
def test_a_hostile_question_stays_text(client: FlaskClient, question: str) -> None:
    response = client.get("/search", query_string={"q": question, "topic": question})
    assert "</title><b>" not in response.text
    page = LexborHTMLParser(response.text)
    assert_scripts_are_ours(page)
    assert one(page, "input[name=q]").attributes["value"] == question.strip()
    assert not page.css("[onfocus]")


def test_a_listing_keeps_its_address(client: FlaskClient) -> None:
    page = read(client, "/topics/therapist-factors")
    assert "24 posts" in words(page, ".total")
    assert link(page, "Next") == "/topics/therapist-factors?page=2"
    assert link(page, "Oldest") == "/topics/therapist-factors?sort=oldest"
    assert link(page, "meta-analysis") == "/kinds/meta-analysis"
    ticked = one(page, ".facet [checked]").attributes
    assert (ticked["name"], ticked["value"]) == ("topic", "therapist-factors")
    assert "No post of this digest" in read(client, "/topics/empty").text()


def test_a_month_leads_to_its_neighbours(client: FlaskClient) -> None:
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
def test_a_contact_is_a_link_where_it_can_be(contact: str, href: str | None) -> None:
    digest = replace(hostile_digest(), contact=contact, home="", description="")
    page = read(create_app(FakeEngine(digest)).test_client(), "/about")
    links = [a.attributes["href"] for a in page.css("main a") if a.text() == contact]
    assert links == ([href] if href else [])
    assert bool(page.css("#contact")) == bool(contact)


def test_a_post_begins_with_its_point(client: FlaskClient) -> None:
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
