"""Questions are counted if the digest says so, except any that may be about a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from corpus.digest import Questions
from search.asked.record import Asked, QuestionRecord
from tests.pretended.engine_fake import FakeEngine, hostile_digest
from webapp.app import create_app

COUNTING = replace(hostile_digest(), questions=Questions(keep=True))


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    return tmp_path / "notes"


def app_of(notes: Path | None, counting: bool = True) -> Flask:
    engine = FakeEngine(COUNTING if counting else hostile_digest())
    return create_app(engine, {"TESTING": True, "NOTES": notes})


@pytest.fixture
def client(notes: Path) -> FlaskClient:
    return app_of(notes).test_client()


def ask(client: FlaskClient, address: str, **headers: str) -> int:
    with client.get(address, headers=headers) as response:
        return response.status_code


def asked(notes: Path) -> tuple[Asked, ...]:
    return QuestionRecord(notes).asked(date.today())


def test_pages_and_the_api_are_counted_alike(client: FlaskClient, notes: Path) -> None:
    assert ask(client, "/search?q=does+Burnout+spread%3F") == 200
    assert ask(client, "/api/v1/search?q=does+burnout+spread") == 200
    assert asked(notes) == (Asked("does burnout spread", 2, 2),)


@pytest.mark.parametrize(
    "address",
    [
        "/search?q=burnout&page=2",
        "/search?q=burnout&topic=trauma",
        "/search?q=burnout&sort=newest",
        "/search?q=burnout&expand=0",
        "/search?q=burnout&off=exhaustion",
        "/search",
        "/search?q=author:smith",
        "/suggest?q=burnout",
        "/api/v1/suggest?q=burnout",
        "/topics/trauma",
        "/api/v1/search?q=burnout&page=x",
    ],
)
def test_further_pages_filters_and_orders_are_not_counted(
    client: FlaskClient, notes: Path, address: str
) -> None:
    ask(client, address)
    assert not notes.exists()


def test_revalidation_by_a_browser_is_not_counted(client: FlaskClient, notes: Path) -> None:
    with client.get("/search?q=burnout") as first:
        tag = first.headers["ETag"]
    assert ask(client, "/search?q=burnout", **{"If-None-Match": tag}) == 304
    assert ask(client, "/search?q=burnout", **{"If-None-Match": '"old"'}) == 200
    assert asked(notes) == (Asked("burnout", 1, 1),)


@pytest.mark.parametrize(
    "question",
    [
        "my client Anna Novak drinks",
        "Mrs. Jones and her burnout",
        "write to anna@example.org",
        "born 1987",
        "seen on 3 May 2024",
        "file 123456",
        "call 613 555 0142",
        "12 Elm Street",
    ],
)
def test_a_question_that_may_be_about_a_person_is_not_counted(
    client: FlaskClient, notes: Path, question: str
) -> None:
    assert ask(client, f"/search?q={question.replace(' ', '+')}") == 200
    assert not notes.exists()


def test_a_head_request_is_not_counted(client: FlaskClient, notes: Path) -> None:
    with client.head("/search?q=burnout") as response:
        assert response.status_code == 200
    assert not notes.exists()


def test_nothing_is_counted_unless_digest_and_server_both_allow_it(notes: Path) -> None:
    for app in (app_of(notes, counting=False), app_of(None)):
        client = app.test_client()
        assert ask(client, "/search?q=burnout") == 200
        assert "No question is recorded." in client.get("/about").text
    assert not notes.exists()


def test_the_about_page_says_that_questions_are_counted(client: FlaskClient) -> None:
    page = client.get("/about").text
    assert "Questions are counted" in page
    assert "No question is recorded" not in page


def test_a_failure_to_count_does_not_fail_the_search(
    client: FlaskClient, notes: Path, caplog: pytest.LogCaptureFixture
) -> None:
    notes.write_text("in the way")
    assert ask(client, "/search?q=burnout") == 200
    assert "Not counted" in caplog.text
    assert "burnout" not in caplog.text
