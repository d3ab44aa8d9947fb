"""A snapshot of one generation in the cluster: its summary is in memory, its posts are read."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from functools import cached_property, partial
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from corpus.post import Post
from search.answers.hits import Shown, hits
from search.answers.sentences.passages import passages_for
from search.engine.distributed import base, summary
from search.engine.distributed.base import Base
from search.engine.distributed.finder import ClusterFinder
from search.engine.distributed.gathered import Answer, counted
from search.engine.distributed.generation import Generations
from search.engine.distributed.holding.stock import Stock
from search.engine.distributed.mapping import IN_ORDER, NEWEST, Listed
from search.engine.distributed.nearby import Nearby
from search.engine.distributed.posts import Posts, Read
from search.engine.finder import NOT_AS_QUOTED
from search.engine.nearest import nearest_topics
from search.errors import PostMissing
from search.index.algebra.threads import stay_on_one_thread
from search.index.bm25f import rarities_among
from search.index.embedding import DIMENSIONS, Embedders
from search.index.facets import facets
from search.index.meaning import Meaning
from search.index.reading import WholePosts
from search.index.store import bare
from search.index.tokens.analysed import PostWords
from search.query.suggestions import Suggestions
from search.question import Question
from search.ranking.standing import standing
from search.results import (
    FIRST_TEN,
    Facets,
    FacetValue,
    Hit,
    Neighbours,
    Related,
    Results,
    Scored,
    SearchOptions,
    Standing,
    Suggestion,
)

_ALL: dict[str, Any] = {"match_all": {}}


class ClusterSnapshot:
    """Answers from one generation; see ``Snapshot``. Safe to use from several threads."""

    def __init__(
        self,
        generations: Generations,
        generation: str,
        embedders: Embedders | None,
        stock: Stock,
        before: ClusterSnapshot | None = None,
    ) -> None:
        """Read the summary of a generation in the cluster.

        What it has in common with the one ``before`` is not read again. ``stock`` is where posts
        are held.
        """
        stay_on_one_thread()
        self.generation = generation
        self._stock = stock
        pieces = generations.pieces(generation, summary.HELD)
        name = summary.base_of(pieces)
        known = None if before is None else before.base
        if known is None or known.name != name:
            known = Base.unpacked(name, generations.common(name, base.HELD))
        self.base: Base = known
        self._summary = summary.unpacked(pieces, self.base)
        self.digest = self._summary.digest
        meant = bool(self._summary.embedded)
        self.semantic = meant and embedders is not None
        self._embedders = embedders
        width = DIMENSIONS if meant else 0
        self._posts = Posts(generations.connection, generations.posts(generation), width)
        self._finder = ClusterFinder(self._summary, self._posts, embedders, stock, generation)
        # One for each language that suggestions are asked for in.
        self._suggestions: dict[str, Suggestions] = {}

    @property
    def holds_all(self) -> bool:
        """Whether all that ranking needs of the posts is held here by now."""
        return self._finder.holding.here is not None

    def search(self, question: Question, options: SearchOptions = FIRST_TEN) -> Results:
        """Answer a question."""
        started = time.perf_counter()
        depth = options.offset + options.limit
        done, answer, notes = self._finder.found(question, depth, options)
        return Results(
            question=question,
            understanding=done.understanding(question, notes),
            hits=self._hits(answer, options),
            total=answer.total,
            offset=options.offset,
            sort=options.sort,
            facets=self._facets(answer, question, options),
            answered=answer.answered,
            nearest=()
            if answer.answered
            else nearest_topics(self.topics(), answer.ranking, answer.candidates.table),
            generation=self.generation,
            seconds=time.perf_counter() - started,
        )

    def found(self, question: Question, options: SearchOptions = FIRST_TEN) -> tuple[str, ...]:
        """The ids of the posts that answer a question."""
        return tuple(one.id for one in self.scored(question, options))

    def scored(self, question: Question, options: SearchOptions = FIRST_TEN) -> tuple[Scored, ...]:
        """The posts that ``found`` gives, with scores and dates."""
        depth = options.offset + options.limit
        answer = self._finder.found(question, depth, options)[1]
        answer, listed = self._finder.listed(answer, options)
        names = self._posts.names(answer.at(listed))
        scores = answer.ranking.scores(listed).tolist()
        dates = answer.candidates.table.dates[listed].tolist()
        return tuple(map(Scored, names, scores, dates))

    def standing(self, question: Question, options: SearchOptions = FIRST_TEN) -> Standing:
        """How well the digest can answer a question."""
        done, answer, notes = self._finder.found(question, 1, options)
        return standing(
            answer,
            self._summary.terms.size,
            typed=done.corrected is None,
            quoted=NOT_AS_QUOTED not in notes,
        )

    def answers(self, question: Question) -> bool:
        """Whether the digest answers a question, corrected if need be."""
        return self._finder.found(question, FIRST_TEN.limit)[1].answered

    def order(
        self, question: Question, limit: int = 100, options: SearchOptions = FIRST_TEN
    ) -> list[tuple[str, float]]:
        """The ids and scores of the best posts, answering or not, best first."""
        return self._named(*self._finder.best(question, limit, options))

    def order_plainly(self, question: Question, limit: int = 100) -> list[tuple[str, float]]:
        """The ids and scores of the best posts by the question's words alone."""
        return self._named(*self._finder.best_plainly(question, limit))

    @cached_property
    def ids(self) -> Sequence[str]:
        """The id of every post, in the digest's order."""
        return self._listed.ids

    def post(self, post_id: str) -> Post:
        """The post with that id. Raises ``PostMissing``."""
        return self._found(post_id)[1]

    def moved(self, address: str) -> str | None:
        """The id of the post that had an id or address before; ``None`` when none had it."""
        found = self._posts.find({"term": {"aliases": bare(address)}})
        return found[0][1].id if found else None

    def archive(self) -> Iterator[Post]:
        """Every post, newest first."""
        return (post for _, post in self._posts.all(_ALL, NEWEST))

    def neighbours(self, post_id: str) -> Neighbours:
        """The posts next to one in time. Raises ``PostMissing``."""
        at, _ = self._found(post_id)
        (known,) = self._posts.payloads([at])
        return Neighbours(*self._posts.beside(at, known.month))

    def related(self, post_id: str) -> Related:
        """The posts related to one. Raises ``PostMissing``."""
        return self._nearby.related(*self._found(post_id))

    def alike(
        self, post_id: str, limit: int = 100, *, across: bool = False, plain: bool = False
    ) -> list[tuple[str, float]]:
        """The ids of the posts most similar to one, with likeness. Raises ``PostMissing``."""
        at, _ = self._found(post_id)
        return self._named(*self._nearby.alike(at, limit, across, plain, self.semantic))

    def suggest(self, typed: str, limit: int = 8, language: str = "") -> tuple[Suggestion, ...]:
        """Topics, questions and posts that complete the typed text."""
        if language not in self.digest.other_languages:
            language = ""
        if language not in self._suggestions:
            listed = self._listed
            posts = zip(listed.ids, listed.titles, strict=True)
            titles = listed.translated.get(language, {})
            made = Suggestions.from_digest(self.digest, self.topics(), posts, language, titles)
            self._suggestions[language] = made
        return self._suggestions[language].of(typed, limit)

    def topics(self) -> tuple[FacetValue, ...]:
        """Every topic with the number of its posts."""
        return self._summary.topics

    def kinds(self) -> tuple[FacetValue, ...]:
        """Every kind of research with the number of its posts."""
        return self._summary.kinds

    def months(self) -> tuple[FacetValue, ...]:
        """Every month that has posts, newest first."""
        return self._summary.months

    def month(self, month: str) -> tuple[Post, ...]:
        """The posts of a month."""
        digits = month.replace("-", "")
        number = int(digits) if digits.isdecimal() and len(month) == 7 else -1
        return tuple(post for _, post in self._posts.all({"term": {"month": number}}, IN_ORDER))

    @property
    def frequencies(self) -> tuple[int, Mapping[str, int]]:
        """The number of posts, and how many have each term."""
        known = self._summary
        having = known.terms.having.tolist()
        return known.terms.size, dict(zip(known.words.terms, having, strict=True))

    def among(self, posts: int, having: Mapping[str, int]) -> Self:
        """This generation with rarities as among more posts, given their frequencies."""
        known = self._summary
        rarity = rarities_among(known.words.terms, known.terms.rarity, having, posts)
        made = copy(self)
        made._summary = replace(known, terms=known.terms.among(rarity))
        made._finder = ClusterFinder(
            made._summary, self._posts, self._embedders, self._stock, self.generation
        )
        return made

    def close(self) -> None:
        """Does nothing: the engine owns the connection."""

    def _found(self, post_id: str) -> tuple[int, Post]:
        """A post and its place. Raises ``PostMissing``."""
        found = self._posts.find({"term": {"id": post_id}})
        if not found:
            raise PostMissing.named(post_id)
        return found[0]

    def _hits(self, answer: Answer, options: SearchOptions) -> tuple[Hit, ...]:
        """One page of the results, with passages."""
        words = self._summary.words
        passages = passages_for(answer.asked, words, self._summary.analyzer)
        answer, listed = self._finder.listed(answer, options)
        read = self._posts.read(answer.at(listed))
        shown = [self._shown(one, answer.asked.vector) for one in read]
        return hits(listed, answer, shown, passages, options)

    def _shown(self, read: Read, asked: NDArray[np.float32] | None) -> Shown:
        """What is needed to show a post for a question with the vector ``asked``."""
        words = PostWords(read.rows, self._numbers(read.tokens))
        fits = None
        if read.sentences is not None and read.places is not None and asked is not None:
            starts = np.array([0, len(read.sentences)], np.int64)
            meant = Meaning(WholePosts.of([]), read.sentences, read.places, starts)
            fits = partial(meant.fits, 0, vector=asked)
        return Shown(read.post, read.summary, read.implications, words, fits)

    def _numbers(self, tokens: Sequence[str]) -> NDArray[np.int32]:
        """The positions of words in the generation's list."""
        return np.array([self._word_ids[token] for token in tokens], np.int32)

    @cached_property
    def _word_ids(self) -> Mapping[str, int]:
        return {word: n for n, word in enumerate(self._summary.words.words)}

    def _facets(self, answer: Answer, question: Question, options: SearchOptions) -> Facets:
        """The facets of an answer; kinds and years are counted as if none were chosen."""
        of_any = partial(self._finder.without, question, answer=answer, options=options)
        here = counted(answer, self.digest)
        any_kind = of_any(replace(question, research=()))
        any_year = of_any(replace(question, years=()))
        kinds = here if any_kind is None else counted(any_kind, self.digest)
        years = here if any_year is None else counted(any_year, self.digest)
        return facets(self.digest, question, here.topics, kinds.kinds, years.years, here.only)

    def _named(self, at: Sequence[int], scores: Sequence[float]) -> list[tuple[str, float]]:
        """Posts by their ids, each with its score."""
        return list(zip(self._posts.names(at), scores, strict=True))

    @cached_property
    def _listed(self) -> Listed:
        """The ids and titles of all posts."""
        return self._posts.listed()

    @cached_property
    def _nearby(self) -> Nearby:
        return Nearby(self._summary, self._posts)
