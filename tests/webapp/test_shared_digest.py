"""The small digest of ../shared gives the results that its EXPECTED.md describes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from html import unescape
from pathlib import Path
from typing import Any

import defusedxml.ElementTree as ElementTree
import pytest
from flask.testing import FlaskClient

from corpus.folder.read import read_corpus
from indexer.publish import publish
from search.engine.open import open_engine
from tests.shared_cases import CASES
from webapp.app import create_app

pytestmark = pytest.mark.data

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def client(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """The pages over the digest; without it the tests skip."""
    reading = read_corpus(shared / CASES / "19-digest")
    assert reading.faults == ()
    index = tmp_path_factory.mktemp("shared") / "index"
    publish(reading.digest, index)
    with closing(open_engine(index, semantic=False)) as engine:
        yield create_app(engine).test_client()


def ids(found: Any) -> list[str]:
    """The posts of an answer, best first."""
    return [hit["post"]["id"] for hit in found["hits"]]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("clients who don't improve", "2010-05-a-neg"),
        ("clients who didn't improve", "2010-05-a-neg"),
        ("clients who didn’t improve", "2010-05-a-neg"),
        ("therapy isn't working", "2010-05-a-neg"),
        ("10.1000/ggg7", "2010-05-a-neg"),
        ("https://doi.org/10.1000/ggg7", "2010-05-a-neg"),
        ("relapse", "2012-05-c-soft"),
        ("therapist", "2012-05-c-soft"),
        ("recovery", "2012-05-c-soft"),
        ("UK", "2012-05-c-soft"),
        ("Yildiz", "2012-05-c-soft"),
        ("Dordevic", "2012-05-c-soft"),
        ('"No gain"', "2010-05-a-neg"),
        ('"Does it work? Results from 1990 to 2010"', "2013-05-d-artno"),
    ],
)
def test_a_question_finds_its_post_first(client: FlaskClient, question: str, first: str) -> None:
    found = client.get("/api/v1/search", query_string={"q": question}).get_json()
    assert found["answered"] and ids(found)[0] == first
    assert found["understanding"]["unknown"] == []


def test_a_journal_in_quotes_is_found(client: FlaskClient) -> None:
    found = client.get("/api/v1/search", query_string={"q": '"Journal of Tests"'}).get_json()
    assert "2010-05-a-neg" in ids(found)


def test_a_doi_of_no_post_is_not_answered(client: FlaskClient) -> None:
    found = client.get("/api/v1/search", query_string={"q": "10.1000/other"}).get_json()
    assert not found["answered"] and found["total"] == 0


def cited(client: FlaskClient, post: str) -> Any:
    (one,) = client.get(f"/api/v1/cite/csl?post={post}").get_json(force=True)
    return one


def test_citations_are_split_into_their_parts(client: FlaskClient) -> None:
    article = cited(client, "2013-05-d-artno")
    assert article["title"] == "Does it work? Results from 1990 to 2010"
    assert (article["container-title"], article["volume"], article["issue"]) == (
        "BMC Tests",
        "20",
        "2",
    )
    assert "104" in (article.get("page"), article.get("number"))
    supplement = cited(client, "2012-05-c-soft")
    assert (supplement["volume"], supplement["issue"], supplement["page"]) == (
        "3",
        "Suppl. 1",
        "S5–S6",
    )
    book = cited(client, "2014-05-e-book")
    assert [name["family"] for name in book["editor"]] == ["Holm", "Reeve"]
    assert (book["title"], book["edition"]) == ("Handbook of tests", "7")
    apa = client.get("/api/v1/cite/apa?post=2015-05-f-url").get_data(as_text=True)
    assert apa.rstrip().endswith("ng222")


def test_a_feed_s_text_matches_its_declared_type(client: FlaskClient) -> None:
    entries = ElementTree.fromstring(client.get("/feed.atom").data).findall(f"{ATOM}entry")
    told = {entry.findtext(f"{ATOM}title"): entry.find(f"{ATOM}summary") for entry in entries}
    summary = told["Article numbers"]
    assert summary is not None and summary.get("type") == "html"
    assert unescape(summary.text or "") == "If x<y keep the <b>plan</b> & go."


def test_missing_pages_are_404_and_extra_slashes_redirect(client: FlaskClient) -> None:
    assert client.get("/posts/nope", headers={"If-None-Match": "*"}).status_code == 404
    for path in ("/posts/2010-05-a-neg/", "/search/"):
        answer = client.get(path)
        assert answer.status_code == 308
        assert answer.headers["Location"].endswith(path.rstrip("/"))
