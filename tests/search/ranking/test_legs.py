"""Each leg scores posts in its own way: by words, by their number, or by similarity."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from search import weights
from search.engine import parts
from search.index import bm25f
from search.index.algebra.cosines import Moments
from search.index.companions import Companions
from search.index.fulltext import FullText
from search.index.lsa import Lsa
from search.index.tokens.analysed import analyse
from search.query.asked import Asked
from search.query.clauses import Clause
from search.query.lexicon import Lexicon
from search.query.understanding import understand
from search.question import Question
from search.ranking.legs import LEGS, CoverageLeg, Floats, LatentLeg, WordLeg, legs
from search.text.analyzer import Analyzer
from tests.digests import garden

ANALYZER = Analyzer(garden.VOCABULARY)
ANALYZED = analyse(garden.POSTS, ANALYZER)
FITTED = bm25f.fit(ANALYZED, weights.BOOSTS)
LEXICON = Lexicon(ANALYZER, ANALYZED.words, FITTED)
SIZE = len(garden.POSTS)


def asked(text: str) -> Asked:
    return understand(Question.parse(text), LEXICON)


def has(term: str) -> NDArray[np.bool_]:
    mask = np.zeros(SIZE, np.bool_)
    mask[FITTED.postings(ANALYZED.term_ids[term])[0]] = True
    return mask


@pytest.mark.parametrize("leg", [WordLeg(FITTED), CoverageLeg(FITTED)])
def test_only_posts_with_the_words_get_a_score(leg: WordLeg | CoverageLeg) -> None:
    scores = leg.scores(asked("slugs drought"))
    assert scores is not None
    assert ((scores > 0) == (has("slug") | has("drought"))).all()
    assert leg.scores(asked("xylophone")) is None
    assert leg.scores(asked("")) is None


def test_a_post_gains_by_the_words_of_its_companions() -> None:
    companions = np.full((3, SIZE), 2, np.int32)
    plain = WordLeg(FITTED).scores(asked("slugs"))
    found = WordLeg(FITTED, Companions(companions)).scores(asked("slugs"))
    assert plain is not None
    assert found is not None
    assert np.allclose(found, plain + weights.COMPANIONS * plain[2])


def test_only_the_best_term_of_a_clause_counts() -> None:
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


def test_an_exact_word_outranks_its_expansions() -> None:
    scores = WordLeg(FITTED).scores(asked("compost"))
    assert scores is not None
    exact, expanded = has("compost"), has("leaf_mold")
    assert scores[exact].min() > scores[expanded & ~exact].max()


def test_coverage_uses_the_best_term_of_each_clause() -> None:
    compost, leaf = ANALYZED.term_ids["compost"], ANALYZED.term_ids["leaf_mold"]
    clauses = (Clause(((compost, 0.5), (leaf, 1.0))), Clause(((compost, 1.0),)))
    scores = CoverageLeg(FITTED).scores(replace(asked(""), clauses=clauses))
    assert scores is not None
    rarity = FITTED.rarity
    best = np.maximum(0.5 * rarity[compost] * has("compost"), rarity[leaf] * has("leaf_mold"))
    assert np.allclose(scores, best + rarity[compost] * has("compost"), atol=1e-6)


def test_the_latent_leg_gives_cosines_in_the_space() -> None:
    chance = np.random.default_rng(2)
    posts = chance.normal(size=(30, 4)).astype(np.float32)
    posts /= np.linalg.norm(posts, axis=1, keepdims=True)
    terms = chance.normal(size=(3, 4)).astype(np.float32)
    leg = LatentLeg(Lsa(np.array([1, 5, 8], np.int32), terms, posts, Moments.of(posts), ""))
    given = leg.scores(replace(asked(""), terms=((5, 2.0), (8, 1.0), (6, 9.0))))
    assert given is not None
    every = np.arange(30)

    def seen(place: Floats) -> Floats:
        away = place / np.linalg.norm(place) - weights.AWAY_FROM_MIDDLE * posts.mean(axis=0)
        cosines: Floats = posts @ away / np.linalg.norm(away)
        return cosines

    assert np.allclose(given.of(every), seen(2 * terms[1] + terms[2]), atol=1e-5)
    near = leg.near(np.array([4, 7]), np.array([3, 1], np.float32))
    assert near is not None
    assert np.allclose(near.of(every), seen(3 * posts[4] + posts[7]), atol=1e-5)
    assert leg.scores(asked("xylophone")) is None


def test_of_equally_near_posts_the_one_further_from_the_mean_scores_higher() -> None:
    crowd, apart = np.array([0.6, 0.8, 0]), np.array([0.6, -0.8, 0])
    posts = np.array([*[crowd] * 9, apart], np.float32)
    terms = np.eye(3, dtype=np.float32)
    leg = LatentLeg(Lsa(np.arange(3, dtype=np.int32), terms, posts, Moments.of(posts), ""))
    given = leg.scores(replace(asked(""), terms=((0, 1.0),)))
    assert given is not None
    assert given.of(np.array([9])) > given.of(np.array([0]))
    assert leg.scores(replace(asked(""), terms=((7, 1.0),))) is None


def test_a_generation_has_the_legs_whose_parts_it_has(
    garden_generation: Path, semantic_garden_index: Path
) -> None:
    """The digest about gardens has too few posts for a latent space."""
    few = parts.load(garden_generation)
    live = semantic_garden_index / (semantic_garden_index / "CURRENT").read_text("ascii").strip()
    embedded = parts.load(live)
    without = {leg.name for leg in legs(few, by_meaning=True)}
    assert {"words", "coverage"} <= without
    assert not without & {"latent", "meaning", "answering", "placed"}
    assert {leg.name for leg in legs(embedded, by_meaning=False)} == {*without, "placed"}
    read = {leg.name for leg in legs(embedded, by_meaning=True)}
    assert read == {*without, "meaning", "answering"}
    assert {leg.part for leg in LEGS} <= set(parts.PARTS)
    for opened in (few, embedded):
        opened[FullText].close()
