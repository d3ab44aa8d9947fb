"""The inventory of a generation is what lies in it, for those who look after an index."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from corpus.post import Post
from search.engine.seam import Snapshot
from search.index import fulltext, tfidf
from search.index.facets import FacetTable
from search.index.generation import FULLTEXT, read_digest
from search.index.meaning import Meaning
from search.index.store import Store
from search.index.tokens import analysed

Lists = Mapping[str, tuple[str, ...]]


def stored_posts(snapshot: Snapshot) -> tuple[Post, ...]:
    """Every post of a generation, in the digest's order."""
    posts = {post.id: post for post in snapshot.archive()}
    return tuple(posts[post_id] for post_id in snapshot.ids)


def related_lists(snapshot: Snapshot) -> dict[str, Lists]:
    """The ids of the related posts of every post, list by list: closest, across and newer."""
    found: dict[str, Lists] = {}
    for post_id in snapshot.ids:
        lists = snapshot.related(post_id)
        named = {"closest": lists.closest, "across": lists.across, "newer": lists.newer}
        found[post_id] = {name: tuple(o.post.id for o in one) for name, one in named.items()}
    return found


def counts(generation: Path) -> dict[str, int]:
    """How many posts each part of a generation holds, by the part's name; they should agree."""
    meaning = Meaning.load(generation)
    return {
        "text": len(Store(generation)),
        "words": analysed.load(generation).posts,
        "facets": len(FacetTable.load(generation, read_digest(generation)).months),
        "vectors": tfidf.count(generation),
        "full text": fulltext.count(generation / FULLTEXT),
        **({"meaning": len(meaning.posts)} if meaning else {}),
    }
