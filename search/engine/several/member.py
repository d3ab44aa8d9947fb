"""One of several digests: translates questions into its terms, and answers into those of all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from corpus.digest import Digest
from corpus.post import Post
from search.engine.seam import Member as Asked
from search.engine.several.joining import Terms, outside, told
from search.errors import PostMissing
from search.index.facets import find
from search.question import Question
from search.results import Facets, FacetValue, Hit, RelatedPost


@dataclass(frozen=True)
class Member:
    """One of several digests, whose posts' ids begin with its ``slug``; ``whole`` is that of all.

    ``name`` is what readers call it.
    """

    slug: str
    snapshot: Asked
    whole: Digest
    topics: Terms = field(init=False)
    kinds: Terms = field(init=False)

    def __post_init__(self) -> None:
        own = self.snapshot.digest
        object.__setattr__(self, "topics", Terms(own.topics, self.whole.topics))
        object.__setattr__(self, "kinds", Terms(own.kinds, self.whole.kinds))

    def asked(self, question: Question) -> Question | None:
        """A question in the terms of this digest; ``None`` where none of its posts can pass.

        A topic that no digest has, or more than one may be meant by, is left to each to look up.
        """
        topics = [_own(self.topics, self.whole, "topics", name) for name in question.topics]
        kinds = [_own(self.kinds, self.whole, "kinds", name) for name in question.research]
        if None in topics or (kinds and not any(kinds)):
            return None
        return replace(
            question,
            topics=tuple(topic for topic in topics if topic),
            research=tuple(kind for kind in kinds if kind),
            digests=(),
        )

    def own(self, post_id: str) -> str:
        """The id of a post in this digest. Raises ``PostMissing`` for a post of another."""
        slug, _, own = post_id.partition("/")
        if slug != self.slug:
            raise PostMissing.named(post_id)
        return own

    def outside(self, post_id: str) -> str:
        """The id of a post of this digest among the posts of all."""
        return outside(self.slug, post_id)

    def named(self, scores: Iterable[tuple[str, float]]) -> list[tuple[str, float]]:
        """Ids of posts of this digest, with scores, as they are among the posts of all."""
        return [(self.outside(post), score) for post, score in scores]

    def post(self, post: Post) -> Post:
        """A post of this digest with ids and terms as among all."""
        return told(post, self.slug, self.topics, self.kinds)

    def hit(self, hit: Hit, rank: int) -> Hit:
        """A hit of this digest, with its rank among those of all."""
        own = self.snapshot.digest.language
        language = hit.language or (own if own != self.whole.language else "")
        return replace(hit, rank=rank, post=self.post(hit.post), language=language)

    def related(self, posts: Iterable[RelatedPost]) -> tuple[RelatedPost, ...]:
        """Related posts of this digest, with ids and terms as among all."""
        return tuple(replace(one, post=self.post(one.post)) for one in posts)

    def facets(self, facets: Facets) -> Facets:
        """The facets of this digest, by the topics and kinds of all."""
        return replace(
            facets,
            topics=self.values(facets.topics, self.topics),
            research=self.values(facets.research, self.kinds),
        )

    def values(self, values: Iterable[FacetValue], terms: Terms) -> tuple[FacetValue, ...]:
        """Values of a facet of this digest, by the names and slugs of all."""
        return tuple(
            replace(one, value=terms.slug(one.value), label=terms.told(one.label)) for one in values
        )


def _own(terms: Terms, whole: Digest, kind: str, name: str) -> str | None:
    found = find(getattr(whole, kind), name)
    return name if found is None else terms.own(found.slug)
