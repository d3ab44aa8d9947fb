"""Without a model for questions, their words find posts by vectors of terms."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from search.engine import parts
from search.engine.open import open_generation
from search.index import bm25f
from search.index.fulltext import FullText
from search.index.reading import Reading, WholePosts
from search.index.term_places import TermPlaces
from search.index.tokens.analysed import analyse
from search.query.lexicon import Lexicon
from search.query.understanding import understand
from search.question import Question
from search.ranking.embedded import PlacedLeg
from search.results import SearchOptions
from search.text.analyzer import Analyzer
from tests.digests import garden

ANALYZED = analyse(garden.POSTS, Analyzer(garden.VOCABULARY))
LEXICON = Lexicon(Analyzer(garden.VOCABULARY), ANALYZED.words, bm25f.fit(ANALYZED, {"title": 1}))
ASKED = understand(Question.parse("slugs"), LEXICON)


def wholes() -> WholePosts:
    """Thirty posts, each with a vector in its own direction or near one."""
    chance = np.random.default_rng(6)
    nobody = np.empty((0, 384), np.int8), np.empty((0, 2), np.int32)
    vectors = chance.normal(size=(30, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return WholePosts.of([Reading(vector, 1.0, *nobody) for vector in vectors])


def test_the_leg_gives_cosines_with_the_vectors_of_terms() -> None:
    whole = wholes()
    places = np.zeros((2, 384), np.int8)
    places[0, 7], places[1, 9] = 100, 50
    leg = PlacedLeg(TermPlaces(np.array([1, 4], np.int32), places, np.ones(2, np.float32)), whole)
    given = leg.scores(replace(ASKED, terms=((1, 1.0), (4, 2.0), (5, 3.0))))
    assert given is not None
    there = (whole.posts[:, 7] + whole.posts[:, 9]) / np.sqrt(2)
    every = np.arange(30)
    assert np.allclose(given.of(every), there, atol=1e-5)
    assert given.mean == pytest.approx(there.mean(), abs=1e-5)
    near = leg.near(np.array([2]), np.array([5], np.float32))
    assert near is not None
    assert int(np.argmax(near.of(every))) == 2
    assert leg.scores(replace(ASKED, terms=((5, 1.0),))) is None


@pytest.mark.slow
def test_an_embedded_digest_is_searched_without_a_model(semantic_demo_index: Path) -> None:
    live = semantic_demo_index / (semantic_demo_index / "CURRENT").read_text("ascii").strip()
    opened = parts.load(live)
    assert PlacedLeg.of(opened, by_meaning=True) is None
    leg = PlacedLeg.of(opened, by_meaning=False)
    assert leg is not None
    opened[FullText].close()
    with open_generation(live, semantic=False) as snapshot:
        question = Question.parse("clients who quit therapy early")
        (hit, *_) = snapshot.search(question, SearchOptions(explain=True)).hits
    given = {told.leg: told.value for told in hit.contributions}
    assert given[PlacedLeg.name] > 0
