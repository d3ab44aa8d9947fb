"""A later overview may cover what a post tells; a reader should know before relying on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

import numpy as np
from scipy.sparse import csr_array

from corpus.post import Post
from search import weights
from search.related import Link, Reasons

_MOST = 2
_BLOCK = 256


def newer(
    posts: Sequence[Post], overviews: Collection[str], vectors: csr_array, reasons: Reasons
) -> list[tuple[Link, ...]]:
    """For every post the later overviews on the same question, the most alike first.

    ``overviews`` are the names of the kinds of research that sum up many studies, ``vectors``
    TF-IDF rows of unit length. On the same question is one of a later month, with the same main
    (first) topic, and whose words are alike enough; a post never to be suggested is not.
    """
    filed: dict[str, list[int]] = defaultdict(list)
    for at, post in enumerate(posts):
        if post.topics and post.month:
            filed[post.topics[0]].append(at)
    found: list[tuple[Link, ...]] = [()] * len(posts)
    for together in filed.values():
        later = [at for at in together if posts[at].research in overviews]
        columns = vectors[later].T.tocsr()
        for start in range(0, len(together), _BLOCK):
            block = together[start : start + _BLOCK]
            cosines = (vectors[block] @ columns).toarray()
            for row, at in enumerate(block):
                best = sorted(
                    (
                        (-float(cosines[row, column]), later[column])
                        for column in np.flatnonzero(cosines[row] >= weights.NEWER_FLOOR)
                        if _follows(posts[at], posts[later[column]])
                    ),
                )
                found[at] = tuple(
                    Link(to, reasons.between(at, to), -value) for value, to in best[:_MOST]
                )
    return found


def _follows(post: Post, other: Post) -> bool:
    return (other.month or "") > (post.month or "") and other.id not in post.never
