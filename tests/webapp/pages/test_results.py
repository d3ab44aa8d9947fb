"""A page of results shows the answer, how the question was understood, and filters."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import quote_plus

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from corpus.citations.forms import FORMS
from corpus.evidence.notice import Notice
from search.engine.open import open_engine
from search.question import MAX_CHARACTERS
from tests.pretended.engine_fake import FakeEngine, hostile_digest
from tests.webapp.pages.reading import PAGES, link, one, read, sent, words
from webapp.app import create_app


def test_a_hit_shows_its_implication_first(client: FlaskClient) -> None:
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


@pytest.mark.usefixtures("by_coverage")
def test_the_best_implications_are_shown_as_answers_and_not_repeated(client: FlaskClient) -> None:
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


@pytest.mark.usefixtures("by_coverage")
def test_an_answer_tells_what_limits_it_and_that_its_study_was_updated() -> None:
    digest = hostile_digest()
    updated = tuple(replace(post, notices=(Notice("update", "2018"),)) for post in digest.posts)
    client = create_app(FakeEngine(replace(digest, posts=updated))).test_client()
    answer = one(read(client, "/search?q=therapist+burnout"), ".answering")
    assert words(answer, ".notice") == "The study has been updated by a later one. 2018"
    assert words(answer, ".limit").startswith("Bear in mind: ")
    assert words(answer, ".limit mark") == "burnout"
    order = [(node.attributes.get("class") or "").split()[0] for node in answer.css("p")]
    assert order[:4] == ["notice", "practice", "limit", "from"]


def test_reasons_for_the_order_are_shown_on_demand(client: FlaskClient) -> None:
    page = read(client, "/search?q=burnout")
    assert not page.css(".reasons")
    explained = read(client, link(page, "Why this order?"))
    reasons = one(explained, ".hit .reasons")
    assert words(reasons, "p:first-child") == "Why in place 1: Its title says “burnout”."
    assert words(reasons, "details").startswith("The figures the words +")
    assert link(explained, "Without the reasons") == "/search?q=burnout"
    assert "Why this order?" not in explained.text()
    assert "Why this order?" not in read(client, "/search?q=burnout&sort=newest").text()


def test_a_question_that_identifies_somebody_gets_a_warning(client: FlaskClient) -> None:
    assert "seems to hold an e-mail address" in words(read(client, PAGES["care"]), ".remark")


def test_a_whole_answer_and_a_topic_can_be_cited(client: FlaskClient) -> None:
    page = read(client, "/search?q=burnout&topic=therapist-factors&page=2")
    assert "All 24 posts, or those that you choose:" in words(page, ".bar")
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


def test_the_understanding_is_shown_with_switches(client: FlaskClient) -> None:
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


def test_operators_of_the_question_are_described(client: FlaskClient) -> None:
    told = words(read(client, PAGES["phrase"]), ".told")
    assert "Only posts with “in 3 clinics” by author." in told
    assert "Posts with statins are left out." in told


def test_years_said_in_words_are_shown_with_a_link_that_takes_them_off(
    client: FlaskClient,
) -> None:
    page = read(client, "/search?q=burnout+studies+since+2018")
    assert "since 2018 (2018–)" in words(page, ".chip")
    (chip,) = page.css(".chip")
    assert chip.attributes["href"] == "/search?q=burnout+studies+since+2018&off=years-said"
    assert not read(client, chip.attributes["href"] or "").css(".chip")


def test_a_correction_is_offered(client: FlaskClient) -> None:
    page = read(client, PAGES["misspelt"])
    assert link(page, "burnout") == "/search?q=burnout"


def test_each_filter_is_shown_with_a_link_that_removes_it(client: FlaskClient) -> None:
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


def test_several_values_of_a_facet_can_be_ticked(client: FlaskClient) -> None:
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


def test_the_number_of_posts_on_a_page_can_be_chosen(client: FlaskClient) -> None:
    page = read(client, "/search?q=burnout&size=25")
    assert len(page.css(".hit")) == 24
    assert words(page, ".sizes [aria-current]") == "25 posts a page"
    assert link(page, "50 posts a page") == "/search?q=burnout&size=50"
    assert len(read(client, "/topics/therapist-factors?size=25").css(".hit")) == 24


def test_order_and_page_are_in_the_address(client: FlaskClient) -> None:
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


def test_without_an_answer_the_nearest_topics_are_shown(client: FlaskClient) -> None:
    page = read(client, PAGES["nothing filtered"])
    assert "Nothing in this digest answers that with these filters" in words(page, "h1")
    assert link(page, "Ask the same without filters") == "/search?q=zzz"
    assert "Therapist Factors 24 posts" in words(page, ".empty .topics")


def test_unknown_subjects_are_named_first(client: FlaskClient) -> None:
    page = read(client, PAGES["unknown"])
    assert words(page, "h1").startswith("Nothing here is about autism or reiki")
    assert page.css(".hit")
    # It must not look like an answer.
    assert not page.css(".answers, .orders, .cite")
    assert link(page, "PubMed") == "https://pubmed.ncbi.nlm.nih.gov/?term=burnout%20autism%20reiki"
    assert "these links leave this digest" in words(page, ".empty")


def test_a_question_that_identifies_somebody_has_no_links_to_other_sites(
    client: FlaskClient,
) -> None:
    assert not read(client, "/search?q=zzz+jane@example.org").css(".elsewhere")


def test_a_subject_known_only_in_wider_terms_is_named(client: FlaskClient) -> None:
    page = read(client, PAGES["near"])
    assert "No post is about fibromyalgia itself" in words(page, ".told")
    assert "No post has" not in words(page, ".told")
    assert not page.css(".answers")


def test_two_things_that_no_post_has_both_of_are_named(client: FlaskClient) -> None:
    page = read(client, PAGES["apart"])
    told = "No post here speaks of both supervision and clinics; these come near."
    assert told in words(page, ".told")
    assert link(page, "Posts on supervision") == "/search?q=supervision"
    assert link(page, "Posts on clinics") == "/search?q=clinics"
    assert page.css(".hit") and not page.css(".answers")
    assert link(page, "PubMed") == "https://pubmed.ncbi.nlm.nih.gov/?term=supervision%20clinics"


def test_invalid_parameters_are_reported(client: FlaskClient) -> None:
    assert len(read(client, PAGES["faults"]).css(".remark")) == 3


def test_a_truncated_question_is_reported(client: FlaskClient) -> None:
    page = read(client, "/search?q=" + "burnout+" * 200)
    assert "cut short" in words(page, ".remark")
    # A browser would cut pasted text silently, so its limit is higher than ours.
    box = page.css_first("input[type=search]")
    assert box and int(box.attributes["maxlength"] or 0) > MAX_CHARACTERS


def weight(client: FlaskClient, path: str, question: str) -> tuple[int, int]:
    """The bytes of a page of results with its style and scripts, and the number of files."""
    page = client.get(path, query_string={"q": question})
    nodes = LexborHTMLParser(page.text).css("link[rel=stylesheet], link[rel=icon], script")
    files = [node.attributes.get("href") or node.attributes["src"] or "" for node in nodes]
    assert "post" in page.text or "billet" in page.text
    return len(page.data) + sum(len(client.get(file).data) for file in files), len(files) + 1


# The heaviest pages of forty questions.
HEAVY = (
    "client preferences",
    "is cbt better than other therapies",
    "medication or therapy for depression",
    "does it matter which therapy i use for depression",
    "brief or long term therapy",
    "what predicts dropout",
)


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/search", "/fr/search"])
def test_pages_of_results_are_small_in_every_language(semantic_demo_index: Path, path: str) -> None:
    client = create_app(open_engine(semantic_demo_index)).test_client()
    for question in HEAVY:
        size, files = weight(client, path, question)
        assert (size < 60_000, files) == (True, 5), (question, size)


# Letters of one, two, three and four bytes.
@pytest.mark.slow
@pytest.mark.parametrize("letters", ["training therapy alliance ", "ж", "жж ", "✓", "😀"])
def test_pages_of_results_are_small_for_any_length_of_question(
    semantic_demo_index: Path, letters: str
) -> None:
    client = create_app(open_engine(semantic_demo_index)).test_client()
    question = f"depression therapy alliance {letters * MAX_CHARACTERS}"[:MAX_CHARACTERS]
    size, files = weight(client, "/search", question)
    # Without an answer there is one more style sheet, within the six files a page may have.
    nothing = "Nothing" in words(read(client, "/search?q=" + quote_plus(question)), "h1")
    assert files == 5 + nothing
    # Nobody writes the questions with most bytes; their pages are still below the limit.
    assert size < 60_000, size


@pytest.mark.slow
def test_common_words_alone_are_near_to_nothing(semantic_demo_index: Path) -> None:
    client = create_app(open_engine(semantic_demo_index)).test_client()
    common, unknown = (client.get(f"/search?q={q}").text for q in ("the", "zeppelins"))
    assert "only common words" in common and "browse the topics" in common
    for told in ("The nearest topics are", "The same question elsewhere"):
        assert told in unknown and told not in common
