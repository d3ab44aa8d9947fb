"""Weights and directions are what scikit-learn would fit."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from scipy.sparse import csr_array
from sklearn.feature_extraction.text import TfidfTransformer

from search.index.algebra.fitting import Fitting, LikeScikitLearn

WAYS: tuple[Fitting, ...] = (LikeScikitLearn(),)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: type(way).__name__)
def test_weights_are_those_of_a_transformer(way: Fitting) -> None:
    times = csr_array(np.array([[1, 0, 4], [0, 0, 2], [3, 1, 0], [0, 0, 0]], np.float32))
    transformer = TfidfTransformer(sublinear_tf=True)
    expected = transformer.fit_transform(times).toarray()
    vectors, rarity = way.tf_idf(times)
    assert np.allclose(vectors.toarray(), expected, atol=1e-6)
    assert np.allclose(rarity, transformer.idf_, atol=1e-6)
    assert np.allclose(np.linalg.norm(vectors.toarray(), axis=1), [1, 1, 1, 0], atol=1e-6)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: type(way).__name__)
def test_directions_are_nearly_the_exact_ones(way: Fitting) -> None:
    chance = np.random.default_rng(3)
    strong = chance.standard_normal((300, 12)) @ chance.standard_normal((12, 400))
    vectors = csr_array((strong + chance.standard_normal((300, 400)) / 9).astype(np.float32))
    directions, values = way.directions(vectors, 12)
    _, exact, rows = np.linalg.svd(vectors.toarray(), full_matrices=False)
    assert np.allclose(values, exact[:12], rtol=1e-3)
    assert np.allclose(np.abs(np.sum(directions * rows[:12].T, axis=0)), 1, atol=1e-3)
    assert np.allclose(directions.T @ directions, np.eye(12), atol=1e-4)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: type(way).__name__)
def test_posts_without_a_single_term_have_empty_vectors(way: Fitting) -> None:
    vectors, rarity = way.tf_idf(csr_array((3, 0), dtype=np.float32))
    assert vectors.shape == (3, 0)
    assert rarity.tolist() == []


def test_an_update_and_a_question_do_not_load_scikit_learn() -> None:
    code = """
import sys
import numpy as np
from scipy.sparse import csr_array
from search.index import parts
from search.engine import embedded
from search.index.algebra.fitting import LikeScikitLearn
times = csr_array(np.eye(4, dtype=np.float32))
vectors, _ = LikeScikitLearn().tf_idf(times)
LikeScikitLearn().directions(vectors, 2)
assert "sklearn" not in sys.modules
"""
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True)
