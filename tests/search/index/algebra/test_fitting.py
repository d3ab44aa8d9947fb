"""Updates fit weights and directions by the same steps as scikit-learn, with the same results."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array, random_array
from sklearn.feature_extraction.text import TfidfTransformer

from search.index.algebra.fitting import ByScikitLearn, Fitting, LikeScikitLearn
from tests.examples import examples

WAYS: tuple[Fitting, ...] = (ByScikitLearn(), LikeScikitLearn())


@st.composite
def counts(draw: st.DrawFn) -> csr_array:
    """How often posts have terms; most counts are zero."""
    posts, terms = draw(st.integers(2, 60)), draw(st.integers(1, 90))
    chance = np.random.default_rng(draw(st.integers(0, 2**32)))
    density = draw(st.sampled_from([0.0, 0.02, 0.2, 1.0]))
    found = random_array((posts, terms), density=density, format="csr", random_state=chance)
    most = draw(st.sampled_from([1, 3, 500]))
    found.data = chance.integers(1, most, found.nnz, endpoint=True).astype(np.float32)
    found.sort_indices()
    return found


@examples(60)
@given(counts())
def test_both_implementations_give_the_same_weights(times: csr_array) -> None:
    (one, rarity), (other, same) = (way.tf_idf(times) for way in WAYS)
    assert np.abs(one.data - other.data).max(initial=0) < 1e-6
    assert np.abs(rarity - same).max() < 1e-6
    assert np.array_equal(one.indices, times.indices) and np.array_equal(other.indptr, times.indptr)
    assert one.data.dtype == other.data.dtype == rarity.dtype == same.dtype == np.float32


@examples(60)
@given(counts(), st.floats(0, 1))
def test_both_implementations_give_the_same_directions(times: csr_array, share: float) -> None:
    """Directions that the posts do not span are not compared; they are left out of the space."""
    vectors, _ = LikeScikitLearn().tf_idf(times)
    count = max(round(share * min(times.shape)), 1)
    (one, values), (other, same) = (way.directions(vectors, count) for way in WAYS)
    assert one.shape == other.shape == (times.shape[1], count)
    assert np.abs(values - same).max() < 1e-6
    spanned = values**2 > 1e-6 * values[0] ** 2
    assert np.abs(one[:, spanned] - other[:, spanned]).max(initial=0) < 1e-6


@examples(30)
@given(counts(), st.integers(0, 2**32))
def test_both_implementations_give_the_same_order_of_posts(times: csr_array, seed: int) -> None:
    """By cosines with any question, in the latent space and by weights."""
    asked = np.random.default_rng(seed).integers(0, 2, times.shape[1]).astype(np.float32)
    orders = []
    for way in WAYS:
        vectors, rarity = way.tf_idf(times)
        directions, values = way.directions(vectors, max(min(times.shape) // 4, 1))
        directions[:, values**2 <= 1e-6 * values[0] ** 2] = 0
        place = (asked * rarity) @ directions
        near = (vectors @ directions) @ place
        orders.append((np.argsort(-(vectors @ asked), kind="stable").tolist(), np.argsort(-near)))
    assert orders[0][0] == orders[1][0]
    assert orders[0][1].tolist() == orders[1][1].tolist()


@pytest.mark.parametrize("way", WAYS, ids=lambda way: type(way).__name__)
def test_weights_equal_those_of_tfidf_transformer(way: Fitting) -> None:
    times = csr_array(np.array([[1, 0, 4], [0, 0, 2], [3, 1, 0], [0, 0, 0]], np.float32))
    transformer = TfidfTransformer(sublinear_tf=True)
    expected = transformer.fit_transform(times).toarray()
    vectors, rarity = way.tf_idf(times)
    assert np.allclose(vectors.toarray(), expected, atol=1e-6)
    assert np.allclose(rarity, transformer.idf_, atol=1e-6)
    assert np.allclose(np.linalg.norm(vectors.toarray(), axis=1), [1, 1, 1, 0], atol=1e-6)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: type(way).__name__)
def test_directions_nearly_equal_the_singular_vectors(way: Fitting) -> None:
    chance = np.random.default_rng(3)
    strong = chance.standard_normal((300, 12)) @ chance.standard_normal((12, 400))
    vectors = csr_array((strong + chance.standard_normal((300, 400)) / 9).astype(np.float32))
    directions, values = way.directions(vectors, 12)
    _, exact, rows = np.linalg.svd(vectors.toarray(), full_matrices=False)
    assert np.allclose(values, exact[:12], rtol=1e-3)
    assert np.allclose(np.abs(np.sum(directions * rows[:12].T, axis=0)), 1, atol=1e-3)
    assert np.allclose(directions.T @ directions, np.eye(12), atol=1e-4)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: type(way).__name__)
def test_posts_without_terms_have_empty_vectors(way: Fitting) -> None:
    vectors, rarity = way.tf_idf(csr_array((3, 0), dtype=np.float32))
    assert vectors.shape == (3, 0)
    assert rarity.tolist() == []


@pytest.mark.slow
def test_an_update_and_a_question_do_not_load_scikit_learn() -> None:
    code = """
import sys
import numpy as np
from scipy.sparse import csr_array
from search.engine import parts
from search.engine import embedded
from search.index.algebra.fitting import LikeScikitLearn
times = csr_array(np.eye(4, dtype=np.float32))
vectors, _ = LikeScikitLearn().tf_idf(times)
LikeScikitLearn().directions(vectors, 2)
assert "sklearn" not in sys.modules
"""
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True)
