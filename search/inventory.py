"""The inventory of a generation is what lies in it, for those who look after an index."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from corpus.post import Post
from search import analysed, fulltext, related
from search.facets import FacetTable
from search.generation import FULLTEXT, read_digest
from search.meaning import Meaning
from search.store import Store

Lists = Mapping[str, tuple[str, ...]]


def stored_posts(generation: Path) -> tuple[Post, ...]:
    """Every post of a generation, in the digest's order."""
    store = Store(generation)
    return tuple(store[position] for position in range(len(store)))


def related_lists(generation: Path) -> dict[str, Lists]:
    """The ids of the related posts of every post, list by list: closest, across and newer."""
    ids = Store(generation).ids
    return {
        post_id: {
            "closest": tuple(ids[link.to] for link in links.closest),
            "across": tuple(ids[link.to] for link in links.across),
            "newer": tuple(ids[link.to] for link in links.newer),
        }
        for post_id, links in zip(ids, related.load(generation), strict=True)
    }


def counts(generation: Path) -> dict[str, int]:
    """How many posts each part of a generation holds, by the part's name; they should agree."""
    meaning = Meaning.load(generation)
    return {
        "text": len(Store(generation)),
        "words": analysed.load(generation).posts,
        "facets": len(FacetTable.load(generation, read_digest(generation)).months),
        "related posts": len(related.load(generation)),
        "full text": fulltext.count(generation / FULLTEXT),
        **({"meaning": len(meaning.wholes)} if meaning else {}),
    }
