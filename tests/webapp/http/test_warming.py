"""The pages that a worker makes before it accepts readers, and for each new generation."""

from __future__ import annotations

import logging

import pytest
from flask import request

from search.errors import IndexMissing
from search.results import Related
from tests.pretended.engine_fake import FakeEngine, FakeSnapshot, hostile_digest
from webapp.app import create_app
from webapp.http.standby import Standby
from webapp.http.warming import relate, warm


def test_a_page_of_each_kind_and_the_newest_posts_are_requested() -> None:
    engine = FakeEngine(hostile_digest())
    app = create_app(engine)
    asked: list[str] = []
    app.before_request(lambda: asked.append(request.path))
    warm(app)
    newest = next(engine.now().archive())
    assert {"/", "/search", "/topics", f"/posts/{newest.id}"} <= set(asked)


def test_a_worker_starts_even_if_the_index_cannot_be_opened() -> None:
    def missing() -> FakeEngine:
        raise IndexMissing("there is no index")

    app = create_app(Standby(missing))
    warm(app)
    assert app.test_client().get("/").status_code == 503


def test_a_failing_page_is_logged_and_the_others_are_made(
    caplog: pytest.LogCaptureFixture,
) -> None:
    app = create_app(FakeEngine(hostile_digest()))
    asked: list[str] = []

    def fail() -> None:
        asked.append(request.path)
        if request.path == "/topics":
            raise RuntimeError("no topics today")

    app.testing = True
    app.before_request(fail)
    with caplog.at_level(logging.ERROR):
        warm(app)
    assert "a page could not be made beforehand" in caplog.text
    assert "/map" in asked


def test_related_posts_of_the_newest_posts_are_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    now = FakeEngine(hostile_digest()).now()
    related = FakeSnapshot.related
    asked: list[str] = []

    def counted(self: FakeSnapshot, post_id: str) -> Related:
        asked.append(post_id)
        return related(self, post_id)

    monkeypatch.setattr(FakeSnapshot, "related", counted)
    relate(now)
    assert asked == [post.id for post in now.archive()][:10]
