"""Topics to try where nothing answers a question."""

from __future__ import annotations

from collections.abc import Sequence

from search.index.facets import FacetTable
from search.ranking.fused import Ranking
from search.results import FacetValue

# How many of the nearest posts are asked for their topics, and how many topics are suggested.
_POSTS = 5
_TOPICS = 3


def nearest_topics(
    topics: Sequence[FacetValue], ranking: Ranking, table: FacetTable
) -> tuple[FacetValue, ...]:
    """At most three topics of the best posts, or else those with most posts.

    ``topics`` are all of the digest, in its order, and ``table`` tells which ranked post has which.
    """
    if not ranking.legs:
        return tuple(sorted(topics, key=lambda topic: -topic.count)[:_TOPICS])
    posts = table.topics[:, ranking.best(_POSTS)].sum(axis=1).tolist()
    most = sorted(range(len(topics)), key=lambda n: -posts[n])
    return tuple(topics[n] for n in most[:_TOPICS] if posts[n])
