"""Metrics for Prometheus: answers by route and status, over all workers, without questions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.patience import eventually
from tests.pretended.engine_fake import FakeEngine, hostile_digest
from tests.webapp.http.real_server.running import serving
from webapp.app import create_app

GIVEN = "a-token-of-the-tests"
BEARER = {"Authorization": f"Bearer {GIVEN}"}


def test_answers_are_counted_by_route_and_status() -> None:
    engine = FakeEngine(hostile_digest())
    client = create_app(engine, {"METRICS": GIVEN}).test_client()
    for _ in range(3):
        client.get("/search?q=secretquestion")
    client.get("/posts/none-secretid")
    client.get("/nowhere/secretpath")
    told = client.get("/metrics", headers=BEARER)
    assert told.status_code == 200
    assert told.mimetype == "text/plain"
    assert told.headers["Cache-Control"] == "no-store"
    lines = told.text.splitlines()
    assert 'pprsearch_answers_total{route="/search",status="200"} 3.0' in lines
    assert 'pprsearch_answers_total{route="none",status="404"} 1.0' in lines
    assert 'pprsearch_answer_seconds_count{route="/search"} 3.0' in lines
    assert "pprsearch_generation 1.0" in lines
    assert "secret" not in told.text
    engine.snapshot.generation = "000002-fake"
    engine.health = ("A note.",)
    lines = client.get("/metrics", headers=BEARER).text.splitlines()
    assert "pprsearch_generation 2.0" in lines
    assert "pprsearch_notes 1.0" in lines


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer wrong", f"Basic {GIVEN}", "Bearer é"])
def test_without_the_token_there_are_no_metrics(given: str) -> None:
    client = create_app(FakeEngine(hostile_digest()), {"METRICS": GIVEN}).test_client()
    answer = client.get("/metrics", headers={"Authorization": given})
    assert answer.status_code == 401
    assert "pprsearch_answers" not in answer.text


def test_without_the_setting_there_is_no_address() -> None:
    client = create_app(FakeEngine(hostile_digest())).test_client()
    assert client.get("/metrics", headers=BEARER).status_code == 404


@pytest.mark.slow
def test_the_counts_of_workers_are_added(garden_index: Path) -> None:
    with serving(garden_index, "--workers", "2", env={"PPRSEARCH_METRICS_TOKEN": GIVEN}) as server:
        eventually(lambda: len(server.workers()) == 2)
        for _ in range(40):
            assert server.get("/about")[0] == 200

        def counted() -> float:
            told = server.get("/metrics", **BEARER)[2].decode()
            found = re.search(r'answers_total\{route="/about",status="200"\} (\S+)', told)
            return float(found[1]) if found else 0

        # A worker that starts warms up with other pages.
        eventually(lambda: counted() == 40)
