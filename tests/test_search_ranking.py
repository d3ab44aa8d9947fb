"""Ranking adds up what its legs give, and orders the posts the same way each time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from search import bm25f, weights
from search.analysed import analyse
from search.analysis import Analyzer
from search.lexicon import Lexicon
from search.question import Question
from search.ranking import CoverageLeg, Floats, WordLeg, order, rank, z_scores
from search.understanding import Asked, Clause, understand
from tests import garden

ANALYZER = Analyzer(garden.VOCABULARY)
ANALYZED = analyse(garden.POSTS, ANALYZER)
FITTED = bm25f.fit(ANALYZED, weights.BOOSTS)
LEXICON = Lexicon(ANALYZER, ANALYZED, FITTED)
SIZE = len(garden.POSTS)
FLOATS = arrays.arrays(
    np.float32, st.integers(1, 40), elements=st.sampled_from([0.0, 0.5, 1.0, 2.5, -1.0])
)


def asked(text: str) -> Asked:
    return understand(Question.parse(text), LEXICON)


def has(term: str) -> NDArray[np.bool_]:
    mask = np.zeros(SIZE, np.bool_)
    mask[FITTED.postings(ANALYZED.term_ids[term])[0]] = True
    return mask


@pytest.mark.parametrize("leg", [WordLeg(FITTED), CoverageLeg(FITTED)])
def test_a_leg_gives_points_to_posts_with_the_words_alone(leg: WordLeg | CoverageLeg) -> None:
    scores = leg.scores(asked("slugs drought"))
    assert scores is not None
    assert ((scores > 0) == (has("slug") | has("drought"))).all()
    assert leg.scores(asked("xylophone")) is None
    assert leg.scores(asked("")) is None


def test_of_the_terms_of_a_clause_the_best_counts_once() -> None:
    compost, leaf = ANALYZED.term_ids["compost"], ANALYZED.term_ids["leaf_mold"]
    leg = WordLeg(FITTED)

    def scores(*clauses: Clause) -> Floats:
        found = leg.scores(replace(asked(""), clauses=clauses))
        assert found is not None
        return found

    one, other = scores(Clause(((compost, 1.0),))), scores(Clause(((leaf, 0.5),)))
    both = scores(Clause(((compost, 1.0), (leaf, 0.5))))
    assert np.allclose(both, np.maximum(one, other))
    apart = scores(Clause(((compost, 1.0),)), Clause(((leaf, 0.5),)))
    assert np.allclose(apart, one + other)


def test_scores_are_the_sum_of_what_the_legs_gave() -> None:
    ranking = rank(asked("slugs in a drought"), [WordLeg(FITTED), CoverageLeg(FITTED)], SIZE)
    assert set(ranking.legs) >= {"words", "coverage"}
    assert np.allclose(ranking.scores, sum(given for _, given in ranking.legs.values()), atol=1e-5)
    assert all(label for label, _ in ranking.legs.values())


def test_a_question_that_no_leg_knows_has_no_ranking() -> None:
    ranking = rank(asked("xylophone"), [WordLeg(FITTED)], SIZE)
    assert not ranking.scores.any()
    assert not ranking.legs


def test_an_exact_word_outranks_what_it_expands_to() -> None:
    ranking = rank(asked("compost"), [WordLeg(FITTED)], SIZE)
    exact, expanded = has("compost"), has("leaf_mold")
    assert ranking.scores[exact].min() > ranking.scores[expanded & ~exact].max()


@given(FLOATS)
def test_z_scores_have_mean_nought_and_spread_one(scores: Floats) -> None:
    scaled = z_scores(scores)
    if len(set(scores.tolist())) == 1:
        assert not scaled.any()
    else:
        assert scaled.mean() == pytest.approx(0, abs=1e-5)
        assert scaled.std() == pytest.approx(1, abs=1e-4)
        assert (np.argsort(scaled, kind="stable") == np.argsort(scores, kind="stable")).all()


@given(FLOATS, st.integers(0, 45))
def test_the_best_come_first_and_equal_ones_in_their_own_order(scores: Floats, limit: int) -> None:
    among = np.flatnonzero(np.arange(len(scores)) % 3)
    expected = sorted(among.tolist(), key=lambda n: (-scores[n], n))[:limit]
    assert order(scores, among, limit).tolist() == expected
