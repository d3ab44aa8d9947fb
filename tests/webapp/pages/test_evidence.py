"""The page that compares evidence: a table with all figures of the drawing, JSON and CSV."""

from __future__ import annotations

import csv
from dataclasses import replace
from io import StringIO

import html5lib
import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from corpus.evidence.study import Effect, Study
from search.answers.comparison import MOST
from search.question import MAX_CHARACTERS
from tests.pretended.engine_fake import HOSTILE, FakeEngine, hostile_digest, post
from webapp.app import create_app

FOR = Effect("CBT", "usual care", "stress", None, "g", 0.4, 0.1, 0.7, favours="intervention")
AGAINST = replace(FOR, value=-0.4, low=-0.7, high=-0.1, favours="comparator")
SAME = Study(data="one cohort", participants=22712)
MOOD = replace(FOR, measure="r", outcome="mood", comparator=None)
POSTS = (
    post(
        31,
        study=replace(SAME, year=2010, effects=(FOR,), read="abstract", funding="a charity"),
    ),
    post(32, study=replace(SAME, effects=(MOOD,))),
    post(33, study=Study(2020, population="teachers", effects=(AGAINST,))),
    post(
        34,
        title=HOSTILE,
        study=Study(
            population=HOSTILE,
            effects=(
                Effect(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, 1.0),
                Effect("=1+1", "-x", "@y", measure="g", value=0.2),
            ),
        ),
    ),
)


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    hostile = next(p for p in hostile_digest().posts if p.retracted)
    hostile = replace(hostile, summary="Burnout.")
    return create_app(FakeEngine(replace(hostile_digest(), posts=(*POSTS, hostile)))).test_client()


ASKED = "/search?q=burnout&view=evidence"


@pytest.mark.parametrize("by", ["", "&by=comparator"])
def test_the_page_is_valid_and_escaped(client: FlaskClient, by: str) -> None:
    response = client.get(ASKED + by)
    html5lib.HTMLParser(strict=True).parse(response.text)
    assert "<script>alert" not in response.text and "style=" not in response.text
    page = LexborHTMLParser(response.text)
    ids = [node.attributes["id"] for node in page.css("[id]")]
    assert len(ids) == len(set(ids))
    assert [n.text() for n in page.css(".number")] == ["1", "2", "3", "4", "5"]


def test_the_table_has_every_figure_of_the_drawing(client: FlaskClient) -> None:
    page = LexborHTMLParser(client.get(ASKED).text)
    text = " ".join(page.text().split())
    for told in (
        *("2 posts, the same 22,712 people", "abstract only; paid for by a charity"),
        *("g = 0.4", "0.1 to 0.7", "in favour of CBT", "teachers", "nothing is pooled"),
    ):
        assert told in text
    (plot,) = page.css("svg.forest")
    assert plot.attributes["role"] == "img" and plot.attributes["aria-label"]
    # r has a panel of its own.
    assert len(page.css(".panel")) == 3
    retracted = page.css("section:last-of-type li a")
    assert retracted and "Left out, since their studies have been retracted" in text


def test_a_button_of_the_results_leads_to_the_page_and_a_link_back(client: FlaskClient) -> None:
    page = LexborHTMLParser(client.get("/search?q=burnout").text)
    (button,) = page.css('.bar button[name="view"]')
    assert button.attributes["value"] == "evidence" and "formaction" not in button.attributes
    there = LexborHTMLParser(client.get(ASKED + "&by=comparator").text)
    (back,) = there.css(".back a")
    assert back.attributes["href"] == "/search?q=burnout"
    switch = there.css(".by a")
    assert [a.attributes["href"] for a in switch] == [ASKED, ASKED + "&by=comparator"]
    assert switch[1].attributes["aria-current"] == "true"


def chosen(*posts: str) -> str:
    return "".join(f"&post={one}" for one in posts)


def test_only_chosen_posts_are_compared(client: FlaskClient) -> None:
    some = chosen(POSTS[2].id, POSTS[0].id, "gone", POSTS[2].id)
    page = LexborHTMLParser(client.get(ASKED + some).text)
    assert "These are the 2 posts that you chose." in page.text()
    assert [n.text() for n in page.css(".number")] == ["1", "2"]
    # They disagree, which is shown although the results have other posts.
    assert page.css(".disagreeing")
    (back,) = page.css(".back a")
    assert back.attributes["href"] == "/search?q=burnout"
    (link,) = page.css("a[download]")
    table = link.attributes["href"] or ""
    assert client.get(table).text.count("\n") == 3
    unnamed = "/api/v1/evidence.csv?" + some[1:]
    assert client.get(unnamed).text == client.get(table).text
    told = client.get(f"/api/v1{ASKED}{some}").get_json()["evidence"]
    assert told["total"] == 2 and [one["posts"] for one in told["sources"]] == [
        [POSTS[2].id],
        [POSTS[0].id],
    ]
    for one in page.css(".by a"):
        assert f"post={POSTS[0].id}" in (one.attributes["href"] or "")


def test_chosen_posts_need_not_match_the_question(client: FlaskClient) -> None:
    page = client.get("/search?q=zzz&view=evidence" + chosen(POSTS[0].id)).text
    assert "This is the post that you chose." in page
    gone = client.get(ASKED + chosen("gone")).text
    assert "None of the posts that were chosen is in this digest." in gone
    assert "Nothing in this digest answers" not in gone


def test_if_too_many_are_chosen_the_first_are_compared(client: FlaskClient) -> None:
    every = chosen(*(one.id for one in hostile_digest().posts[:50]))
    answer = client.get("/search?q=burnout&size=50&topic=a&view=evidence" + every)
    assert answer.status_code == 200
    assert f"these are the first {MOST}." in answer.text
    assert client.get(f"/api/v1{ASKED}{every}").status_code == 400
    # On the page of results the chosen posts make no difference.
    plain = client.get("/search?q=burnout").text
    assert client.get("/search?q=burnout" + every).text == plain


@pytest.mark.usefixtures("by_coverage")
def test_disagreements_are_shown_with_the_fields_that_differ(client: FlaskClient) -> None:
    page = LexborHTMLParser(client.get("/search?q=therapist+burnout").text)
    # It is shown once, with the answers concerned.
    for told in page.css(".disagreeing"):
        (summary,) = told.css("summary")
        assert summary.text() == "Not all agree; the studies differ in study's year"
        assert "Opposite ways on stress:" in told.text()
    assert len(page.css(".answering .disagreeing")) == len(page.css(".disagreeing")) == 2
    compared = LexborHTMLParser(client.get("/search?q=therapist+burnout&view=evidence").text)
    (summary,) = compared.css(".disagreeing summary")
    assert summary.text() == (
        "Two of these posts point opposite ways; their studies differ in study's year"
    )
    answer = client.get("/api/v1/search?q=therapist+burnout").get_json()
    (pair,) = answer["disagreements"]
    assert (pair["outcome"], pair["said"]) == ("stress", False)
    assert pair["differences"] == [{"field": "study's year", "first": "2020", "second": "2010"}]
    assert answer["evidence"] is None


def test_the_api_has_the_same_comparison(client: FlaskClient) -> None:
    found = client.get(f"/api/v1{ASKED}").get_json()["evidence"]
    assert found["by"] == "measure" and len(found["sources"]) == 3
    assert [one["against"] for one in found["together"]][:2] == ["usual care", "other"]
    assert found["retracted"] == ["2022-01-hostile"]
    turned = client.get(f"/api/v1{ASKED}&by=comparator").get_json()["evidence"]
    assert turned["by"] == "comparator"
    for wrong in ("view=x", "by=x"):
        assert client.get(f"/api/v1/search?q=burnout&{wrong}").status_code == 400
        assert "could not be read" in client.get(f"/search?q=burnout&{wrong}").text


def test_the_table_can_be_downloaded_as_csv(client: FlaskClient) -> None:
    response = client.get("/api/v1/evidence.csv?q=burnout")
    assert response.mimetype == "text/csv"
    rows = list(csv.DictReader(StringIO(response.text, newline="")))
    assert len(rows) == 5
    assert {row["intervention"] for row in rows} >= {"CBT", "'=1+1"}
    assert [row["value"] for row in rows if row["favours"] == "comparator"] == ["-0.4"]


def test_without_an_answer_there_is_no_table(client: FlaskClient) -> None:
    page = client.get("/search?q=zzz&view=evidence").text
    assert "nothing to put side by side" in page and "<table" not in page
    assert client.get("/api/v1/evidence.csv?q=zzz").text.count("\n") == 1
    assert "compare" not in client.get("/search?q=zzz").text


def test_a_long_question_is_not_repeated(client: FlaskClient) -> None:
    asked = ("burnout " * MAX_CHARACTERS)[: MAX_CHARACTERS - 1]
    text = client.get("/search", query_string={"q": asked, "view": "evidence"}).text
    assert text.count("burnout " * 50) <= 40 and '<form id="asked"' in text
    html5lib.HTMLParser(strict=True).parse(text)
