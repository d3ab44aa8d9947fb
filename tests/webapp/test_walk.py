"""The way of a question through the code goes down: it enters no module twice."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from search.engine import ranker
from search.engine.seam import Snapshot
from search.ranking.fuse import Ranking, rank
from tests.conftest import REPOSITORY
from tests.engine_publishing import TurningEngine
from webapp.app import create_app

ROOMS = tuple(str(REPOSITORY / room) for room in ("corpus", "search", "indexer", "webapp"))


def walked() -> Iterator[str]:
    """The project's modules that are entered on the way here, the innermost first."""
    last = ""
    for frame in inspect.stack(context=0):
        if frame.filename.startswith(ROOMS) and frame.filename != last:
            last = frame.filename
            yield Path(last).relative_to(REPOSITORY).as_posix()


@pytest.mark.parametrize("path", ["/search", "/api/v1/search"])
@pytest.mark.parametrize("question", ["slugs", "ladybrids eat aphids", "zeppelin"])
def test_a_question_goes_from_its_page_to_the_ranking_and_never_back(
    path: str, question: str, garden_snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    ways: list[list[str]] = []

    def watched(*given: Any) -> Ranking:
        ways.append([*walked()])
        return rank(*given)

    monkeypatch.setattr(ranker, "rank", watched)
    client = create_app(TurningEngine(garden_snapshot)).test_client()
    assert client.get(path, query_string={"q": question}).status_code == 200
    assert ways
    for way in ways:
        assert way[0] == "search/engine/ranker.py"
        assert {"webapp/pages/reading.py", "webapp/api/routes.py"} & set(way)
        assert len(way) == len(set(way)), way
