"""The posts of a base and of layers upon it are read as those of one index."""

from __future__ import annotations

import numpy as np
import pytest

from search.engine.distributed.holding.columns import Columns, gathered
from search.engine.distributed.holding.laid import APART, Laid, Layer
from search.engine.distributed.holding.merged import Merged, MergedEmbeddings, MergedWeights
from search.engine.distributed.payload import Payload
from search.engine.distributed.summary import Terms
from search.errors import IndexDamaged
from search.index.algebra.cosines import Moments
from search.index.answering import Answering
from tests.search.engine.distributed.holding import TERMS, WIDTH, paged, payload, summary

BASE = {n * APART: payload(n) for n in range(25)}
# An edited post, one between two others and one at the end, of which one is gone again.
LAYER = {7 * APART: payload(107), 9 * APART + 5: payload(30), 25 * APART: payload(31)}
GONE = {"base": [3 * APART, 7 * APART], "layer": [25 * APART]}
NOW = {
    place: post
    for place, post in sorted({**BASE, **LAYER}.items())
    if place not in (3 * APART, 25 * APART)
}
RARITY = np.linspace(0.5, 4, TERMS).astype(np.float32)
LEAST = np.linspace(0.1, 0.4, TERMS).astype(np.float32)
# The terms have other numbers than when the base was made, and one is gone.
NUMBERS = np.roll(np.arange(TERMS), 5).astype(np.int32)
NUMBERS[4] = -1


def columns(posts: dict[int, Payload]) -> Columns:
    return gathered(paged(posts), summary())


def laid() -> Laid:
    within = [int(place in LAYER) for place in NOW]
    layers = [Layer(name, np.array(gone, np.int64)) for name, gone in GONE.items()]
    places = np.array(list(NOW), np.int64)
    return Laid(tuple(layers), np.array(within, np.int32), places, len(BASE), np.ones(2))


def as_one() -> Merged:
    places = np.array(list(NOW), np.int64)
    only = Laid((Layer("one", places[:0]),), np.zeros(len(NOW), np.int32), places, 0, np.ones(2))
    return Merged(only, [columns(NOW)])


def terms(numbers: np.ndarray[tuple[int], np.dtype[np.int32]] | None) -> Terms:
    nothing = np.zeros(TERMS, np.int64)
    return Terms(len(NOW), nothing, RARITY, LEAST, nothing > 0, nothing, RARITY, numbers)


@pytest.mark.parametrize("numbers", [None, NUMBERS])
def test_layers_have_the_posts_of_the_generation(
    numbers: np.ndarray[tuple[int], np.dtype[np.int32]] | None,
) -> None:
    merged, one = Merged(laid(), [columns(BASE), columns(LAYER)]), as_one()
    assert merged.at.tolist() == list(NOW)
    for name in ("months", "studied", "kinds", "by_chance", "topics", "answering-steps"):
        assert np.array_equal(merged.fact(name), one.fact(name))
    everyone = np.arange(len(NOW))
    for name in ("latent", "answering-posts", "answering-rounded"):
        assert np.array_equal(merged.vectors(name)[everyone], one.vectors(name)[everyone])
    found, expected = (MergedWeights(some, terms(numbers)) for some in (merged, one))
    had = 0
    for term in range(TERMS):
        posts, weights = found.postings(term)
        assert posts.tolist() == expected.postings(term)[0].tolist()
        assert weights.tolist() == expected.postings(term)[1].tolist()
        assert (np.diff(posts) > 0).all()
        scores = np.zeros(found.size, np.float32)
        found.add(scores, term, 2.0)
        assert np.allclose(scores[posts], 2 * weights)
        assert found.least(term) == LEAST[term]
        had += len(posts)
    assert had > 100


def test_a_question_is_as_near_to_posts_in_layers() -> None:
    pytest.importorskip("simsimd")
    vector = np.random.default_rng(1).normal(size=WIDTH).astype(np.float32)
    moments = Moments(np.zeros(WIDTH), np.zeros((WIDTH, WIDTH)))
    found, expected = (
        MergedEmbeddings(some, Answering.name, moments)
        for some in (Merged(laid(), [columns(BASE), columns(LAYER)]), as_one())
    )
    assert np.array_equal(found.nearness(vector), expected.nearness(vector))
    assert np.array_equal(found.crowding, expected.crowding)


def test_layers_without_a_post_of_the_generation_are_damaged() -> None:
    few = {place: post for place, post in BASE.items() if place != 11 * APART}
    with pytest.raises(IndexDamaged, match="not all of its posts"):
        Merged(laid(), [columns(few), columns(LAYER)])
