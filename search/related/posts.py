"""The related posts of a post, found when the post is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.digest import Digest
from search.index.facets import FacetTable
from search.index.field import field_terms, groups, naming_terms, shares
from search.index.likeness import InMeaning, Likeness
from search.index.reading import WholePosts
from search.index.tfidf import PostVectors, Vectors
from search.index.tokens.wordlist import Wordlist
from search.related.concepts import Concepts, Posts, is_clinical, rarities
from search.related.newer import LaterStudies
from search.related.reasons import Floats, Labelled, Reasons
from search.related.relations import Nearer, Relations
from search.results import Related, RelatedPost
from search.text.analyzer import Analyzer

# The number of posts whose related posts are cached: many readers come to the newest.
_REMEMBERED = 512


class Stored(Posts, Protocol):
    """Posts by position; ``positions`` has that of each id."""

    @property
    def positions(self) -> Mapping[str, int]:
        """The position of each id."""


@dataclass(frozen=True, slots=True)
class AllPosts:
    """Counts over all ``size`` posts of a generation, where not all are loaded.

    ``having`` is how many say each term themselves, ``topics`` how many have each topic.
    """

    size: int
    having: NDArray[np.integer]
    topics: Sequence[int]
    nearer: Nearer | None = None


class RelatedPosts:
    """Finds related posts in one generation. Safe to use from several threads.

    ``labels`` name its terms; ``models`` are the embeddings of whole posts by each model that there
    is, the one that compares posts first. Where there are only some of the posts, ``all_posts`` has
    what is counted among all.
    """

    def __init__(
        self,
        vectors: PostVectors,
        digest: Digest,
        analyzer: Analyzer,
        words: Wordlist,
        store: Stored,
        table: FacetTable,
        labels: Mapping[int, str],
        models: Sequence[WholePosts] = (),
        all_posts: AllPosts | None = None,
    ) -> None:
        ours = field_terms(digest, analyzer)
        self._plain = Vectors(vectors.matrix)
        self._focused = Vectors(vectors.matrix, shares(words.terms, ours))
        self._store = store
        naming = naming_terms(digest, analyzer)
        said = {t: n for t, n in labels.items() if words.terms[t] in naming} if ours else labels
        ids = words.term_ids
        alike = {ids[t]: n for t, n in groups(digest, analyzer).items() if t in ids}
        known = all_posts or AllPosts(
            vectors.count,
            np.bincount(vectors.terms, minlength=vectors.width),
            table.topics.sum(axis=1).tolist(),
        )
        about = (
            Concepts(digest, store, rarities(known.size, known.having, ids, analyzer))
            if is_clinical(digest)
            else Labelled(self._plain, said, alike)
        )
        reasons = Reasons(store, about, table, (known.topics, known.size))
        self._relations = Relations(
            store,
            store.positions,
            table,
            Likeness(self._focused, models[0].posts if models else None),
            reasons,
            known.nearer,
            InMeaning(models) if len(models) > 1 else None,
        )
        self._later = LaterStudies(store, table, self._plain, reasons)
        self.of = lru_cache(_REMEMBERED)(self._of)

    def _of(self, at: int) -> Related:
        """The posts related to the one at a position."""
        closest, across, newer = (
            tuple(RelatedPost(self._store[k.to], k.reason, k.score) for k in links)
            for links in (*self._relations.of(at), self._later.newer(at))
        )
        return Related(closest, across, newer)

    def looked_at(self, at: int) -> list[int]:
        """The posts of other topics that may be near in meaning to the one at a position."""
        return self._relations.looked_at(at)

    def likeness(self, at: int, whole: Floats | None) -> Floats:
        """The likeness of a post to every post, by field words and meaning."""
        return Likeness(self._focused, whole).row(at)

    def plain_likeness(self, at: int) -> Floats:
        """The likeness of a post to every post, by words."""
        return self._plain.cosines(at)
