"""In a preview drafts and scheduled posts are marked, on their pages and in lists."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from tests.pretended.engine_fake import FakeEngine, hostile_digest, post
from webapp.app import create_app

POSTS = (
    post(1, id="2021-02-live", month="2021-02"),
    post(2, id="2021-02-draft", month="2021-02", draft=True, topics=("Trauma and/or PTSD",)),
    post(3, id="2021-02-dated", month="2021-02", publish="2027-01-15"),
    post(4, id="2027-02-to-come", month="2027-02"),
)


def client_on(day: date | None) -> FlaskClient:
    preview = (lambda: day) if day else None
    engine = FakeEngine(replace(hostile_digest(), posts=POSTS))
    return create_app(engine, {"PREVIEW": preview}).test_client()


def marks(client: FlaskClient, path: str) -> list[str]:
    page = LexborHTMLParser(client.get(path).get_data(as_text=True))
    return [node.text() for node in page.css("main .waits")]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/posts/2021-02-live", []),
        ("/posts/2021-02-draft", ["Draft"]),
        ("/posts/2021-02-dated", ["Not before 15 January 2027"]),
        ("/posts/2027-02-to-come", ["Not before 1 February 2027"]),
        ("/months/2021-02", ["Draft", "Not before 15 January 2027"]),
        ("/months/2027-02", ["Not before 1 February 2027"]),
        ("/years/2021", ["Draft", "Not before 15 January 2027"]),
        ("/topics/trauma", ["Draft"]),
        ("/search?q=burnout&topic=trauma", ["Draft"]),
        ("/", ["Not before 1 February 2027"]),
    ],
)
def test_drafts_and_scheduled_posts_are_marked(path: str, told: list[str]) -> None:
    client = client_on(date(2026, 11, 29))
    # Related posts are marked too, on every page.
    found = marks(client, path)
    assert found[: len(told)] == told
    assert b"Preview" in client.get(path).data
    assert "Etag" not in client.get(path).headers
    assert client.get(path).headers["Cache-Control"] == "no-store"


def test_a_post_is_marked_until_its_day() -> None:
    assert marks(client_on(date(2027, 1, 14)), "/posts/2021-02-dated")[:1] == [
        "Not before 15 January 2027"
    ]
    assert "Not before 15 January 2027" not in marks(
        client_on(date(2027, 1, 15)), "/posts/2021-02-dated"
    )


def test_without_preview_there_are_no_marks() -> None:
    client = client_on(None)
    assert marks(client, "/months/2021-02") == []
    assert b"Preview" not in client.get("/").data
