"""The API lists topics, kinds of research, months and authors, and the posts of some."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.pretended.engine_fake import FakeEngine, hostile_digest
from webapp.app import create_app


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(FakeEngine(hostile_digest())).test_client()


def get(client: FlaskClient, path: str) -> Any:
    answer = client.get(f"/api/v1/{path}")
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    return answer.get_json()


def test_topics_and_kinds_are_listed_with_their_counts(client: FlaskClient) -> None:
    topics, kinds = get(client, "topics")["topics"], get(client, "kinds")["kinds"]
    assert (topics[0]["value"], topics[0]["count"]) == ("therapist-factors", 24)
    assert kinds[1]["value"] == "survey"


def test_months_are_listed_newest_first_and_each_has_its_posts(client: FlaskClient) -> None:
    months = [month["value"] for month in get(client, "months")["months"]]
    assert months[0] == "2022-01" and months == sorted(months, reverse=True)
    month = get(client, "months/2022-01")
    assert (month["month"], month["posts"][0]["id"]) == ("2022-01", "2022-01-hostile")


def test_authors_are_listed_and_each_has_its_posts(client: FlaskClient) -> None:
    authors = get(client, "authors")["authors"]
    assert authors
    for listed in authors:
        author = get(client, f"authors/{listed['value']}")
        assert (author["name"], len(author["posts"])) == (listed["label"], listed["count"])
        assert "summary" not in author["posts"][0]


@pytest.mark.parametrize("path", ["months/1999-01", "months/x", "authors/nobody-n"])
def test_what_is_not_listed_is_not_found(client: FlaskClient, path: str) -> None:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == 404
    assert path.partition("/")[2] in answer.get_json(force=True)["detail"]
