"""Finds the posts of a generation that answer a question, with their scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache, partial
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from corpus.message import Message
from search.engine.corrected import Corrected, corrected
from search.engine.ranker import Ranker
from search.index.bm25f import Bm25f
from search.index.embedding import Embedders
from search.index.exact.together import Together
from search.index.facets import FacetTable
from search.index.fulltext import FullText
from search.index.lsa import Lsa
from search.index.part import Opened
from search.index.tokens.analysed import Analysed
from search.query.clinical_terms import clinical_terms
from search.query.decisive import Concepts
from search.query.lexicon import Lexicon
from search.query.spelling import Spelling
from search.query.spoken import spoken_in
from search.query.understanding import plainly
from search.question import Question
from search.ranking.answered import Found, find
from search.ranking.fused import order
from search.results import FIRST_TEN, Facets, SearchOptions

Mask = NDArray[np.bool_]
Posts = NDArray[np.integer]
# Positions of posts, best first, and the score of each.
Ranked = tuple[NDArray[np.integer], NDArray[np.float32]]

NOT_AS_QUOTED = Message(
    "No post says what you quoted in these very words, so each word counted alone."
)


class Finder:
    """Finds posts of one generation, by their positions. Safe to use from several threads.

    Questions are compared by meaning where posts have embeddings and there are embedders.
    """

    def __init__(self, parts: Opened, embedders: Embedders | None) -> None:
        """Take the parts of a generation."""
        words = parts[Analysed]
        self._words = words.words
        self._bm25f = parts[Bm25f]
        self._table = parts[FacetTable]
        self._lexicon = Lexicon(parts.analyzer, self._words, self._bm25f, parts.get(Lsa))
        concepts = Concepts(self._lexicon, clinical_terms(), Together(words, self._bm25f))
        self._fulltext = parts[FullText]
        # A lock: Whoosh reads each of its files through a single file position.
        self._fulltext_lock = Lock()
        # Made when a question first has an unknown word.
        self._spelling = cache(
            partial(Spelling.of, self._words, self._bm25f.having, self._lexicon.leads)
        )
        self._ranker = Ranker(parts, self._lexicon, concepts, embedders)

    def found(
        self, question: Question, options: SearchOptions = FIRST_TEN
    ) -> tuple[Corrected, tuple[str, ...]]:
        """The posts that answer a question, corrected if need be, and notes on its filters."""
        asked, allowed, notes = self._allowed(question, options)
        return self._corrected(asked, allowed, options), notes

    def counts(self, question: Question, found: Found, options: SearchOptions) -> Facets:
        """The facets of what answered; kinds and years are counted as if none were chosen."""
        of_any = partial(self._without, question, found=found, options=options)
        return self._table.counts(
            found.posts,
            question,
            any_kind=of_any(replace(question, research=())),
            any_year=of_any(replace(question, years=())),
        )

    def best(self, question: Question, limit: int, options: SearchOptions = FIRST_TEN) -> Ranked:
        """The best posts, answering or not; the question is corrected as for a reader."""
        question, allowed, _ = self._allowed(question, options)
        ranking = self._corrected(question, allowed, options).found.ranking
        if not ranking.legs:
            return _NONE
        posts = ranking.best(limit, _among(allowed))
        return posts, ranking.scores(posts)

    def best_plainly(self, question: Question, limit: int) -> Ranked:
        """The best posts by BM25F of the question's words alone."""
        question, allowed, _ = self._allowed(question)
        terms = plainly(question, self._lexicon)
        if not terms:
            return _NONE
        scores = np.zeros(self._bm25f.size, np.float32)
        for term in terms:
            self._bm25f.add(scores, term)
        posts = order(scores, _among(allowed), limit)
        return posts, scores[posts]

    def close(self) -> None:
        """Close the files of the full text."""
        self._fulltext.close()

    def _without(
        self, question: Question, filtered: Question, found: Found, options: SearchOptions
    ) -> Posts | None:
        """The answer with fewer filters; None where ``filtered`` has the same posts."""
        if filtered == question:
            return None
        asked, allowed, _ = self._allowed(filtered, options)
        found = find(asked, found.asked, found.ranking, allowed, options.beside)
        return found.posts if found.answered else None

    def _corrected(
        self,
        question: Question,
        allowed: Mask | None,
        options: SearchOptions,
    ) -> Corrected:
        find = partial(self._ranker.found, allowed=allowed, options=options)
        return corrected(question, find, self._spelling, options.beside)

    def _allowed(
        self, question: Question, options: SearchOptions = FIRST_TEN
    ) -> tuple[Question, Mask | None, tuple[str, ...]]:
        """Which posts pass the filters and exact matches; None if all do.

        What is quoted, excluded or the title may stand in the translations that are searched for
        the question. It comes back as it is to be asked: where words stand beside phrases that no
        post has as quoted, those of the phrases are words like the others, and a note says so.
        """
        allowed, notes = self._table.passing(question)
        named = (question.authors, question.titles, question.studies)
        quotes = bool(question.phrases or question.excluded or question.titles)
        spoken = spoken_in(question.words, self._lexicon, options.language) if quotes else ""
        quoted = options.beside is not None and options.beside.quoted
        if (
            not quoted
            and question.free
            and question.phrases
            and not self._exact(question.phrases, spoken).any()
        ):
            question = replace(question, free=question.words, phrases=())
            notes = (*notes, NOT_AS_QUOTED)
        if question.phrases or question.excluded or any(named):
            exact = self._exact(question.phrases, spoken, question.excluded, *named)
            allowed = exact if allowed is None else allowed & exact
        return question, allowed, notes

    def _exact(
        self,
        phrases: Sequence[str],
        spoken: str,
        excluded: Sequence[str] = (),
        authors: Sequence[str] = (),
        titles: Sequence[str] = (),
        studies: Sequence[str] = (),
    ) -> Mask:
        with self._fulltext_lock:
            return self._fulltext.matching(phrases, excluded, authors, titles, studies, spoken)


_NONE: Ranked = np.empty(0, np.intp), np.empty(0, np.float32)


def _among(allowed: Mask | None) -> NDArray[np.intp] | None:
    return None if allowed is None else np.flatnonzero(allowed)
