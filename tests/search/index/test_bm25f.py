"""The weights of words equal those of BM25F as published, computed in a simple way."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from search.index import bm25f
from search.index.part import Opened
from search.index.tokens.analysed import PARTS, analyse
from search.text.analyzer import Analyzer
from tests.digests import garden

ANALYZED = analyse(garden.POSTS, Analyzer(garden.VOCABULARY))
BOOSTS = {"title": 2.5, "summary": 1.0, "implications": 0.7, "topics": 0.4}
K1, B = 1.3, 0.6


def reference(boosts: dict[str, float], k1: float, b: float) -> dict[tuple[int, str], float]:
    """BM25F with plain dictionaries: the weight of each term in each post that has it."""
    counts = {name: [Counter[str]() for _ in garden.POSTS] for name in PARTS}
    for (post, part, _, _, first), (*_, end) in pairwise(ANALYZED.rows.tolist()):
        for token in ANALYZED.tokens[first:end].tolist():
            counts[PARTS[part]][post].update(ANALYZED.surface_terms[token])
    blended: dict[tuple[int, str], float] = defaultdict(float)
    for name, boost in boosts.items():
        lengths = [sum(c.values()) for c in counts[name]]
        having = [n for n in lengths if n]
        mean = sum(having) / len(having)
        for post, counter in enumerate(counts[name]):
            for term, count in counter.items():
                norm = 1 - b + b * lengths[post] / mean
                blended[post, term] += boost * count / norm
    frequency = Counter(term for _, term in blended)
    total = len(garden.POSTS)
    return {
        (post, term): math.log(1 + (total - frequency[term] + 0.5) / (frequency[term] + 0.5))
        * tf
        * (k1 + 1)
        / (tf + k1)
        for (post, term), tf in blended.items()
    }


@pytest.mark.parametrize(("k1", "b"), [(K1, B), (1.5, 0.75), (0.9, 0.0), (2.0, 1.0)])
def test_weights_equal_those_of_the_reference(k1: float, b: float) -> None:
    fitted = bm25f.fit(ANALYZED, BOOSTS, k1, b)
    found = {
        (int(post), ANALYZED.terms[term]): float(weight)
        for term in range(len(ANALYZED.terms))
        for post, weight in zip(*fitted.postings(term), strict=True)
    }
    expected = reference(BOOSTS, k1, b)
    assert found.keys() == expected.keys()
    for key, weight in expected.items():
        assert found[key] == pytest.approx(weight, rel=1e-5), key


def test_a_part_without_a_boost_does_not_count() -> None:
    fitted = bm25f.fit(ANALYZED, {"title": 1.0, "summary": 0.0})
    green = ANALYZED.term_ids["green"]
    assert fitted.frequency(green) == 0
    assert len(fitted.postings(green)[0]) == 0
    with pytest.raises(ValueError, match="no part has a boost"):
        bm25f.fit(ANALYZED, {"summary": 0.0})


def test_scores_are_sums_and_postings_are_in_order() -> None:
    fitted = bm25f.fit(ANALYZED, BOOSTS)
    bean, drought = ANALYZED.term_ids["bean"], ANALYZED.term_ids["drought"]
    scores = np.zeros(fitted.size, np.float32)
    fitted.add(scores, bean)
    fitted.add(scores, drought, 0.5)
    expected = np.zeros(fitted.size, np.float32)
    for term, weight in ((bean, 1.0), (drought, 0.5)):
        posts, weights = fitted.postings(term)
        assert list(posts) == sorted(posts)
        assert fitted.frequency(term) == len(posts)
        for post, value in zip(posts, weights, strict=True):
            expected[post] += weight * value
    assert np.allclose(scores, expected)


def test_rarity_falls_with_frequency_and_is_positive() -> None:
    fitted = bm25f.fit(ANALYZED, BOOSTS)
    frequency = np.array([fitted.frequency(t) for t in range(len(ANALYZED.terms))])
    order = np.argsort(frequency, kind="stable")
    assert (np.diff(fitted.rarity[order]) <= 1e-6).all()
    assert (fitted.rarity > 0).all()


def test_weights_are_read_back_unchanged(tmp_path: Path) -> None:
    fitted = bm25f.fit(ANALYZED, BOOSTS)
    fitted.save(tmp_path)
    back = bm25f.Bm25f.load(Opened(tmp_path))
    assert back.size == back.count == len(garden.POSTS)
    for name in ("starts", "posts", "weights", "rarity"):
        assert np.array_equal(getattr(back, name), getattr(fitted, name))
