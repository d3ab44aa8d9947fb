"""Vectors of posts by TF-IDF, with or without shares for terms of the field."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_array

from corpus.post import Post
from search.index.algebra.fitting import LikeScikitLearn
from search.index.part import Build, Opened
from search.index.tfidf import PostVectors, Vectors
from search.index.tokens.analysed import Analysed, analyse
from search.index.tokens.sums import sums
from search.text.analyzer import Analyzer
from tests.digests import garden

GARDEN = analyse((*garden.POSTS, Post("bare", "", "")), Analyzer(garden.VOCABULARY))


def test_rows_have_unit_length_or_are_empty() -> None:
    matrix, _ = LikeScikitLearn().tf_idf(sums(GARDEN).times)
    lengths = np.linalg.norm(matrix.toarray(), axis=1)
    assert np.allclose(lengths[:-1], 1, atol=1e-6)
    assert lengths[-1] == 0


@pytest.mark.parametrize("shared", [False, True])
def test_cosines_are_computed_with_the_shares(shared: bool) -> None:
    matrix, _ = LikeScikitLearn().tf_idf(sums(GARDEN).times)
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


def test_a_single_row_has_no_shares_applied() -> None:
    matrix = csr_array(np.array([[0.6, 0, 0.8], [0, 0, 0]], np.float32))
    terms, weights = Vectors(matrix, np.array([1, 1, 0.5], np.float32)).row(0)
    assert terms.tolist() == [0, 2]
    assert weights == pytest.approx([0.6, 0.8])


def test_vectors_are_read_back_unchanged(tmp_path: Path) -> None:
    build = Build(garden.digest())
    written = build[PostVectors]
    written.save(tmp_path)
    build[Analysed].save(tmp_path)
    back = PostVectors.load(Opened(tmp_path))
    assert (back.matrix != written.matrix).nnz == 0
    assert back.matrix.shape == written.matrix.shape
    assert back.count == len(garden.POSTS)
    assert np.array_equal(Vectors(back.matrix).cosines(2), Vectors(written.matrix).cosines(2))
