"""The ranker understands a question, ranks every post, and says which of them answer."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from search.engine import parts
from search.engine.ranker import Ranker
from search.index.bm25f import Bm25f
from search.index.exact.together import Together
from search.index.lsa import Lsa
from search.index.tokens.analysed import Analysed
from search.query.clinical_terms import clinical_terms
from search.query.decisive import Concepts
from search.query.lexicon import Lexicon
from search.question import Question
from search.results import SearchOptions
from tests.digests import garden

SLUGS = next(n for n, post in enumerate(garden.POSTS) if "Slugs" in post.title)


@pytest.fixture(scope="module")
def ranker(garden_generation: Path) -> Ranker:
    opened = parts.load(garden_generation)
    words, bm25f = opened[Analysed], opened[Bm25f]
    lexicon = Lexicon(opened.analyzer, words.words, bm25f, opened.get(Lsa))
    concepts = Concepts(lexicon, clinical_terms(), Together(words, bm25f))
    return Ranker(opened, lexicon, concepts, None)


def test_the_best_post_is_among_those_that_answer(ranker: Ranker) -> None:
    found = ranker.found(Question.parse("slugs and beer traps"), None)
    assert found.answered
    assert found.ranking.best(1)[0] == SLUGS
    assert found.asked.vector is None


def test_only_allowed_posts_answer(ranker: Ranker) -> None:
    allowed = np.ones(len(garden.POSTS), np.bool_)
    allowed[SLUGS] = False
    found = ranker.found(Question.parse("slugs"), allowed)
    assert SLUGS not in found.posts


def test_expansions_count_unless_switched_off(ranker: Ranker) -> None:
    question = Question.parse("compost")
    (on,) = ranker.found(question, None).asked.understanding.expansions
    assert on.on
    for options in (SearchOptions(off=(on.id,)), SearchOptions(expand=False)):
        (told,) = ranker.found(question, None, options).asked.understanding.expansions
        assert (told.id, told.on) == (on.id, False)
