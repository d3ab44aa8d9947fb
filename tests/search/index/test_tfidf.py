"""TF-IDF is scikit-learn's; vectors compare as they should, shares or none, and come back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_array
from sklearn.feature_extraction.text import TfidfTransformer

from corpus.post import Post
from search.index import tfidf
from search.index.tfidf import Vectors, dampened, tf_idf
from search.index.tokens.analysed import analyse
from search.index.tokens.sums import sums
from search.text.analyzer import Analyzer
from tests import garden

GARDEN = analyse((*garden.POSTS, Post("bare", "", "")), Analyzer(garden.VOCABULARY))


def test_tf_idf_is_that_of_scikit_learn() -> None:
    matrix, rarity = tf_idf(dampened(sums(GARDEN).times))
    counts = sums(GARDEN).times
    transformer = TfidfTransformer(sublinear_tf=True)
    expected = transformer.fit_transform(counts)
    assert np.allclose(matrix.toarray(), expected.toarray(), atol=1e-6)
    assert np.allclose(rarity, transformer.idf_, atol=1e-5)


def test_rows_have_unit_length_or_none() -> None:
    matrix, _ = tf_idf(dampened(sums(GARDEN).times))
    lengths = np.linalg.norm(matrix.toarray(), axis=1)
    assert np.allclose(lengths[:-1], 1, atol=1e-6)
    assert lengths[-1] == 0


@pytest.mark.parametrize("shared", [False, True])
def test_cosines_are_those_of_the_vectors_with_their_shares(shared: bool) -> None:
    matrix, _ = tf_idf(dampened(sums(GARDEN).times))
    share = np.where(np.arange(matrix.shape[1]) % 3, 0.5, 1).astype(np.float32)
    found = Vectors(matrix, share if shared else None)
    plain = matrix.toarray() * (share if shared else 1)
    lengths = np.linalg.norm(plain, axis=1, keepdims=True)
    plain /= np.where(lengths, lengths, 1)
    expected = plain @ plain.T
    for at in range(GARDEN.posts):
        assert np.allclose(found.cosines(at), expected[at], atol=1e-6)
    some = np.array([3, 1, 7])
    assert np.allclose(found.among(some), expected[np.ix_(some, some)], atol=1e-6)


def test_a_row_is_without_shares() -> None:
    matrix = csr_array(np.array([[0.6, 0, 0.8], [0, 0, 0]], np.float32))
    terms, weights = Vectors(matrix, np.array([1, 1, 0.5], np.float32)).row(0)
    assert terms.tolist() == [0, 2]
    assert weights == pytest.approx([0.6, 0.8])


def test_vectors_come_back_from_disk(tmp_path: Path) -> None:
    matrix, _ = tf_idf(dampened(sums(GARDEN).times))
    tfidf.save(matrix, tmp_path)
    back = tfidf.load(tmp_path).matrix(len(GARDEN.terms))
    assert (back != matrix).nnz == 0
    assert back.shape == matrix.shape
    assert tfidf.count(tmp_path) == GARDEN.posts
    assert np.array_equal(Vectors(back).cosines(2), Vectors(matrix).cosines(2))
