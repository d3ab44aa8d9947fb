"""The engine's seam: what any engine, embedded or distributed, answers to the rooms above."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from corpus.digest import Digest
from corpus.post import Post
from search.question import Question
from search.results import FacetValue, Neighbours, Place, Related, Results, Sort, Suggestion


class Engine(Protocol):
    """Answers questions from one published index; readers never wait for a writer.

    Every answer comes from one generation. A new one is noticed by itself, at the latest two
    seconds after it was published.
    """

    @property
    def generation(self) -> str:
        """The name of the generation that serves now."""

    @property
    def digest(self) -> Digest:
        """The digest's settings, topics and kinds; its ``posts`` are empty."""

    @property
    def health(self) -> tuple[str, ...]:
        """What a maintainer must know, in sentences; empty when all is well."""

    def search(
        self,
        question: Question,
        *,
        limit: int = 10,
        offset: int = 0,
        sort: Sort = "relevance",
        expand: bool = True,
        off: Sequence[str] = (),
        explain: bool = False,
    ) -> Results:
        """Answer a question with hits ``offset`` to ``offset + limit``.

        A question that asks nothing but has filters, or none, returns the posts that pass,
        newest first. ``off`` holds ids of expansions that must not count.
        """

    def post(self, post_id: str) -> Post:
        """The post with that id. Raises ``PostMissing``."""

    def archive(self) -> Iterator[Post]:
        """Every post of one generation, newest first."""

    def landscape(self) -> tuple[Place, ...]:
        """Every post with its place, those alike beside each other, newest first.

        Empty when the digest has too few posts for it, or too many.
        """

    def related(self, post_id: str) -> Related:
        """The posts related to one. Raises ``PostMissing``."""

    def neighbours(self, post_id: str) -> Neighbours:
        """The posts next to one in time. Raises ``PostMissing``."""

    def suggest(self, typed: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Topics, posts and terms that go on from what was typed so far."""

    def topics(self) -> tuple[FacetValue, ...]:
        """Every topic with the number of its posts, in the digest's order."""

    def kinds(self) -> tuple[FacetValue, ...]:
        """Every kind of research with the number of its posts, in the digest's order."""

    def months(self) -> tuple[FacetValue, ...]:
        """Every month that has posts, newest first."""

    def month(self, month: str) -> tuple[Post, ...]:
        """The posts of a month (``YYYY-MM``), in the digest's order; empty when there are none."""
