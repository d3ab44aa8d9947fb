"""Topics to try when a question has no answer."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from search.engine.nearest import nearest_topics
from search.index.facets import FacetTable
from search.ranking.fused import Ranking
from search.results import FacetValue
from tests.pretended.engine_fake import hostile_digest

TOPICS = [FacetValue(name, name, count) for name, count in (("a", 2), ("b", 9), ("c", 4), ("d", 5))]


def ranked(*legs: str) -> Ranking:
    """Seven posts ranked by their numbers, the lowest first."""
    return SimpleNamespace(legs=legs, best=lambda count: np.arange(7)[:count])  # type: ignore[return-value]


@pytest.fixture
def table() -> FacetTable:
    has = np.zeros((4, 7), np.bool_)
    has[2, :3] = has[0, 3] = True
    # The sixth post is too far away to count.
    has[1, 5:] = True
    nothing = np.zeros(7, np.int32)
    return FacetTable(hostile_digest(), has, nothing.astype(np.int16), nothing, nothing, has[0])


def test_topics_of_the_five_nearest_posts_are_offered(table: FacetTable) -> None:
    assert [topic.value for topic in nearest_topics(TOPICS, ranked("words"), table)] == ["c", "a"]


def test_without_a_ranking_the_topics_with_most_posts_are_offered(table: FacetTable) -> None:
    assert [topic.value for topic in nearest_topics(TOPICS, ranked(), table)] == ["b", "d", "c"]
