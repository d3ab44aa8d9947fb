"""Reference managers find every post of a page, by Zotero's COinS and Embedded Metadata rules."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from corpus.digest import Digest
from corpus.post import Post
from tests.pretended.engine_fake import FakeEngine, hostile_digest
from webapp.app import create_app
from webapp.standalone import write_site

CITATIONS = {
    "journalArticle": "Green, A. B. (2014). Compost. Journal of Plots, 12(3), 4-9.",
    "bookSection": "Smith, K. (2016). Ladybirds. In J. Hill (Ed.), The living garden (pp. 10-20). "
    "Garden Press.",
    "book": "Wampold, B. E. (2015). The great debate (2nd ed.). Routledge.",
    "thesis": "Brown, C. (2019). Of slugs [Doctoral dissertation, University of Plots].",
    "blogPost": "",
}
POSTS = tuple(
    Post(id=kind, title="T", summary="S", month="2021-07", topics=("Soil",), citation=text or None)
    for kind, text in CITATIONS.items()
)


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(FakeEngine(hostile_digest())).test_client()


def coins(page: str) -> list[str]:
    """What Zotero's COinS translator reads: each ``span`` of that class with a title."""
    nodes = LexborHTMLParser(page).css("span.Z3988[title]")
    return [node.attributes["title"] or "" for node in nodes]


def kind(page: str) -> str:
    """The type that Zotero's Embedded Metadata finds in the meta tags of a page."""
    sure = guess = of_dublin_core = ""
    for node in LexborHTMLParser(page).css("head meta[name]"):
        name, content = node.attributes["name"] or "", node.attributes["content"] or ""
        sure = {
            "citation_journal_title": "journalArticle",
            "citation_technical_report_institution": "report",
            "citation_book_title": "bookSection",
            "citation_dissertation_institution": "thesis",
        }.get(name, sure)
        if name == "citation_title":
            guess = guess or "journalArticle"
        if name.lower() == "dc.type":
            of_dublin_core = content
    return of_dublin_core or sure or guess or "webpage"


@pytest.mark.parametrize(
    ("path", "posts"),
    [
        ("/search?q=burnout", 10),
        ("/topics/therapist-factors", 10),
        ("/kinds/meta-analysis?page=2", 10),
        ("/months/2021-07", 2),
        ("/years/2022", 1),
        ("/authors/author-a", 24),
        ("/topics/empty", 0),
        ("/search?q=zzz", 0),
        ("/posts/MED-10", 0),
    ],
)
def test_a_page_has_a_coins_span_for_each_post(client: FlaskClient, path: str, posts: int) -> None:
    found = coins(client.get(path).text)
    assert len(found) == posts
    assert all(one.startswith("ctx_ver=Z39.88-2004&rft_val_fmt=info:ofi") for one in found)


def test_a_post_without_a_citation_has_its_own_address() -> None:
    client = create_app(FakeEngine(Digest(name="Small Digest", posts=POSTS))).test_client()
    for site in ("http://one.example", "http://other.example"):
        (own,) = [
            one
            for one in coins(client.get("/months/2021-07", base_url=site).text)
            if "blogPost" in one
        ]
        assert f"rft.identifier={site}/posts/blogPost" in own


def test_with_a_long_question_coins_are_left_out(client: FlaskClient) -> None:
    assert coins(client.get(f"/search?q=burnout+{'zzz+' * 100}").text) == []


@pytest.mark.parametrize("expected", CITATIONS)
def test_a_post_has_the_type_of_its_study(expected: str, tmp_path: Path) -> None:
    engine = FakeEngine(Digest(name="Small Digest", posts=POSTS))
    served = create_app(engine).test_client().get(f"/posts/{expected}").text
    assert kind(served) == expected
    write_site(engine, tmp_path / "out")
    assert kind((tmp_path / "out" / "posts" / f"{expected}.html").read_text("utf-8")) == expected
