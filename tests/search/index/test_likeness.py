"""The similarity of posts by words and by meaning, with the mean over all posts subtracted."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from search import weights
from search.index.algebra.cosines import Moments
from search.index.algebra.crowding import crowding
from search.index.likeness import InMeaning, Likeness
from search.index.reading import WholePosts
from search.index.tfidf import Vectors
from tests.search.related.test_relations import vectors_of

Floats = NDArray[np.float32]


def whole(vectors: Floats) -> WholePosts:
    """Embeddings of whole posts, of unit length."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    ones = np.ones(len(unit), np.float32)
    small = np.zeros(unit.shape, np.int8)
    return WholePosts(unit, ones, small, ones, Moments.of(unit), crowding(small, ones))


def test_meaning_is_added_to_words() -> None:
    vectors: Vectors = vectors_of("slugs", "slugs", "frogs")
    meant = np.array([[1, 0], [0, 1], [1, 0]], np.float32)
    words, both = Likeness(vectors, None).row(0), Likeness(vectors, meant).row(0)
    assert both - words == pytest.approx([weights.ALIKE_MEANING, 0, weights.ALIKE_MEANING])


@given(arrays.arrays(np.float32, (5, 3), elements=st.floats(-1, 1, width=16)))
def test_cosines_are_computed_after_subtracting_the_mean(vectors: Floats) -> None:
    posts = whole(vectors)
    apart = posts.posts - posts.moments.mean
    lengths = np.linalg.norm(apart, axis=1)
    for at in range(5):
        row = InMeaning([posts]).rows([at])[0]
        for other in range(5):
            if (
                min(lengths[at], lengths[other]) > 0.1
                and posts.posts[[at, other]].any(axis=1).all()
            ):
                cosine = apart[at] @ apart[other] / (lengths[at] * lengths[other])
                assert row[other] == pytest.approx(cosine, abs=1e-3)


def test_models_are_summed_and_equal_posts_have_similarity_zero() -> None:
    posts = whole(np.array([[1, 0], [0, 1], [1, 1]], np.float32))
    one, two = InMeaning([posts]).rows([0]), InMeaning([posts, posts]).rows([0])
    assert two == pytest.approx(2 * one)
    same = whole(np.ones((3, 2), np.float32))
    assert InMeaning([same]).rows([0]).tolist() == [[0, 0, 0]]
