"""Vectors of terms that lie near the embeddings of posts with the same meaning."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_array

from search.index.algebra.fitting import ByScikitLearn, LikeScikitLearn
from search.index.embedding import unit
from search.index.part import Build, Opened
from search.index.term_places import Floats, TermPlaces, fitted
from tests.digests import garden

POSTS, TERMS, DIMENSIONS = 60, 25, 12


def made(seed: int = 4) -> tuple[csr_array, Floats]:
    """Counts of terms in posts, and embeddings to which each term adds a part of its own."""
    chance = np.random.default_rng(seed)
    times = chance.poisson(0.4, (POSTS, TERMS)).astype(np.float32)
    times[:, 0] = 0
    parts = chance.normal(size=(TERMS, DIMENSIONS))
    return csr_array(times), unit(times @ parts)


def found(times: csr_array, embeddings: Floats) -> TermPlaces:
    places = fitted(times, embeddings, LikeScikitLearn())
    assert places is not None
    return places


def test_the_vector_of_a_term_is_near_the_posts_that_have_it() -> None:
    times, embeddings = made()
    places = found(times, embeddings)
    assert 0 not in places.ids
    for term in places.ids.tolist():
        place = places.place([(term, 1.0)])
        assert place is not None
        near = embeddings @ place
        having = times[:, [term]].toarray()[:, 0] > 0
        assert near[having].mean() > near[~having].mean()


def test_terms_of_different_posts_with_the_same_meaning_are_near_each_other() -> None:
    """No post has both terms, but a model gave their posts the same embedding."""
    times = csr_array(np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1]] * 4, np.float32))
    here, there = np.eye(2, dtype=np.float32)
    places = found(times, np.array([here, here, there] * 4, np.float32))
    ones, others, away = (places.place([(term, 1.0)]) for term in range(3))
    assert ones is not None
    assert others is not None
    assert away is not None
    assert ones @ others > 0.9 * np.linalg.norm(ones) * np.linalg.norm(others)
    assert abs(ones @ away) < 0.1 * np.linalg.norm(ones) * np.linalg.norm(away)


def test_the_vector_of_a_question_is_the_sum_of_its_terms() -> None:
    places = found(*made())
    one, other = places.place([(3, 1.0)]), places.place([(5, 1.0)])
    both = places.place([(3, 2.0), (5, 1.0), (0, 9.0), (TERMS + 7, 9.0)])
    assert one is not None
    assert other is not None
    assert both is not None
    assert np.allclose(both, 2 * one + other, atol=1e-5)
    assert places.place([]) is None
    assert places.place([(0, 1.0), (TERMS + 7, 1.0)]) is None


def test_vectors_are_the_same_with_and_without_scikit_learn() -> None:
    times, embeddings = made()
    ones = found(times, embeddings)
    others = fitted(times, embeddings, ByScikitLearn())
    assert others is not None
    assert np.array_equal(ones.ids, others.ids)
    assert np.allclose(ones.steps, others.steps, rtol=1e-5)
    assert np.abs(ones.places.astype(int) - others.places).max() <= 1


def test_vectors_are_read_back_unchanged(tmp_path: Path) -> None:
    assert TermPlaces.load(Opened(tmp_path)) is None
    places = found(*made())
    places.save(tmp_path)
    back = TermPlaces.load(Opened(tmp_path))
    assert back is not None
    assert np.array_equal(back.ids, places.ids)
    assert np.array_equal(back.places, places.places)
    assert np.array_equal(back.steps, places.steps)
    assert back.count is None


@pytest.mark.parametrize("posts", [0, 3])
def test_posts_without_terms_give_no_vectors(posts: int) -> None:
    times = csr_array((posts, 4), dtype=np.float32)
    assert fitted(times, np.ones((posts, 2), np.float32), LikeScikitLearn()) is None


def test_posts_without_embeddings_give_no_vectors() -> None:
    assert TermPlaces.fit(Build(replace(garden.digest(), posts=garden.POSTS[:3]))) is None
