"""A request keeps its generation, and computed values are kept as long as the generation."""

from __future__ import annotations

import gc

import pytest

from tests.pretended.engine_fake import FakeEngine, FakeSnapshot, hostile_digest
from tests.pretended.engine_publishing import PublishingEngine, TurningEngine
from webapp.app import create_app
from webapp.view.catalog import catalog, kept, snapshot


def test_a_request_takes_one_snapshot_when_it_first_needs_it() -> None:
    turning = TurningEngine(*(FakeSnapshot(hostile_digest(), name) for name in ("1", "2")))
    engine = PublishingEngine(turning, turning.publish)
    app = create_app(engine)
    with app.test_request_context():
        assert not engine.taken
        assert snapshot() is snapshot()
        assert snapshot().generation == "1"
        assert catalog() is catalog()
        assert len(engine.taken) == 1
    while turning.now().generation != "2":
        turning.publish()
    with app.test_request_context():
        assert snapshot().generation == "2"


def test_values_of_two_generations_are_kept_apart() -> None:
    engine = FakeEngine(hostile_digest())
    first, second = engine.snapshot, FakeSnapshot(hostile_digest(), "000002-fake")
    app = create_app(engine)
    made = []
    for serving in (first, second, first, second):
        engine.snapshot = serving
        with app.test_request_context():
            made.append(kept("thing", object))
            assert catalog().digest is serving.digest
    assert made[0] is made[2] and made[1] is made[3] and made[0] is not made[1]


@pytest.mark.slow
def test_values_are_dropped_with_their_generation() -> None:
    engine = FakeEngine(hostile_digest())
    client = create_app(engine).test_client()
    assert client.get("/").status_code == client.get("/authors").status_code == 200
    made = client.application.extensions["made"]
    assert len(made) == 1
    engine.snapshot = FakeSnapshot(hostile_digest(), "000002-fake")
    assert client.get("/").status_code == 200
    # Flask releases a request with the next one, and reference cycles are collected later.
    gc.collect()
    assert [one.generation for one in made] == ["000002-fake"]
