"""The posts related to one, found when it is read."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from corpus.digest import Digest
from search.index.facets import FacetTable
from search.index.field import field_terms, groups, naming_terms, shares
from search.index.likeness import Likeness
from search.index.store import Store
from search.index.tfidf import PostVectors, Vectors
from search.index.tokens.analysed import Analysed
from search.related.concepts import Concepts, is_clinical, rarities
from search.related.newer import Overviews
from search.related.reasons import Floats, Labelled, Reasons
from search.related.relations import Relations
from search.results import Related, RelatedPost
from search.text.analyzer import Analyzer

# Of so many posts what was found is remembered: readers come in numbers to the newest ones.
_REMEMBERED = 512


class RelatedPosts:
    """The posts related to those of one generation. Safe to use from several threads.

    ``labels`` name its terms; ``whole`` are the embeddings of whole posts or None.
    """

    def __init__(
        self,
        vectors: PostVectors,
        digest: Digest,
        analyzer: Analyzer,
        words: Analysed,
        store: Store,
        table: FacetTable,
        labels: Mapping[int, str],
        whole: Floats | None,
    ) -> None:
        ours = field_terms(digest, analyzer)
        self._plain = Vectors(vectors.matrix)
        self._focused = Vectors(vectors.matrix, shares(words.terms, ours))
        self._store = store
        naming = naming_terms(digest, analyzer)
        said = {t: n for t, n in labels.items() if words.terms[t] in naming} if ours else labels
        ids = words.term_ids
        alike = {ids[t]: n for t, n in groups(digest, analyzer).items() if t in ids}
        about = (
            Concepts(digest, store, rarities(vectors.matrix, ids, analyzer))
            if is_clinical(digest)
            else Labelled(self._plain, said, alike)
        )
        reasons = Reasons(store, about, table)
        self._relations = Relations(
            store, store.positions, table, Likeness(self._focused, whole), reasons
        )
        self._overviews = Overviews(store, table, self._plain, reasons)
        self.of = lru_cache(_REMEMBERED)(self._of)

    def _of(self, at: int) -> Related:
        """The posts related to the one at a position."""
        closest, across, newer = (
            tuple(RelatedPost(self._store[k.to], k.reason, k.score) for k in links)
            for links in (*self._relations.of(at), self._overviews.newer(at))
        )
        return Related(closest, across, newer)

    def likeness(self, at: int, whole: Floats | None) -> Floats:
        """How alike a post is to every post, by the words of the field and by meaning."""
        return Likeness(self._focused, whole).row(at)

    def plain_likeness(self, at: int) -> Floats:
        """How alike the words of a post and of every post are."""
        return self._plain.cosines(at)
