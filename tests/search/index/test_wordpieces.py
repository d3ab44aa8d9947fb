"""Word pieces are stored compactly, and posts with the question's pieces are the closest."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.index import embedding
from search.index.embedding import DIMENSIONS, Floats, unit
from search.index.model import known
from search.index.wordpieces import (
    DIRECTIONS,
    MOST,
    MOST_ASKED,
    NO_PIECES,
    Packed,
    WordPieces,
    asked,
    closeness,
    faint,
    packed_pieces,
    small,
)

needs_model = pytest.mark.skipif(not embedding.installed(), reason="needs the semantic extra")

VOCABULARY = {
    piece: number for number, piece in enumerate(known.VOCABULARY.read_text("utf-8").splitlines())
}
BEANS, SLUGS, THE, STOP = (VOCABULARY[piece] for piece in ("beans", "slug", "the", "."))


def states(count: int, seed: int = 0) -> Floats:
    return unit(np.random.default_rng(seed).standard_normal((count, DIMENSIONS)))


def post(count: int, seed: int = 0) -> Packed:
    return small(states(count, seed), [BEANS] * count)


def test_punctuation_and_joining_words_are_left_out() -> None:
    pieces = [THE, BEANS, STOP, SLUGS]
    assert faint(pieces).tolist() == [True, False, True, False]
    assert (small(states(4), pieces) == small(states(4)[[1, 3]], [BEANS, SLUGS])).all()
    assert faint([]).tolist() == []


def test_a_text_with_only_such_pieces_keeps_them() -> None:
    assert len(small(states(2), [THE, STOP])) == 2


def test_a_piece_takes_64_bytes_and_a_post_at_most_25_kilobytes() -> None:
    assert post(3).nbytes == 3 * DIRECTIONS // 2 == 192
    assert post(MOST + 10).nbytes <= 25_000
    assert small(states(0), []).shape == NO_PIECES.shape
    assert len(asked(states(MOST_ASKED + 10))) == MOST_ASKED


@needs_model
def test_the_post_with_the_same_pieces_is_closest() -> None:
    posts = [post(5, seed) for seed in range(8)]
    found = closeness(posts, asked(states(5, 3)))
    assert found.argmax() == 3
    assert found[3] == pytest.approx(1, abs=0.03)
    assert found.dtype == np.float32


@needs_model
@given(st.lists(st.integers(0, 9), max_size=6))
def test_closeness_is_the_mean_of_the_best_cosines(sizes: list[int]) -> None:
    posts = [post(size, seed) for seed, size in enumerate(sizes)]
    question = asked(states(4, 99))
    found = closeness(posts, question)
    assert found.shape == (len(sizes),)
    for value, pieces in zip(found, posts, strict=True):
        apart = [pieces[n : n + 1] for n in range(len(pieces))]
        best = [max(closeness(apart, one[np.newaxis]), default=0) for one in question]
        assert value == pytest.approx(np.mean(best), abs=1e-5)


@needs_model
def test_a_question_without_pieces_is_close_to_no_post() -> None:
    assert closeness([post(3), post(2)], asked(states(0))).tolist() == [0, 0]
    assert closeness([], asked(states(2))).shape == (0,)


def test_pieces_are_read_back_unchanged(tmp_path: Path) -> None:
    posts = [post(3), NO_PIECES, post(5, 1)]
    kept = WordPieces.of(posts)
    kept.save(tmp_path, "answering")
    back = WordPieces.load(tmp_path, "answering")
    for number, one in enumerate(posts):
        assert (back.at(number) == one).all()
        assert (packed_pieces(one.tobytes()) == one).all()
    assert [len(one) for one in back.of_posts(np.array([2, 1]))] == [5, 0]
    assert len(WordPieces.of(()).starts) == 1
