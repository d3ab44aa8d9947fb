"""The embedding adapter is learned from judgments, and tested on questions not used to learn it."""

from __future__ import annotations

import numpy as np
import pytest
from adapter import FOLDS, Lesson, folds, learn
from scipy.sparse import csr_array

from search.index.embedding import DIMENSIONS, unit
from search.ranking.adapter import Adapter


def lesson(questions: int, seed: int) -> Lesson:
    """Questions near their answers, except in one direction, which some posts share."""
    random = np.random.default_rng(seed)
    posts = unit(random.standard_normal((60, DIMENSIONS)))
    answers = np.zeros((questions, len(posts)), np.float32)
    answers[np.arange(questions), random.integers(0, len(posts), questions)] = 1
    asked = answers @ posts
    asked[:, 0] = posts[::4, 0] = 2
    asked, posts = unit(asked), unit(posts)
    return Lesson(asked, posts, (asked @ posts.T).std(axis=1), csr_array(answers))


def found(matrix: np.ndarray, one: Lesson) -> float:
    """The share of questions whose nearest post is their answer."""
    turned = np.array([Adapter(matrix).turned(q) for q in one.questions])
    nearest = (turned @ one.posts.T).argmax(axis=1)
    return float(np.mean(one.answers.toarray()[np.arange(len(nearest)), nearest]))


def test_the_adapter_helps_questions_that_it_was_not_learned_from() -> None:
    matrix = learn([lesson(300, 1)])
    other = lesson(100, 2)
    before = found(np.zeros_like(matrix), other)
    assert found(matrix, other) > before + 0.1


def test_the_gradient_is_that_of_the_cost() -> None:
    one = lesson(20, 3)
    random = np.random.default_rng(4)
    at, step = random.standard_normal((2, DIMENSIONS, DIMENSIONS)).astype(np.float32) / 100
    _, slope = one.cost(at)
    more, less = one.cost(at + step / 10)[0], one.cost(at - step / 10)[0]
    assert float((slope * step).sum()) == pytest.approx((more - less) * 5, rel=0.02)


def test_questions_that_share_an_answer_are_in_the_same_fold() -> None:
    answers = np.zeros((40, 30), np.float32)
    random = np.random.default_rng(5)
    for number in range(40):
        answers[number, random.choice(30, 1)] = 1
    answers[1, np.flatnonzero(answers[0])] = 1
    parts = folds(csr_array(answers))
    assert sorted(n for part in parts for n in part) == list(range(40))
    assert len(parts) == FOLDS
    for part in parts:
        rest = sorted(set(range(40)) - set(part))
        assert not (answers[part].any(axis=0) & answers[rest].any(axis=0)).any()
