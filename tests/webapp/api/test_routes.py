"""The keys of the API's answers, which docs/api.md promises."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from corpus.digest import Questions
from tests.conftest import REPOSITORY
from tests.pretended.engine_fake import FakeEngine, hostile_digest
from webapp.app import create_app

DOCS = REPOSITORY / "docs" / "api.md"


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine(hostile_digest())


@pytest.fixture
def client(engine: FakeEngine) -> FlaskClient:
    return create_app(engine).test_client()


def get(client: FlaskClient, path: str) -> dict[str, Any]:
    response = client.get(path)
    assert response.status_code == 200
    assert response.mimetype == "application/json"
    answer: dict[str, Any] = response.get_json()
    return answer


def keys(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys(inner)


def test_a_search_has_its_keys(client: FlaskClient) -> None:
    answer = get(client, "/api/v1/search?q=what+exhaustion+burnout&topic=therapist-factors")
    assert list(answer) == [
        "question",
        "understanding",
        "care",
        "identifying",
        "answered",
        "total",
        "page",
        "pages",
        "sort",
        "best",
        "hits",
        "disagreements",
        "evidence",
        "facets",
        "nearest",
        "url",
        "previous",
        "next",
        "generation",
        "seconds",
    ]
    assert answer["total"] == 24
    assert answer["pages"] == 3
    assert answer["question"]["topics"] == ["therapist-factors"]
    assert answer["understanding"]["expansions"] == [
        {"id": "exhaustion-burnout", "words": "exhaustion", "term": "burnout", "on": True}
    ]
    hit = answer["hits"][0]
    assert list(hit) == [
        "rank",
        "score",
        "post",
        "implication",
        "limit",
        "passage",
        "language",
        "words",
        "contributions",
        "why",
    ]
    start, end = hit["implication"]["marks"][0]
    assert hit["implication"]["text"][start:end] == "burnout"
    assert hit["post"]["research"] == {"value": "meta-analysis", "label": "meta-analysis"}
    assert answer["facets"]["topics"][0] == {
        "value": "therapist-factors",
        "label": "Therapist Factors",
        "count": 24,
        "chosen": True,
    }


def test_pages_of_results_link_to_each_other(client: FlaskClient) -> None:
    seen: list[str] = []
    path: str | None = "/api/v1/search?q=burnout"
    while path:
        answer = get(client, path)
        seen += [hit["post"]["id"] for hit in answer["hits"]]
        path = answer["next"]
    assert len(seen) == len(set(seen)) == answer["total"]
    assert answer["previous"]


def test_a_post_has_its_texts_and_links(client: FlaskClient) -> None:
    answer = get(client, "/api/v1/posts/2022-01-hostile")
    assert answer["title"].startswith('<script>alert("x")')
    assert answer["topics"][1] == {"value": "", "label": "<i>Unlisted</i>"}
    assert answer["older"] and answer["newer"] is None
    assert client.get(answer["url"]).status_code == 200
    related = get(client, answer["related_url"])
    assert related["across"][0]["reason"] == "both about clinics"


def test_a_post_has_its_evidence(client: FlaskClient) -> None:
    answer = get(client, "/api/v1/posts/2022-01-hostile")
    facts = "Compares groups by chance · 10 studies, 1,240 people · study of 2020"
    assert (answer["facts"], answer["pmid"], answer["retracted"]) == (facts, "31758858", True)
    assert (answer["study"]["participants"], answer["study"]["question"]) == (1240, None)
    assert answer["study"]["effects"][0]["value"] == 0.25
    assert answer["study"]["effects"][0]["low"] is None
    assert answer["notices"][0]["kind"] == "retraction"
    assert answer["notices"][0]["told"] == "The study has been retracted."
    # A relation to a draft is left out, since it would lead nowhere.
    assert [(name, [p["id"] for p in posts]) for name, posts in answer["relations"].items()] == [
        ("updates", ["2021-02-post-1"]),
        ("contradicts", ["2021-03-post-2"]),
        ("same_data", ["2021-04-post-3"]),
    ]
    assert client.get(answer["relations"]["updates"][0]["url"]).status_code == 200
    assert answer["corrections"][0]["date"] == "2022-02-03"
    assert answer["aliases"][1] == "/2014/05/old/"
    assert answer["writer"] == answer["bottom_line"] == answer["licence"] == answer["series"]
    hit = get(client, "/api/v1/search?q=tags")["hits"][0]["post"]
    assert (hit["id"], hit["facts"]) == (answer["id"], facts)
    assert hit["notices"] == answer["notices"]
    assert {**hit["study"], "effects": answer["study"]["effects"]} == answer["study"]
    assert "effects" not in hit["study"] and "relations" not in hit


def test_a_post_with_gaps_has_nulls(client: FlaskClient) -> None:
    answer = get(client, "/api/v1/posts/MED-10")
    assert answer["month"] is answer["research"] is answer["citation"] is answer["doi"] is None
    assert answer["topics"] == answer["notices"] == answer["corrections"] == []
    assert answer["study"] is answer["pmid"] is answer["writer"] is answer["bottom_line"] is None
    assert (answer["facts"], answer["retracted"]) == ("", False)
    hit = get(client, "/api/v1/search?q=statins")["hits"][0]
    assert hit["implication"] is None


def test_suggestions_are_listed(client: FlaskClient) -> None:
    assert get(client, "/api/v1/suggest?q=thera")["suggestions"] == [
        {
            "kind": "topic",
            "text": "Therapist Factors",
            "value": "therapist-factors",
            "language": "en",
            "url": "/topics/therapist-factors",
        }
    ]


def test_an_explained_answer_has_the_contribution_of_each_leg(client: FlaskClient) -> None:
    assert get(client, "/api/v1/search?q=burnout")["hits"][0]["contributions"] == []
    hit = get(client, "/api/v1/search?q=burnout&explain=1")["hits"][0]
    assert [c["leg"] for c in hit["contributions"]] == ["words"]
    assert client.get("/api/v1/search?q=burnout&explain=yes").status_code == 400


@pytest.mark.usefixtures("by_coverage")
def test_an_answer_has_its_best_posts_help_and_privacy_warning(client: FlaskClient) -> None:
    answer = get(client, "/api/v1/search?q=burnout+therapists")
    assert answer["best"] == [hit["post"]["id"] for hit in answer["hits"][:3]]
    assert answer["care"] is answer["identifying"] is None
    answer = get(client, "/api/v1/search?q=self-harm+of+jane@example.org")
    assert answer["care"] == "Call **someone**."
    assert answer["identifying"] == "an e-mail address"
    assert get(client, "/api/v1/search?topic=trauma")["care"] is None


def test_citations_of_chosen_posts_and_of_an_answer_are_sent(client: FlaskClient) -> None:
    one = client.get("/api/v1/cite/ris?post=2021-02-post-1")
    assert one.mimetype == "application/x-research-info-systems"
    assert one.headers["Content-Disposition"] == "attachment; filename=2021-02-post-1.ris"
    assert "TI  - Study 1\r\n" in one.text
    assert 'N1  - Summarised in Digest <of> "Tests" & more: http://localhost/posts/' in one.text
    two = client.get("/api/v1/cite/bibtex?post=gone&post=2021-02-post-1&post=2022-01-hostile")
    assert two.text.count("\n@") + two.text.startswith("@") == 2
    assert "filename=citations.bib" in two.headers["Content-Disposition"]
    every = client.get("/api/v1/cite/csl?q=burnout&topic=therapist-factors")
    assert len(every.get_json(force=True)) == 24
    assert len(client.get("/api/v1/cite/apa").text.splitlines()) == 26
    for path in ("ris?post=gone", "ris?q=zzz", "word?q=burnout"):
        assert client.get(f"/api/v1/cite/{path}").status_code == 404
    assert client.get("/api/v1/cite/ris?sort=x").status_code == 400


def test_a_form_can_name_more_posts_than_an_address(client: FlaskClient) -> None:
    asked = {"post": [*(f"{n:>080}" for n in range(499)), "2021-02-post-1", "2022-01-hostile"]}
    alone = client.get("/api/v1/cite/csl?post=2021-02-post-1").get_json(force=True)
    assert client.post("/api/v1/cite/csl", data=asked).get_json(force=True) == alone
    same = client.get("/api/v1/cite/bibtex?q=burnout&topic=therapist-factors").text
    form = {"q": "burnout", "topic": "therapist-factors"}
    answer = client.post("/api/v1/cite/bibtex?q=trauma", data=form)
    assert answer.text == same and answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
    assert client.post("/api/v1/cite/ris", data={"sort": "x"}).status_code == 400
    assert client.post("/api/v1/cite/ris", json={"post": ["2021-02-post-1"]}).status_code == 400
    assert client.post("/api/v1/cite/nothing", data=asked).status_code == 404
    assert client.post("/api/v1/cite/ris", data={"post": "x" * 70_000}).status_code == 413


def test_for_an_empty_text_the_examples_are_suggested() -> None:
    digest = hostile_digest()
    asked = ("Does burnout hurt?", "Why do clients leave?")
    engine = FakeEngine(replace(digest, questions=Questions(examples=asked)))
    client = create_app(engine).test_client()
    found = get(client, "/api/v1/suggest?q=")["suggestions"]
    assert [(s["kind"], s["text"]) for s in found] == [("question", text) for text in asked]
    assert found[0]["url"] == "/search?q=Does+burnout+hurt?"
    assert get(client, "/api/v1/suggest?q=why+do")["suggestions"][0]["text"] == asked[1]
    # Without examples the titles of posts are suggested.
    bare = create_app(FakeEngine(digest)).test_client()
    assert len(get(bare, "/api/v1/suggest?q=")["suggestions"]) == 6


def test_health_reports_messages_for_the_maintainer(
    client: FlaskClient, engine: FakeEngine
) -> None:
    for path in ("/healthz", "/readyz"):
        assert get(client, path)["status"] == "ok"
    engine.health = ("The generation 000002 is damaged; 000001 serves.",)
    answer = get(client, "/healthz")
    assert list(answer) == ["status", "generation", "notes", "version"]
    assert answer["status"] == "degraded"
    assert "000002" in answer["notes"][0]


def test_every_key_is_in_the_documentation(client: FlaskClient) -> None:
    described = DOCS.read_text()
    for path in (
        "/api/v1/search?q=exhaustion+burnout&explain=1",
        "/api/v1/posts/2022-01-hostile",
        "/api/v1/posts/2022-01-hostile/related",
        "/api/v1/topics",
        "/api/v1/kinds",
        "/api/v1/months",
        "/api/v1/months/2022-01",
        "/api/v1/suggest?q=thera",
        "/healthz",
        "/readyz",
    ):
        for key in keys(get(client, path)):
            assert f"`{key}`" in described, (path, key)
    for rule in client.application.url_map.iter_rules():
        if rule.endpoint.startswith("api."):
            shown = re.sub(r"<(?:post_id:post_)?(\w+)>", lambda part: part[1].upper(), str(rule))
            assert f"`{shown}`" in described
    error = client.get("/api/v1/nowhere").get_json()
    assert all(f"`{key}`" in described for key in keys(error))
