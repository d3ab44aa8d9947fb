"""Embeddings come from one verified model, and each fault of it is one clear error."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from threading import Barrier
from typing import cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.errors import ModelMissing, ModelUnavailable
from search.index import embedding
from search.index.embedding import (
    DIMENSIONS,
    MAX_TOKENS,
    Embedder,
    Embedders,
    Floats,
    embedder,
    on_all_cores,
)
from search.index.model import known
from search.index.model.known import ALIKE, VOCABULARY
from tests.examples import examples

needs_model = pytest.mark.skipif(not embedding.installed(), reason="needs the semantic extra")


@needs_model
@pytest.mark.slow
def test_vectors_have_unit_length_and_similar_texts_are_near() -> None:
    model = embedder()
    texts = ["slugs eat lettuce", "snails feed on salad", "interest rates of banks"]
    vectors = model.embed_all(texts)
    assert vectors.shape == (3, DIMENSIONS)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.2


@needs_model
@pytest.mark.slow
def test_embedding_many_texts_equals_embedding_each() -> None:
    model = embedder()
    texts = ["beans", "", "a longer text about beans", "🌱"]
    vectors = model.embed_all(texts)
    for text, vector in zip(texts, vectors, strict=True):
        assert np.allclose(model.embed(text), vector, atol=1e-6)
    assert model.embed_all([]).shape == (0, DIMENSIONS)


@needs_model
@pytest.mark.slow
def test_only_the_first_tokens_of_a_long_text_count() -> None:
    model = embedder()
    start = "beans " * MAX_TOKENS
    assert len(model.pieces(start)) == MAX_TOKENS
    assert np.array_equal(model.embed(start), model.embed(start + "slugs " * 50))
    assert not np.array_equal(model.embed("beans"), model.embed("beans slugs"))


@needs_model
@pytest.mark.slow
def test_pieces_of_joined_texts_are_joined() -> None:
    model = embedder()
    one, other = "Slugs eat lettuce.", "Psychotherapists didn't."
    assert model.pieces(f"{one} {other}") == model.pieces(one) + model.pieces(other)
    assert model.states(model.pieces(one)).shape == (len(model.pieces(one)) + 2, DIMENSIONS)


@needs_model
@pytest.mark.slow
@examples(25)
@given(st.text())
def test_any_text_has_a_vector(text: str) -> None:
    vector = embedder().embed(text)
    assert np.isfinite(vector).all()
    assert float(np.linalg.norm(vector)) == pytest.approx(1, abs=1e-4)


def test_only_a_few_texts_are_taken_ahead() -> None:
    taken = count()
    made = on_all_cores(lambda number: -number, taken)
    assert [next(made) for _ in range(300)] == [-n for n in range(300)]
    made.close()
    assert next(taken) < 500


@needs_model
def test_another_vocabulary_is_refused(tmp_path: Path) -> None:
    (tmp_path / "vocab.txt").write_bytes(VOCABULARY.read_bytes() + b"beans\n")
    with pytest.raises(ModelUnavailable, match=r"vocab\.txt is not the file"):
        Embedder(vocabulary=tmp_path / "vocab.txt")


@needs_model
def test_a_model_that_cannot_be_loaded_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments: object, **options: object) -> None:
        raise RuntimeError("this machine lacks an instruction")

    monkeypatch.setattr("onnxruntime.InferenceSession", broken)
    with pytest.raises(ModelUnavailable, match="could not be loaded: this machine lacks"):
        Embedder()


def test_without_the_extra_there_is_no_note(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "lacking", lambda: ModelUnavailable("not installed"))
    assert embedding.found() == (None, None)


def test_a_missing_model_is_told_with_the_command_that_adds_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(embedding, "lacking", lambda: ModelMissing("the model is missing"))
    nothing, note = embedding.found()
    assert nothing is None
    assert note and "the model is missing. " in note and "pprsearch model add FILE" in note


@needs_model
def test_a_damaged_model_is_told_with_the_command_that_adds_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "model.onnx").write_bytes(b"not a model")
    monkeypatch.setattr(known, "standing", lambda model: (tmp_path / "model.onnx",))
    monkeypatch.setattr(embedding, "embedder", lambda model: Embedder(model))
    nothing, note = embedding.found()
    assert nothing is None
    assert note and f"{ALIKE.name} can't be used: model.onnx is not the file" in note
    assert "pprsearch model add FILE" in note


@needs_model
def test_a_process_has_one_embedder() -> None:
    assert embedder() is embedder()


@needs_model
@pytest.mark.slow
def test_both_models_read_a_question_as_each_does() -> None:
    models, _ = embedding.found()
    assert models
    for text in ("who eats lettuce?", "", "🌱"):
        read = models.read(text)
        alike, (answering, pieces) = models.alike, models.answering.embed_question(text)
        assert np.array_equal(read.alike, alike.embed_question(text)[0])
        assert np.array_equal(read.answering, answering)
        assert np.array_equal(read.pieces, pieces)


def test_both_models_read_a_question_at_the_same_time() -> None:
    both = Barrier(2)

    class Waiting:
        def embed_question(self, text: str) -> tuple[Floats, Floats]:
            both.wait(timeout=60)
            return np.zeros(DIMENSIONS, np.float32), np.zeros((len(text), DIMENSIONS), np.float32)

    read = Embedders(cast(Embedder, Waiting()), cast(Embedder, Waiting())).read("slug")
    assert read.pieces.shape == (4, DIMENSIONS)


def test_a_model_that_fails_beside_the_other_fails_the_question() -> None:
    class Reads:
        def embed_question(self, text: str) -> tuple[Floats, Floats]:
            return np.zeros(DIMENSIONS, np.float32), np.zeros((len(text), DIMENSIONS), np.float32)

    class Fails:
        def embed_question(self, text: str) -> tuple[Floats, Floats]:
            raise RuntimeError("out of memory")

    with pytest.raises(RuntimeError, match="out of memory"):
        Embedders(cast(Embedder, Fails()), cast(Embedder, Reads())).read("slug")
