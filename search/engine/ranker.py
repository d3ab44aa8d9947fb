"""Ranks the posts of a generation for a question, and decides which of them answer it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from search import weights
from search.index.answering import Answering
from search.index.bm25f import Bm25f
from search.index.embedding import Embedders
from search.index.meaning import Meaning
from search.index.part import Opened
from search.index.tokens.analysed import Analysed
from search.index.wordpieces import WordPieces
from search.query.asked import Asked, embedded
from search.query.decisive import Concepts
from search.query.lexicon import Lexicon
from search.query.understanding import understand
from search.question import Question
from search.ranking.agreeing import agree
from search.ranking.answered import Found, find
from search.ranking.closely import look_closely
from search.ranking.fuse import rank
from search.ranking.legs import legs
from search.results import FIRST_TEN, SearchOptions


class Ranker:
    """Ranks the posts of one generation, by their positions. Safe to use from several threads.

    Questions are compared by meaning where posts have embeddings and there are embedders.
    """

    def __init__(
        self, parts: Opened, lexicon: Lexicon, concepts: Concepts, embedders: Embedders | None
    ) -> None:
        """Take the parts of a generation and the understanding of questions."""
        self._lexicon = lexicon
        self._concepts = concepts
        self._posts = parts[Bm25f].size
        self._for_practice = parts[Analysed].for_practice
        self._legs = legs(parts, by_meaning=embedders is not None)
        meaning, answering = parts.get(Meaning), parts.get(Answering)
        self._embedders = embedders if meaning is not None else None
        wholes = [(part.name, part.whole) for part in (meaning, answering) if part is not None]
        self._embeddings = [whole.posts for _, whole in wholes]
        self._crowding = {name: whole.crowding.values for name, whole in wholes}
        self._pieces = answering.pieces if answering is not None else WordPieces.of(())

    def found(
        self,
        question: Question,
        allowed: NDArray[np.bool_] | None,
        options: SearchOptions = FIRST_TEN,
    ) -> Found:
        """Understand a question, rank all posts, and decide which of those allowed answer it."""
        asked, beside = self._asked(question, options), options.beside
        shares = weights.LEGS_WITH_IMPLICATIONS if self._for_practice else weights.LEGS
        ranking = rank(asked, self._legs, self._posts, shares, beside, self._crowding)
        agree(ranking, self._embeddings, allowed)
        look_closely(ranking, asked, self._pieces.of_posts, allowed)
        return find(question, asked, ranking, allowed, beside)

    def _asked(self, question: Question, options: SearchOptions) -> Asked:
        """The question understood, with its embedding if the meaning leg is used."""
        asked = understand(
            question,
            self._lexicon,
            concepts=self._concepts,
            expand=options.expand,
            off=options.off,
            language=options.language,
        )
        return embedded(asked, self._embedders, options.meanings)
