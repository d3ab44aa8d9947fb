"""Each post has three companions: the posts with the highest cosines of their words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_array

from search.index import companions
from search.index.companions import NEAREST, Companions, nearest
from search.index.part import Build, Opened
from search.index.tfidf import PostVectors
from tests.digests import garden


def test_companions_have_the_highest_cosines(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = np.random.default_rng(0).random((40, 12), dtype=np.float32)
    vectors = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
    alike = vectors @ vectors.T
    np.fill_diagonal(alike, -1)
    expected = np.sort(np.argsort(-alike, axis=1)[:, :NEAREST], axis=1)
    found = nearest(csr_array(vectors))
    assert np.array_equal(np.sort(found.T, axis=1), expected)
    # The block size does not change the result.
    monkeypatch.setattr(companions, "_AT_ONCE", 7)
    assert np.array_equal(nearest(csr_array(vectors)), found)


def test_a_post_without_shared_words_is_its_own_companion() -> None:
    vectors = csr_array(np.eye(5, dtype=np.float32))
    assert (nearest(vectors) == np.arange(5)).all()
    pair = np.eye(5, dtype=np.float32)
    pair[1] = pair[0]
    assert sorted(nearest(csr_array(pair))[:, 0].tolist()) == [0, 0, 1]


def test_a_digest_with_too_few_or_too_many_posts_has_no_companions(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert Build(garden.digest(*garden.POSTS[:NEAREST])).get(Companions) is None
    four = Build(garden.digest(*garden.POSTS[: NEAREST + 1]))[Companions]
    assert four.count == NEAREST + 1
    monkeypatch.setattr(companions, "MOST_POSTS", 4)
    assert Build(garden.digest(*garden.POSTS[:5])).get(Companions) is None


def test_companions_are_read_back_unchanged(tmp_path: Path) -> None:
    assert Companions.load(Opened(tmp_path)) is None
    build = Build(replace(garden.digest(), posts=garden.POSTS))
    build[Companions].save(tmp_path)
    back = Companions.load(Opened(tmp_path))
    assert back is not None
    assert np.array_equal(back.nearest, nearest(build[PostVectors].matrix))
