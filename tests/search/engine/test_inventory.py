"""The inventory of a generation lists its contents."""

from __future__ import annotations

from search.engine.inventory import related_lists, stored_posts
from search.engine.seam import Snapshot
from tests.digests import garden


def test_posts_are_listed_in_their_order(garden_snapshot: Snapshot) -> None:
    assert stored_posts(garden_snapshot) == garden.POSTS


def test_related_posts_are_those_that_a_reader_sees(garden_snapshot: Snapshot) -> None:
    found = related_lists(garden_snapshot)
    assert set(found) == {post.id for post in garden.POSTS}
    for post_id, lists in found.items():
        related = garden_snapshot.related(post_id)
        for name, ids in lists.items():
            assert ids == tuple(one.post.id for one in getattr(related, name))
