"""A snapshot of one generation in an index folder."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from functools import cached_property, partial
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from corpus.digest import Digest
from corpus.post import Post
from search.answers.hits import Shown, hits
from search.answers.sentences.passages import passages_for
from search.engine import parts
from search.engine.finder import NOT_AS_QUOTED, Finder
from search.engine.nearest import nearest_topics
from search.index.algebra.threads import stay_on_one_thread
from search.index.answering import Answering
from search.index.archive import Archive
from search.index.bm25f import Bm25f, rarities_among
from search.index.embedding import Embedders
from search.index.facets import FacetTable
from search.index.labels import Labels
from search.index.meaning import Meaning
from search.index.store import Store
from search.index.tfidf import PostVectors
from search.index.tokens.analysed import Analysed
from search.query.suggestions import Suggestions
from search.question import Question
from search.ranking.answered import Found
from search.ranking.fused import order
from search.ranking.standing import standing
from search.related.posts import RelatedPosts
from search.results import (
    FIRST_TEN,
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


class EmbeddedSnapshot:
    """Answers from one generation; see ``Snapshot``. Safe to use from several threads."""

    def __init__(self, folder: Path, embedders: Embedders | None) -> None:
        """Open the generation in ``folder``, whose checksums were verified.

        Every file is opened now, for the folder may be removed while the snapshot answers.
        With ``embedders`` questions are compared by meaning where posts have embeddings.
        """
        stay_on_one_thread()
        self.generation = folder.name
        self._parts = parts.load(folder)
        self.digest: Digest = self._parts.digest
        self._store = self._parts[Store]
        self._words = self._parts[Analysed]
        self._table = self._parts[FacetTable]
        self._archive = Archive(self.digest, self._store, self._table)
        # Embedded posts are compared by meaning even without a model for questions.
        self._meaning = self._parts.get(Meaning)
        self.semantic = self._meaning is not None and embedders is not None
        self._embedders = embedders
        self._finder = Finder(self._parts, embedders)
        # One for each language that suggestions are asked for in.
        self._suggestions: dict[str, Suggestions] = {}

    def search(self, question: Question, options: SearchOptions = FIRST_TEN) -> Results:
        """Answer a question."""
        started = time.perf_counter()
        done, notes = self._finder.found(question, options)
        found = done.found
        return Results(
            question=question,
            understanding=done.understanding(question, notes),
            hits=self._hits(found, options),
            total=len(found.posts),
            offset=options.offset,
            sort=options.sort,
            facets=self._finder.counts(question, found, options),
            answered=found.answered,
            nearest=()
            if found.answered
            else nearest_topics(self.topics(), found.ranking, self._table),
            generation=self.generation,
            seconds=time.perf_counter() - started,
        )

    def found(self, question: Question, options: SearchOptions = FIRST_TEN) -> tuple[str, ...]:
        """The ids of the posts that answer a question."""
        return tuple(one.id for one in self.scored(question, options))

    def scored(self, question: Question, options: SearchOptions = FIRST_TEN) -> tuple[Scored, ...]:
        """The posts that ``found`` gives, with scores and dates."""
        done, _ = self._finder.found(question, options)
        listed = self._listed(done.found, options)
        scores = done.found.ranking.scores(listed).tolist()
        names = map(self._store.ids.__getitem__, listed.tolist())
        return tuple(map(Scored, names, scores, self._table.dates[listed].tolist()))

    def standing(self, question: Question, options: SearchOptions = FIRST_TEN) -> Standing:
        """How well the digest can answer a question."""
        done, notes = self._finder.found(question, options)
        return standing(
            done.found,
            len(self._store),
            typed=done.corrected is None,
            quoted=NOT_AS_QUOTED not in notes,
        )

    def answers(self, question: Question) -> bool:
        """Whether the digest answers a question, corrected if need be."""
        return self._finder.found(question)[0].found.answered

    def order(
        self, question: Question, limit: int = 100, options: SearchOptions = FIRST_TEN
    ) -> list[tuple[str, float]]:
        """The ids and scores of the best posts, answering or not, best first."""
        return self._named(*self._finder.best(question, limit, options))

    def order_plainly(self, question: Question, limit: int = 100) -> list[tuple[str, float]]:
        """The ids and scores of the best posts by the question's words alone."""
        return self._named(*self._finder.best_plainly(question, limit))

    @property
    def ids(self) -> Sequence[str]:
        """The id of every post, in the digest's order."""
        return self._store.ids

    def post(self, post_id: str) -> Post:
        """The post with that id. Raises ``PostMissing``."""
        return self._store[self._store.place(post_id)]

    def moved(self, address: str) -> str | None:
        """The id of the post that had an id or address before; ``None`` when none had it."""
        return self._store.moved(address)

    def archive(self) -> Iterator[Post]:
        """Every post, newest first."""
        return self._archive.posts()

    def neighbours(self, post_id: str) -> Neighbours:
        """The posts next to one in time. Raises ``PostMissing``."""
        return self._archive.neighbours(post_id)

    def related(self, post_id: str) -> Related:
        """The posts related to one. Raises ``PostMissing``."""
        return self._related.of(self._store.place(post_id))

    def alike(
        self, post_id: str, limit: int = 100, *, across: bool = False, plain: bool = False
    ) -> list[tuple[str, float]]:
        """The ids of the posts most similar to one, with likeness. Raises ``PostMissing``."""
        at = self._store.place(post_id)
        whole = self._meaning.posts if self._meaning is not None and self.semantic else None
        related = self._related
        alike = related.plain_likeness(at) if plain else related.likeness(at, whole)
        among = np.arange(len(self._store)) != at
        if across:
            among &= ~self._table.topics[self._table.topics[:, at]].any(axis=0)
        posts = order(alike, np.flatnonzero(among), limit)
        return self._named(posts, alike[posts])

    def suggest(self, typed: str, limit: int = 8, language: str = "") -> tuple[Suggestion, ...]:
        """Topics, questions and posts that complete the typed text."""
        if language not in self.digest.other_languages:
            language = ""
        if language not in self._suggestions:
            posts = zip(self._store.ids, self._store.titles, strict=True)
            titles = self._store.titles_in(language)
            made = Suggestions.from_digest(self.digest, self.topics(), posts, language, titles)
            self._suggestions[language] = made
        return self._suggestions[language].of(typed, limit)

    def topics(self) -> tuple[FacetValue, ...]:
        """Every topic with the number of its posts."""
        return self._archive.topics()

    def kinds(self) -> tuple[FacetValue, ...]:
        """Every kind of research with the number of its posts."""
        return self._archive.kinds()

    def months(self) -> tuple[FacetValue, ...]:
        """Every month that has posts, newest first."""
        return self._archive.months()

    def month(self, month: str) -> tuple[Post, ...]:
        """The posts of a month."""
        return self._archive.month(month)

    @property
    def frequencies(self) -> tuple[int, Mapping[str, int]]:
        """The number of posts, and how many have each term."""
        having = self._parts[Bm25f].having.tolist()
        return len(self._store), dict(zip(self._words.terms, having, strict=True))

    def among(self, posts: int, having: Mapping[str, int]) -> Self:
        """This generation with rarities as among more posts, given their frequencies."""
        weights = self._parts[Bm25f]
        rarity = rarities_among(self._words.terms, weights.rarity, having, posts)
        made = copy(self)
        made._parts = self._parts.with_part(weights.among(rarity))
        made._finder = Finder(made._parts, self._embedders)
        return made

    def close(self) -> None:
        """Close the files; the snapshot can't be used afterwards."""
        self._finder.close()

    def _hits(self, found: Found, options: SearchOptions) -> tuple[Hit, ...]:
        """One page of the results, with passages."""
        passages = passages_for(found.asked, self._words.words, self._parts.analyzer)
        listed = self._listed(found, options)
        shown = [self._shown(position, found.asked.vector) for position in listed.tolist()]
        return hits(listed, found, shown, passages, options)

    def _listed(self, found: Found, options: SearchOptions) -> NDArray[np.integer]:
        """The positions of the posts on one page, in the wanted order."""
        first, end = options.offset, options.offset + options.limit
        if options.sort == "relevance" and found.ranking.legs:
            return found.ranking.best(end, found.posts)[first:]
        inside = np.zeros(len(self._store), np.bool_)
        inside[found.posts] = True
        newest = self._archive.dated[inside[self._archive.dated]]
        return (newest[::-1] if options.sort == "oldest" else newest)[first:end]

    def _shown(self, position: int, asked: NDArray[np.float32] | None) -> Shown:
        """What is needed to show a post for a question with the vector ``asked``."""
        post, (summary, implications) = self._store.with_texts(position)
        fits = None
        if self._meaning is not None and asked is not None:
            fits = partial(self._meaning.fits, position, vector=asked)
        return Shown(post, summary, implications, self._words.of(position), fits)

    def _named(
        self, posts: NDArray[np.integer], scores: NDArray[np.float32]
    ) -> list[tuple[str, float]]:
        """Posts by their ids, each with its score."""
        ids = self._store.ids
        return [(ids[p], score) for p, score in zip(posts.tolist(), scores.tolist(), strict=True)]

    @cached_property
    def _related(self) -> RelatedPosts:
        return RelatedPosts(
            self._parts[PostVectors],
            self.digest,
            self._parts.analyzer,
            self._words.words,
            self._store,
            self._table,
            self._parts[Labels].names,
            [part.whole for part in (self._meaning, self._parts.get(Answering)) if part],
        )
