"""The posts and related-post lists of a generation, for verification and review."""

from __future__ import annotations

from collections.abc import Mapping

from corpus.post import Post
from search.engine.seam import Snapshot

Lists = Mapping[str, tuple[str, ...]]


def stored_posts(snapshot: Snapshot) -> tuple[Post, ...]:
    """Every post of a generation, in the digest's order."""
    posts = {post.id: post for post in snapshot.archive()}
    return tuple(posts[post_id] for post_id in snapshot.ids)


def related_lists(snapshot: Snapshot) -> dict[str, Lists]:
    """The ids of the related posts of every post, for each list: closest, across, newer."""
    found: dict[str, Lists] = {}
    for post_id in snapshot.ids:
        lists = snapshot.related(post_id)
        named = {"closest": lists.closest, "across": lists.across, "newer": lists.newer}
        found[post_id] = {name: tuple(o.post.id for o in one) for name, one in named.items()}
    return found
