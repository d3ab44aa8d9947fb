"""While the index can't be opened, requests get a 503."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.publish import publish
from search.engine.open import open_engine
from search.engine.seam import Engine
from search.errors import IndexDamaged, IndexMissing
from search.index.files.folder import live_name
from search.index.files.manifest import MANIFEST
from tests.digests import garden
from tests.pretended.engine_fake import FakeEngine, hostile_digest
from webapp.app import create_app
from webapp.http.standby import AGAIN_AFTER, Standby


class Opening:
    """Opens an engine, once its failure is removed."""

    def __init__(self) -> None:
        self.now = 0.0
        self.tried = 0
        self.failure: Exception | None = IndexMissing("there is no index in /secret")

    def __call__(self) -> Engine:
        self.tried += 1
        if self.failure:
            raise self.failure
        return FakeEngine(hostile_digest())

    def clock(self) -> float:
        return self.now


def test_every_page_is_a_styled_503_until_the_index_is_there(
    caplog: pytest.LogCaptureFixture,
) -> None:
    opening = Opening()
    client = create_app(Standby(opening, opening.clock)).test_client()
    for path in ("/", "/search?q=a", "/api/v1/search", "/readyz", "/feed.atom"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"])
        assert "secret" not in answer.text
    assert client.get("/static/style.css").status_code == 200
    assert opening.tried == 1
    opening.failure = None
    opening.now = AGAIN_AFTER
    assert client.get("/search?q=burnout").status_code == 200
    assert "/secret" in caplog.text


def test_an_index_of_another_version_is_503_with_its_cure(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    index = tmp_path / "index"
    publish(garden.digest(), index)
    manifest = index / str(live_name(index)) / MANIFEST
    manifest.write_text(
        manifest.read_text("utf-8").replace('"format": ', '"format": 9', 1), "utf-8"
    )
    client = create_app(Standby(lambda: open_engine(index, semantic=False))).test_client()
    for path in ("/", "/search?q=compost", "/api/v1/search", "/readyz"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert "made by another version" in answer.text
        assert "pprsearch index" in answer.text
        assert str(tmp_path) not in answer.text
    assert "was made by another version" in caplog.messages[0]
    assert "pprsearch index" in caplog.messages[0]


def test_opening_is_retried_and_a_new_reason_is_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    opening = Opening()
    engine = Standby(opening, opening.clock)
    for look in range(1, 10):
        opening.now = look
        with pytest.raises(IndexMissing):
            engine.now()
    assert opening.tried == 1 + 9 // AGAIN_AFTER
    assert caplog.text.count("tried again") == 1
    opening.failure = OSError(5, "no disk")
    opening.now += AGAIN_AFTER
    with pytest.raises(IndexDamaged, match="no disk"):
        engine.now()
    assert caplog.text.count("tried again") == 2


def test_calls_are_passed_on_to_the_engine() -> None:
    opening = Opening()
    engine = Standby(opening, opening.clock)
    engine.close()
    opening.failure, opening.now = None, AGAIN_AFTER
    assert engine.health == ()
    assert engine.now().generation == "000001-fake"
    engine.close()


def test_other_errors_are_raised() -> None:
    opening = Opening()
    opening.failure = RuntimeError("a fault of ours")
    with pytest.raises(RuntimeError):
        Standby(opening)
