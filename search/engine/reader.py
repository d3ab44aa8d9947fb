"""A reader is one generation opened for questions: everything it answers is of that generation."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from corpus.digest import Digest
from corpus.post import Post
from search import weights
from search.answers.hits import Shown, hits
from search.answers.passages import Passages
from search.index import labels, landscape
from search.index.archive import Archive
from search.index.bm25f import Bm25f
from search.index.cosines import Moments
from search.index.embedding import Embedder
from search.index.facets import FacetTable
from search.index.fulltext import FullText
from search.index.generation import FULLTEXT, read_digest
from search.index.lsa import Lsa
from search.index.meaning import Meaning
from search.index.store import Store
from search.index.threads import stay_on_one_thread
from search.index.tokens import analysed
from search.index.tokens.analysed import IMPLICATIONS
from search.query.lexicon import Lexicon
from search.query.spelling import Spelling
from search.query.suggestions import Suggestions
from search.query.understanding import Asked, plainly, understand
from search.question import Question
from search.ranking.adapter import adapter
from search.ranking.answered import Found, find
from search.ranking.fuse import Ranking, order, rank
from search.ranking.legs import CoverageLeg, LatentLeg, Leg, MeaningLeg, WordLeg
from search.related.posts import RelatedPosts
from search.results import (
    FacetValue,
    Place,
    Related,
    Results,
    Sort,
    Suggestion,
)
from search.text.analyzer import analyzer_of

_NOT_AS_QUOTED = "No post says what you quoted in these very words, so each word counted alone."


class Reader:
    """Answers from one generation. Safe to use from several threads."""

    def __init__(self, folder: Path, embedder: Embedder | None) -> None:
        """Open the generation in ``folder``, whose checksums have been held."""
        stay_on_one_thread()
        self._folder = folder
        self.name = folder.name
        self.digest: Digest = read_digest(folder)
        self._store = Store(folder)
        self._words = analysed.load(folder)
        self._analyzer = analyzer_of(self.digest.vocabulary, self.digest.language)
        self._bm25f = Bm25f.load(folder, len(self._store))
        latent = Lsa.load(folder)
        self._lexicon = Lexicon(self._analyzer, self._words.words, self._bm25f, latent)
        self._table = FacetTable.load(folder, self.digest)
        self._places = landscape.load(folder)
        self._fulltext = FullText(folder / FULLTEXT, self._analyzer)
        # Whoosh reads its files through one position a file.
        self._fulltext_lock = Lock()
        self._legs: list[Leg] = [WordLeg(self._bm25f), CoverageLeg(self._bm25f)]
        if latent is not None:
            self._legs.append(LatentLeg(latent, Moments.load(folder, "lsa")))
        self._embedder = embedder
        # Posts that were embedded are compared by meaning, be there a model for questions or not.
        self._embedded = Meaning.load(folder)
        self._meaning = self._embedded if embedder else None
        self._for_practice = 2 * self._words.having(IMPLICATIONS) > len(self._store)
        if self._meaning is not None:
            moments = Moments.load(folder, "meaning")
            # Where posts say what a study means for practice, the adapter adds nothing to that.
            turns = None if self._for_practice else adapter()
            self._legs.append(MeaningLeg(self._meaning, moments, turns))
        self.semantic = self._meaning is not None
        self.archive = Archive(self.digest, self._store, self._table)

    def search(
        self,
        question: Question,
        *,
        limit: int,
        offset: int,
        sort: Sort,
        expand: bool,
        off: Sequence[str],
        explain: bool,
    ) -> Results:
        """Answer a question; see ``Engine.search``."""
        started = time.perf_counter()
        asked, allowed, notes = self._allowed(question)
        found, meant, corrected = self._corrected(asked, allowed, expand, off)
        listed = self._sorted(found, sort, offset + limit)[offset:]
        return Results(
            question=question,
            understanding=replace(
                found.asked.understanding,
                meant=meant,
                corrected=corrected,
                notes=(*notes, *_notes(question, found)),
            ),
            hits=hits(
                listed,
                offset,
                found,
                partial(self._shown, found.asked.vector),
                Passages(self._words.words, self._analyzer, found.asked.worth),
                explain,
            ),
            total=len(found.posts),
            offset=offset,
            sort=sort,
            facets=self._table.counts(found.posts, question),
            answered=found.answered,
            nearest=() if found.answered else self._nearest(found.ranking),
            generation=self.name,
            seconds=time.perf_counter() - started,
        )

    def _corrected(
        self,
        question: Question,
        allowed: NDArray[np.bool_] | None,
        expand: bool,
        off: Sequence[str],
    ) -> tuple[Found, str | None, str | None]:
        """What was found; a corrected question to offer; or one that was asked instead.

        A question is corrected unasked only when as typed it has no answer, and corrected has.
        """
        found = self._find(question, allowed, expand, off)
        if not found.asked.understanding.unknown:
            return found, None, None
        # Operators may stand between the words of the free text, so it is corrected apart.
        changed = self._spelling.corrected(
            (question.free, question.text), found.asked.understanding.unknown
        )
        if changed is None:
            return found, None, None
        meant, text = changed
        if not found.answered:
            again = self._find(replace(question, free=meant), allowed, expand, off)
            if again.answered:
                return again, None, text
        return found, text, None

    def order(
        self, question: Question, limit: int, *, plain: bool = False
    ) -> list[tuple[str, float]]:
        """The ids and scores of the best posts, however poor, best first: what is evaluated.

        A question is corrected as for a reader, when as typed it has no answer.
        With ``plain`` they are those of BM25F by the question's words and nothing else.
        """
        question, allowed, _ = self._allowed(question)
        among = None if allowed is None else np.flatnonzero(allowed)
        if plain:
            terms = plainly(question, self._lexicon)
            if not terms:
                return []
            found = np.zeros(len(self._store), np.float32)
            for term in terms:
                self._bm25f.add(found, term)
            best = order(found, among, limit)
            scores = found[best]
        else:
            ranking = self._corrected(question, allowed, True, ())[0].ranking
            if not ranking.legs:
                return []
            best = ranking.best(limit, among)
            scores = ranking.scores(best)
        ids = self._store.ids
        return [(ids[p], score) for p, score in zip(best.tolist(), scores.tolist(), strict=True)]

    def answers(self, question: Question) -> bool:
        """Whether the digest answers a question, corrected if need be."""
        question, allowed, _ = self._allowed(question)
        return self._corrected(question, allowed, True, ())[0].answered

    def alike(
        self, post_id: str, limit: int, *, across: bool = False, plain: bool = False
    ) -> list[tuple[str, float]]:
        """The ids of the posts most like one, with how alike: what related posts are made of.

        ``across`` leaves out posts that share a topic with it; ``plain`` compares words alone.
        """
        at = self._store.place(post_id)
        whole = self._meaning.posts if self._meaning else None
        related = self._related
        alike = related.plain_likeness(at) if plain else related.likeness(at, whole)
        among = np.arange(len(self._store)) != at
        if across:
            among &= ~self._table.topics[self._table.topics[:, at]].any(axis=0)
        best = order(alike, np.flatnonzero(among), limit)
        return [(self._store.ids[p], float(alike[p])) for p in best]

    @cached_property
    def _related(self) -> RelatedPosts:
        return RelatedPosts(
            self._folder,
            self.digest,
            self._analyzer,
            self._words,
            self._store,
            self._table,
            self._labels,
            self._embedded.posts if self._embedded else None,
        )

    @cached_property
    def _labels(self) -> dict[int, str]:
        return labels.load(self._folder)

    def _asked(self, question: Question, expand: bool = True, off: Sequence[str] = ()) -> Asked:
        """The question understood, and embedded when the meaning leg counts."""
        asked = understand(question, self._lexicon, expand=expand, off=off)
        if self._meaning is None or self._embedder is None or not asked.text:
            return asked
        return replace(asked, vector=self._embedder.embed(asked.text))

    def _allowed(
        self, question: Question
    ) -> tuple[Question, NDArray[np.bool_] | None, tuple[str, ...]]:
        """Which posts pass filters, phrases, exclusions and authors; None when all do.

        The question comes back as it is to be asked: where words stand beside phrases that no post
        has as quoted, those of the phrases are words like the others, and a note says so.
        """
        allowed, notes = self._table.passing(question)
        if question.free and question.phrases and not self._exact(question.phrases).any():
            free = " ".join((question.free, *question.phrases))
            question = replace(question, free=free, phrases=())
            notes = (*notes, _NOT_AS_QUOTED)
        if question.phrases or question.excluded or question.authors:
            exact = self._exact(question.phrases, question.excluded, question.authors)
            allowed = exact if allowed is None else allowed & exact
        return question, allowed, notes

    def _exact(
        self, phrases: Sequence[str], excluded: Sequence[str] = (), authors: Sequence[str] = ()
    ) -> NDArray[np.bool_]:
        with self._fulltext_lock:
            return self._fulltext.matching(phrases, excluded, authors)

    def _find(
        self,
        question: Question,
        allowed: NDArray[np.bool_] | None,
        expand: bool,
        off: Sequence[str],
    ) -> Found:
        """Understand the question, rank all posts, and tell which of those allowed answer."""
        asked = self._asked(question, expand, off)
        shares = weights.LEGS_WITH_IMPLICATIONS if self._for_practice else weights.LEGS
        ranking = rank(asked, self._legs, len(self._store), shares)
        return find(question, asked, ranking, allowed)

    def _sorted(self, found: Found, sort: Sort, most: int) -> NDArray[np.integer]:
        if sort == "relevance" and found.ranking.legs:
            return found.ranking.best(most, found.posts)
        inside = np.zeros(len(self._store), np.bool_)
        inside[found.posts] = True
        newest = self.archive.newest[inside[self.archive.newest]]
        return newest[::-1][:most] if sort == "oldest" else newest[:most]

    def _shown(self, asked: NDArray[np.float32] | None, position: int) -> Shown:
        """What is looked at of a post to show it for a question with the vector ``asked``."""
        post, (summary, implications) = self._store.with_texts(position)

        def fits(part: int, sentences: int) -> NDArray[np.float32] | None:
            if self._meaning is None or asked is None:
                return None
            return self._meaning.fits(position, part, sentences, asked)

        return Shown(post, summary, implications, self._words.of(position), fits)

    def _nearest(self, ranking: Ranking) -> tuple[FacetValue, ...]:
        """Topics to try: those of the posts that come nearest, or else the fullest."""
        everything = self.archive.topics()
        if not ranking.legs:
            return tuple(sorted(everything, key=lambda t: -t.count)[:3])
        best = ranking.best(5)
        rows = self._table.topics[:, best].sum(axis=1).tolist()
        ranked = sorted(range(len(everything)), key=lambda n: -rows[n])
        return tuple(everything[n] for n in ranked[:3] if rows[n])

    @cached_property
    def _spelling(self) -> Spelling:
        return Spelling.of(self._words.words, self._bm25f.having)

    @cached_property
    def _suggestions(self) -> Suggestions:
        weighed = [
            (Suggestion("topic", t.label, t.value), t.count)
            for t in self.archive.topics()
            if t.count
        ]
        weighed += [
            (Suggestion("term", label, label), self._bm25f.frequency(term))
            for term, label in self._labels.items()
        ]
        posts = zip(self._store.ids, self._store.titles, strict=True)
        return Suggestions(weighed, list(posts))

    @property
    def ids(self) -> Sequence[str]:
        """The ids of the posts, in the digest's order."""
        return self._store.ids

    def post(self, post_id: str) -> Post:
        """The post with that id. Raises ``PostMissing``."""
        return self._store[self._store.place(post_id)]

    def landscape(self) -> tuple[Place, ...]:
        """Every post with its place, newest first; empty where none was placed."""
        if self._places is None:
            return ()
        return tuple(
            Place(self._store[p], *self._places[p].tolist()) for p in self.archive.newest.tolist()
        )

    def related(self, post_id: str) -> Related:
        """The posts related to one. Raises ``PostMissing``."""
        return self._related.of(self._store.place(post_id))

    def suggest(self, typed: str, limit: int) -> tuple[Suggestion, ...]:
        """What goes on from the typed text."""
        return self._suggestions.of(typed, limit)

    def close(self) -> None:
        """Let go of the full text's files."""
        self._fulltext.close()


def _notes(question: Question, found: Found) -> tuple[str, ...]:
    notes: list[str] = []
    if question.cut:
        notes.append("Your question was long; only its beginning counted.")
    if question.free and not found.answered and not found.asked.clauses:
        notes.append(
            "No post in this digest has any of your words."
            if found.asked.understanding.unknown
            else "Your question has only common words; name what it is about."
            if any(map(str.isalnum, question.free))
            else "Your question has no words; say in words what it is about."
        )
    return tuple(notes)
