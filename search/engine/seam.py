"""The interface of engines: what every engine offers to other rooms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol, Self

from corpus.digest import Digest
from corpus.post import Post
from search.question import Question
from search.results import (
    FIRST_TEN,
    FacetValue,
    Neighbours,
    Related,
    Results,
    Scored,
    SearchOptions,
    Standing,
    Suggestion,
)


class Snapshot(Protocol):
    """One generation of an index, opened; all its answers come from that generation.

    Several threads may ask at once. What was answered stays true as long as the snapshot is held,
    whatever is published or cleared away meanwhile: a post that one answer names is there for the
    next.

    An engine need not have every post in memory. The project's own understanding of questions and
    its passages work on what follows, wherever an engine keeps it:

    - ``Lexicon`` and ``Spelling`` take a generation's list of words (``Wordlist``) and in how many
      posts each term is (``Frequencies``); families of words take the latent space of terms.
    - ``hits`` reads a ``Shown`` for each hit of one page and looks at no other post: the post, the
      plain texts of its parts, and its words by sentence (``PostWords``), which may be stored with
      it or made from its text.
    - ``corrected`` takes a function that finds, and needs nothing else.
    """

    @property
    def generation(self) -> str:
        """The name of the generation."""

    @property
    def digest(self) -> Digest:
        """The digest's settings, topics and kinds; its ``posts`` are empty."""

    @property
    def semantic(self) -> bool:
        """Whether questions are compared with posts by meaning as well."""

    @property
    def ids(self) -> Sequence[str]:
        """The id of every post, in the digest's order."""

    def search(self, question: Question, options: SearchOptions = FIRST_TEN) -> Results:
        """Answer a question.

        A question that asks nothing but has filters, or none, is answered by the posts that pass,
        newest first.
        """

    def found(self, question: Question, options: SearchOptions = FIRST_TEN) -> tuple[str, ...]:
        """The ids of the posts that ``search`` would return, without passages."""

    def answers(self, question: Question) -> bool:
        """Whether the digest answers a question, corrected if need be; see ``Results.answered``."""

    def order(self, question: Question, limit: int = 100) -> list[tuple[str, float]]:
        """The ids and scores of the best posts, answering or not, best first; for evaluation.

        A question is corrected as for a reader, when as typed it has no answer.
        """

    def order_plainly(self, question: Question, limit: int = 100) -> list[tuple[str, float]]:
        """The ids and scores of the best posts by BM25F of the question's words alone."""

    def post(self, post_id: str) -> Post:
        """The post with that id. Raises ``PostMissing``."""

    def moved(self, address: str) -> str | None:
        """The id of the post that had an id or address before; ``None`` if there is none.

        Slashes at the ends of an address count for nothing.
        """

    def archive(self) -> Iterator[Post]:
        """Every post, newest month first, within a month in the digest's order."""

    def related(self, post_id: str) -> Related:
        """The posts related to one. Raises ``PostMissing``."""

    def alike(
        self, post_id: str, limit: int = 100, *, across: bool = False, plain: bool = False
    ) -> list[tuple[str, float]]:
        """The ids of the posts most similar to one, with likeness; for evaluation.

        ``across`` leaves out posts that share a topic with it; ``plain`` compares words alone.
        Raises ``PostMissing``.
        """

    def neighbours(self, post_id: str) -> Neighbours:
        """The posts next to one in time. Raises ``PostMissing``."""

    def suggest(self, typed: str, limit: int = 8, language: str = "") -> tuple[Suggestion, ...]:
        """Topics, posts and questions of the digest that go on from what was typed so far.

        They are in the ``language`` of a reader where the digest has them so. A post's own title
        is completed too where it is offered by that of a translation.
        """

    def topics(self) -> tuple[FacetValue, ...]:
        """Every topic with the number of its posts, in the digest's order."""

    def kinds(self) -> tuple[FacetValue, ...]:
        """Every kind of research with the number of its posts, in the digest's order."""

    def months(self) -> tuple[FacetValue, ...]:
        """Every month that has posts, newest first."""

    def month(self, month: str) -> tuple[Post, ...]:
        """The posts of a month (``YYYY-MM``), in the digest's order; may be empty."""


class Member(Snapshot, Protocol):
    """A snapshot that can be one of several digests, whose posts are ranked together."""

    @property
    def frequencies(self) -> tuple[int, Mapping[str, int]]:
        """The number of posts, and how many have each term."""

    def among(self, posts: int, having: Mapping[str, int]) -> Self:
        """This generation, with the rarity of terms as among more posts.

        ``having`` tells how many of these have each term. This one is asked nothing any more.
        """

    def standing(self, question: Question, options: SearchOptions = FIRST_TEN) -> Standing:
        """How well the digest can answer a question.

        What several together can is then told to each as ``SearchOptions.beside``.
        """

    def scored(self, question: Question, options: SearchOptions = FIRST_TEN) -> tuple[Scored, ...]:
        """The posts that ``found`` gives, with scores and dates."""

    def order(
        self, question: Question, limit: int = 100, options: SearchOptions = FIRST_TEN
    ) -> list[tuple[str, float]]:
        """As ``Snapshot.order``, with scores as the options' ``beside`` has them."""


class Engine(Protocol):
    """Gives snapshots of one published index. Readers never wait for a writer.

    A new generation is noticed by itself, at the latest two seconds after it was published.
    """

    def now(self) -> Snapshot:
        """A snapshot of the live generation.

        It costs next to nothing, so that every request takes one. As long as no other generation
        serves, it is the same object, equal to no other: what is worked out once for a generation
        is kept with it, and let go of together with it.
        """

    @property
    def health(self) -> tuple[str, ...]:
        """Notes for the maintainer, in sentences; empty if there are no faults."""

    def close(self) -> None:
        """Close files and connections; snapshots of this engine can't be used afterwards."""
