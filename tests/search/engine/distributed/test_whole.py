"""Where a reader holds what ranking needs of all posts, the cluster has little left to do."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from typing import Any

import pytest

from indexer.publish import publish
from search.engine.distributed import whole
from search.engine.distributed.connection import Connection
from search.engine.open import open_engine
from search.question import Question
from tests import garden


@pytest.mark.cluster
@pytest.mark.parametrize("most", [whole.MOST, 0])
def test_posts_that_are_held_are_ranked_without_the_cluster(
    address: str, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """Who asks often has posts read, and no more; of too many posts the cluster proposes some."""
    monkeypatch.setattr(whole, "MOST", most)
    requests: list[int] = []
    plain = Connection.searches

    def counted(self: Connection, index: str, bodies: Sequence[Any]) -> list[Any]:
        requests[-1] += 1
        return plain(self, index, bodies)

    monkeypatch.setattr(Connection, "searches", counted)
    publish(garden.digest(), address)
    with closing(open_engine(address, semantic=False)) as engine:
        snapshot = engine.now()
        # The last of them have no posts to show that have not been read before.
        for text in ("mulch", "slugs", "", "slugs", "beer traps", "mulch year:2000.."):
            requests.append(0)
            assert snapshot.search(Question.parse(text)).hits
    assert min(requests[:3]) > 0
    assert bool(sum(requests[3:])) == (not most)
