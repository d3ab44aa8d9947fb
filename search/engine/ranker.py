"""How well each post of a generation fits a question, and which of them answer it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search import weights
from search.index.bm25f import Bm25f
from search.index.cosines import Moments
from search.index.embedding import Embedder
from search.index.lsa import Lsa
from search.index.meaning import Meaning
from search.index.tokens.analysed import IMPLICATIONS, Analysed
from search.query.decisive import Concepts
from search.query.lexicon import Lexicon
from search.query.understanding import Asked, understand
from search.question import Question
from search.ranking.adapter import adapter
from search.ranking.answered import Found, find
from search.ranking.fuse import rank
from search.ranking.legs import CoverageLeg, LatentLeg, Leg, MeaningLeg, WordLeg


class Ranker:
    """Ranks the posts of one generation, by their positions. Safe to use from several threads.

    Questions are compared by meaning where posts have embeddings and there is an embedder.
    """

    def __init__(
        self,
        folder: Path,
        lexicon: Lexicon,
        concepts: Concepts,
        words: Analysed,
        bm25f: Bm25f,
        latent: Lsa | None,
        meaning: Meaning | None,
        embedder: Embedder | None,
    ) -> None:
        """Take what is open of the generation in ``folder``, and open the rest."""
        self._lexicon = lexicon
        self._concepts = concepts
        self._posts = bm25f.size
        self._embedder = embedder if meaning is not None else None
        self._for_practice = 2 * words.having(IMPLICATIONS) > words.posts
        self._legs: list[Leg] = [WordLeg(bm25f), CoverageLeg(bm25f)]
        if latent is not None:
            self._legs.append(LatentLeg(latent, Moments.load(folder, "lsa")))
        if meaning is not None and embedder is not None:
            # Where posts say what a study means for practice, the adapter adds nothing to that.
            turns = None if self._for_practice else adapter()
            self._legs.append(MeaningLeg(meaning, Moments.load(folder, "meaning"), turns))

    def found(
        self,
        question: Question,
        allowed: NDArray[np.bool_] | None,
        expand: bool,
        off: Collection[str],
    ) -> Found:
        """Understand a question, rank all posts, and tell which of those allowed answer it.

        Without ``expand`` no expansion counts; ``off`` holds the ids of some that must not.
        """
        asked = self._asked(question, expand, off)
        shares = weights.LEGS_WITH_IMPLICATIONS if self._for_practice else weights.LEGS
        ranking = rank(asked, self._legs, self._posts, shares)
        return find(question, asked, ranking, allowed)

    def _asked(self, question: Question, expand: bool, off: Collection[str]) -> Asked:
        """The question understood, and embedded when the meaning leg counts."""
        asked = understand(question, self._lexicon, concepts=self._concepts, expand=expand, off=off)
        if self._embedder is None or not asked.text:
            return asked
        return replace(asked, vector=self._embedder.embed(asked.text))
