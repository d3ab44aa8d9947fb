"""Sums of terms equal those of plain counting, for any block size."""

from __future__ import annotations

import numpy as np
import pytest

from search.index.tokens import sums as summing
from search.index.tokens.analysed import PARTS, TOPICS, analyse
from search.index.tokens.sums import posts_having, sums
from search.text.analyzer import Analyzer
from tests.digests import garden

ANALYZER = Analyzer(garden.VOCABULARY)
ANALYSED = analyse(garden.POSTS, ANALYZER)


@pytest.mark.parametrize("at_once", [1, 3, 1000])
def test_each_occurrence_counts_with_its_weight(
    monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(summing, "_AT_ONCE", at_once)
    worth = np.arange(ANALYSED.posts * len(PARTS), dtype=np.float32).reshape(-1, len(PARTS))
    expected = np.zeros((2, ANALYSED.posts, len(ANALYSED.terms)))
    sentence = np.searchsorted(ANALYSED.rows[:, 4], np.arange(len(ANALYSED.tokens)), "right") - 1
    for (post, part), token in zip(
        ANALYSED.rows[sentence, :2].tolist(), ANALYSED.tokens.tolist(), strict=True
    ):
        for term in ANALYSED.surface_terms[token]:
            at = post, ANALYSED.term_ids[term]
            expected[0][at] += worth[post, part]
            expected[1][at] += part < TOPICS
    found = sums(ANALYSED, worth)
    assert np.array_equal(found.worth.toarray(), expected[0])
    assert np.array_equal(found.times.toarray(), expected[1])
    for matrix in (found.worth, found.times):
        assert matrix.has_canonical_format
        assert matrix.data.all()
        assert matrix.dtype == np.float32


def test_posts_with_a_term_are_counted() -> None:
    assert posts_having(ANALYSED)[ANALYSED.term_ids[ANALYZER.stem("mice")]] == 1


def test_no_posts_give_empty_sums() -> None:
    nothing = analyse([], ANALYZER)
    assert sums(nothing).worth.shape == (0, 0)
    assert len(posts_having(nothing)) == 0
