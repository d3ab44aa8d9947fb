"""Where a reader holds what ranking needs of all posts, the cluster has little left to do."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest

from indexer.publish import publish
from search.engine.distributed import whole
from search.engine.distributed.connection import Connection
from search.engine.distributed.posts import Posts
from search.engine.open import open_engine
from search.question import Question
from tests.digests import garden


@pytest.mark.cluster
@pytest.mark.parametrize("most", [whole.AT_ONCE, 0])
def test_posts_that_are_held_are_ranked_without_the_cluster(
    address: str, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """Who asks often has posts read, and no more; of too many posts the cluster proposes some."""
    monkeypatch.setattr(whole, "AT_ONCE", most)
    monkeypatch.setattr(whole, "MOST", most)
    monkeypatch.setenv("PPRSEARCH_CLUSTER_HELD", "0")
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


@pytest.mark.cluster
def test_words_that_no_post_has_are_not_looked_for_in_sentences(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cluster is only asked for sentences where some post has all of a concept's words."""
    looked: list[Any] = []
    plain = Posts.any

    def counted(self: Posts, query: Any) -> bool:
        looked.append(query)
        return plain(self, query)

    monkeypatch.setattr(Posts, "any", counted)
    digest = garden.digest()
    first, second, *others = digest.posts
    apart = (
        replace(first, title="Exposure of roots to frost"),
        replace(second, title="A therapy for roses"),
    )
    together = (replace(first, title="Exposure of roots, and therapy"), second)
    for posts, times in ((apart, 0), (together, 1)):
        publish(replace(digest, posts=(*posts, *others)), address)
        with closing(open_engine(address, semantic=False)) as engine:
            snapshot = engine.now()
            for _ in range(3):
                snapshot.search(Question.parse("slugs"))
            looked.clear()
            snapshot.search(Question.parse("does exposure therapy help?"))
            assert len(looked) == times
