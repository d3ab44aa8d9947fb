"""A generation in a cluster, upon which another is built from changed posts alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.digest import Digest
from corpus.folder.post_fields import RELATIONS
from corpus.post import Post
from search.engine.distributed.writing.standing import Standing
from search.index.exact.named import names
from search.index.files.manifest import Manifest
from search.index.store import bare

# So many posts that share the words of a title are looked at: other titles have more.
_MOST = 50


@dataclass(frozen=True, slots=True)
class ClusterGround:
    """The ``Ground`` of an index in a cluster."""

    standing: Standing

    @property
    def digest(self) -> Digest:
        """Its digest, without posts."""
        return self.standing.digest

    @property
    def size(self) -> int:
        """The number of its posts."""
        return len(self.standing.laid.places)

    @property
    def built(self) -> Manifest:
        """Its manifest, without posts."""
        return Manifest(**self.standing.facts, posts={})

    @property
    def months(self) -> list[str]:
        """The months that its posts have."""
        return [month.value for month in self.standing.summary.months]

    def with_ids(self, ids: Collection[str]) -> dict[str, Post]:
        """Those of its posts that have some ids."""
        return {post.id: post for _, post in self.standing.having("id", ids)}

    def alike(self, posts: Sequence[Post]) -> list[Post]:
        """Those whose id, title, DOI, PMID or former id some posts may have or name."""
        known = self.standing
        found = dict(
            known.having("named", {n for post in posts for n in names(post.doi, post.pmid)})
        )
        addresses = {bare(address) for post in posts for address in _addresses(post)}
        found |= dict(known.having("aliases", addresses))
        queries: list[dict[str, Any]] = []
        for post in posts:
            queries.append({"term": {"id": {"value": post.id, "case_insensitive": True}}})
            terms = {t for word in known.summary.analyzer.words(post.title) for t in word.terms}
            if terms:
                titled = [{"term": {"heading": term}} for term in sorted(terms)]
                queries.append({"bool": {"filter": titled}})
        return list((found | known.matching(queries, _MOST)).values())


def _addresses(post: Post) -> Iterator[str]:
    """The ids and addresses that a post names, and its own."""
    yield from (post.id, *post.aliases)
    for name in RELATIONS:
        yield from getattr(post, name)
