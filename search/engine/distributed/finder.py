"""Finds the posts that answer a question, in a generation in the cluster."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache, partial
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from corpus.message import Message
from search.engine.corrected import Corrected, corrected
from search.engine.distributed import queries
from search.engine.distributed.candidates import CandidateWeights
from search.engine.distributed.gathered import Answer
from search.engine.distributed.holding.stock import Stock
from search.engine.distributed.mapping import BY_STUDY, NEWEST, sorting, turned
from search.engine.distributed.posts import MOST, Posts
from search.engine.distributed.proposing import Proposing
from search.engine.distributed.queries import Filters
from search.engine.distributed.summary import Summary
from search.engine.distributed.whole import Holding
from search.engine.finder import NOT_AS_QUOTED
from search.index.embedding import Embedders
from search.index.exact.named import title_fields
from search.index.exact.together import MANY, between
from search.index.facets import NO_KIND, NO_TOPIC, find
from search.query.asked import embedded
from search.query.clinical_terms import clinical_terms
from search.query.decisive import Concepts
from search.query.lexicon import Lexicon
from search.query.said import Ways
from search.query.spelling import Spelling
from search.query.spoken import spoken_in
from search.query.understanding import plainly, understand
from search.question import Only, Question
from search.results import FIRST_TEN, SearchOptions

Json = dict[str, Any]
# The places of posts, best first, and the score of each.
Ranked = tuple[list[int], list[float]]
_REMEMBERED = 4096


class ClusterFinder:
    """Finds posts of one generation. Safe to use from several threads.

    Questions are compared by meaning where posts have embeddings and there are embedders.
    """

    def __init__(
        self,
        summary: Summary,
        posts: Posts,
        embedders: Embedders | None,
        stock: Stock,
        generation: str,
    ) -> None:
        """``stock`` is where posts of the ``generation`` are held."""
        self._embedders = embedders if summary.embedded else None
        if self._embedders is not None:
            # Questions that a model reads go by that, and not by where their words lead.
            summary = replace(summary, places=None)
        self._summary = summary
        self._posts = posts
        meant = self._embedders is not None
        self.holding = Holding(summary, posts, stock, generation, by_meaning=meant)
        self._lexicon = Lexicon(summary.analyzer, summary.words, summary.terms, summary.space)
        spoken = Spoken(summary, posts, self.holding)
        self._concepts = Concepts(self._lexicon, clinical_terms(), spoken)
        self._spelling = cache(
            partial(Spelling.of, summary.words, summary.terms.having, self._lexicon.leads)
        )
        self._proposing = Proposing(summary, posts, self.holding)

    def found(
        self, question: Question, depth: int, options: SearchOptions = FIRST_TEN
    ) -> tuple[Corrected, Answer, tuple[str, ...]]:
        """The question, corrected if need be; its answer; and notes on its filters."""
        asked, filters, notes = self._filtered(question, options)
        find = partial(self._answer, filters=filters, depth=depth, options=options)
        done = corrected(asked, find, self._spelling, options.beside)
        return done, cast(Answer, done.found), notes

    def without(
        self, question: Question, filtered: Question, answer: Answer, options: SearchOptions
    ) -> Answer | None:
        """The answer with fewer filters; None where ``filtered`` has the same posts, or none.

        ``answer`` is that with all of them, as ``options`` had it.
        """
        if filtered == question:
            return None
        asked, filters, _ = self._filtered(filtered, options)
        found = self._proposing.again(asked, answer, filters, options.beside)
        return found if found.answered else None

    def best(self, question: Question, limit: int, options: SearchOptions = FIRST_TEN) -> Ranked:
        """The best posts, answering or not; the question is corrected as for a reader."""
        question, filters, _ = self._filtered(question, options)
        find = partial(self._answer, filters=filters, depth=limit, options=options)
        found = cast(Answer, corrected(question, find, self._spelling, options.beside).found)
        if not found.ranking.legs:
            return [], []
        posts = found.ranking.best(limit, np.flatnonzero(found.passing))
        return found.candidates.at[posts].tolist(), found.ranking.scores(posts).tolist()

    def best_plainly(self, question: Question, limit: int) -> Ranked:
        """The best posts by BM25F of the question's words alone."""
        question, filters, _ = self._filtered(question)
        allowed = filters.query
        terms = plainly(question, self._lexicon)
        if not terms:
            return [], []
        known = self._summary
        query = queries.plainly(terms, known.words.terms, known.terms)
        if allowed is not None:
            query = {"bool": {"must": [query], "filter": [allowed]}}
        # Those without any of the words follow, as they are in the digest.
        rest = {"bool": {"filter": [allowed] if allowed is not None else [], "must_not": [query]}}
        size = min(2 * limit, MOST)
        found, others = self._posts.proposed(
            [{"query": query, "size": size}, {"query": rest, "size": size, "sort": [{"at": "asc"}]}]
        )
        at = np.array(sorted({*found.at, *others.at}), np.int64)
        words = CandidateWeights(known, self._posts.payloads(at.tolist()))
        scores = np.zeros(len(at), np.float32)
        for term in terms:
            words.add(scores, term)
        best = (-scores).argsort(kind="stable")[:limit]
        return at[best].tolist(), scores[best].tolist()

    def listed(self, answer: Answer, options: SearchOptions) -> tuple[Answer, NDArray[np.integer]]:
        """An answer with the posts of the wanted page as candidates, and their positions."""
        first, end = options.offset, options.offset + options.limit
        if options.sort == "relevance" and answer.ranking.legs:
            return answer, answer.ranking.best(end, answer.posts)[first:]
        oldest = options.sort == "oldest"
        if answer.total == len(answer.posts):
            # They are all here.
            table = answer.candidates.table
            dates = (-table.months[answer.posts], -table.years[answer.posts])
            order = answer.posts[np.lexsort((answer.posts, *dates[: 1 + table.by_study]))]
            return answer, (order[::-1] if oldest else order)[first:end]
        newest = BY_STUDY if self._summary.digest.study_years else NEWEST
        if end > MOST or not options.limit:
            return answer, np.empty(0, np.intp)
        page = {
            "size": options.limit,
            "from": first,
            "sort": sorting(turned(newest) if oldest else newest),
        }
        (found,) = self._posts.proposed([{**answer.query, **page}])
        return answer.with_posts(found.at)

    def _answer(
        self,
        question: Question,
        filters: Filters,
        depth: int,
        options: SearchOptions,
    ) -> Answer:
        asked = understand(
            question,
            self._lexicon,
            concepts=self._concepts,
            expand=options.expand,
            off=options.off,
            language=options.language,
        )
        by_date = options.sort != "relevance"
        return self._proposing.find(
            question,
            embedded(asked, self._embedders, options.meanings),
            filters,
            depth,
            page=None if by_date else slice(options.offset, options.offset + options.limit),
            beside=options.beside,
        )

    def _filtered(
        self, question: Question, options: SearchOptions = FIRST_TEN
    ) -> tuple[Question, Filters, tuple[str, ...]]:
        """The question as it is to be asked, its filters, and notes on them. See ``Finder``."""
        filed, notes = self._passing(question)
        quotes = bool(question.phrases or question.excluded or question.titles)
        spoken = spoken_in(question.words, self._lexicon, options.language) if quotes else ""
        quoted = options.beside is not None and options.beside.quoted
        unquoted = question.free and question.phrases and not quoted
        if unquoted and not self._quoted(question.phrases, spoken):
            question = replace(question, free=question.words, phrases=())
            notes = (*notes, NOT_AS_QUOTED)
        analyzer = self._summary.analyzer
        exact = [
            *(queries.phrase(text, analyzer, spoken, "text", "cited") for text in question.phrases),
            *(queries.phrase(t, analyzer, spoken, *title_fields(t)) for t in question.titles),
            *(queries.author(name) for name in question.authors),
            {"terms": {"named": list(question.studies)}} if question.studies else None,
        ]
        excluded = [queries.phrase(text, analyzer, spoken, "text") for text in question.excluded]
        kept, barred = ([one for one in some if one is not None] for some in (exact, excluded))
        return question, Filters(filed, kept, barred), notes

    def _quoted(self, phrases: Sequence[str], language: str) -> bool:
        """Whether some post has every phrase, be it in a translation into that language."""
        analyzer = self._summary.analyzer
        found = [queries.phrase(text, analyzer, language, "text", "cited") for text in phrases]
        asked = [one for one in found if one is not None]
        return not asked or self._posts.any(queries.every(asked))

    def _passing(self, question: Question) -> tuple[list[Json], tuple[str, ...]]:
        """A question's filters, and notes on them; see ``FacetTable.passing``."""
        digest = self._summary.digest
        notes: list[str] = []
        filters: list[Json] = []
        for name in question.topics:
            topic = find(digest.topics, name)
            if topic is None:
                notes.append(Message(NO_TOPIC, name=name))
                filters.append(queries.NOTHING)
            else:
                filters += queries.filed([digest.topics.index(topic)], None)
        kinds = []
        for name in question.research:
            kind = find(digest.kinds, name)
            if kind is None:
                notes.append(Message(NO_KIND, name=name))
            else:
                kinds.append(digest.kinds.index(kind))
        if question.research:
            filters += queries.filed([], kinds)
        if question.years:
            spans = [queries.within(span.first, span.last) for span in question.years]
            filters.append(queries.either(spans))
        if question.studied is not None:
            filters.append(queries.within(question.studied.first, question.studied.last, "studied"))
        overviews = [n for n, kind in enumerate(digest.kinds) if kind.overview]
        narrowed: dict[Only, list[Json]] = {
            "overviews": queries.filed([], overviews),
            "by-chance": [{"term": {"by_chance": True}}],
        }
        for only in question.only:
            filters += narrowed[only]
        return filters, tuple(notes)


class Spoken:
    """Searches the cluster for words together in a sentence; see ``Together``."""

    def __init__(self, summary: Summary, posts: Posts, holding: Holding) -> None:
        self._terms = summary.words.terms
        self._known = summary.terms
        self._posts = posts
        self._holding = holding
        self._looked = lru_cache(_REMEMBERED)(self._look)

    def said(self, words: Ways) -> bool:
        """Whether some post has a term of each of ``words`` together in one sentence."""
        if not words or not all(words):
            return False
        spoken = [frozenset(t for t in way if self._known.spoken[t]) for way in words]
        if not all(spoken):
            return False
        return len(words) == 1 or self._looked(tuple(spoken))

    def _look(self, words: tuple[frozenset[int], ...]) -> bool:
        here = self._holding.here
        if here is not None and not here.any_has(words):
            # No post has all of them, so that the cluster need not be asked.
            return False
        return self._posts.any(self._together(words))

    def have(self, things: Sequence[Sequence[Ways]]) -> bool:
        """Whether some post has a name of each of some things; see ``Together``."""
        if not all(things):
            return False
        here = self._holding.here
        if here is not None:
            having = here.having_each(things)
            if not having or having > MANY:
                return having > 0
            # A name of one word may stand anywhere, so that the cluster need not be asked.
            alone = [[name for name in names if len(name) == 1] for names in things]
            if all(alone) and here.having_each(alone):
                return True
        each = [queries.either(list(map(self._together, names))) for names in things]
        return self._posts.any(queries.every(each))

    def _together(self, words: Ways) -> Json:
        """A query for posts that have some words together, or a single one anywhere."""
        ways = [[self._terms[t] for t in sorted(way)] for way in words]
        if len(ways) == 1:
            return {"terms": {"words": ways[0]}}
        most = max(int(self._known.having[t]) for way in words for t in way)
        return queries.together(ways, between(most, self._known.size))
