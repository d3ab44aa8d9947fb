"""The steps for padding are removed from a model, with the same result for every text."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from search.index import embedding
from search.index.model.known import ALIKE, ANSWERING, Model, weights
from search.index.unpadded import unpadded


def field(number: int, value: bytes) -> bytes:
    """A field of fewer than 16,384 bytes."""
    size = len(value)
    length = bytes([size]) if size < 128 else bytes([size & 127 | 128, size >> 7])
    return bytes([number << 3 | 2]) + length + value


def step(kind: str, reads: str, makes: str) -> bytes:
    """A step of a graph, with a name and a number beside its inputs and outputs."""
    read = b"".join(field(1, name.encode()) for name in reads.split())
    return field(1, read + field(2, makes.encode()) + field(4, kind.encode()) + b"\x18\x07")


def model(*steps: bytes) -> bytes:
    """A model of some steps with the output ``out``, and other fields around them."""
    tensor = field(5, bytes(range(256)) * 3) + b"\x15\x00\x00\x80\x3f"
    return (
        b"\x08\x07" + field(7, tensor + b"".join(steps) + field(12, field(1, b"out"))) + b"\x08\x09"
    )


FIRST = step("MatMul", "query key", "product")
LAST = step("MatMul", "shares value", "out")


def test_the_mask_the_guard_and_their_inputs_are_removed() -> None:
    whole = model(
        step("Cast", "attention", "hidden"),
        FIRST,
        step("Add", "product hidden", "masked"),
        step("Softmax", "masked", "kept"),
        step("IsNaN", "kept", "nothing"),
        step("Where", "nothing zero kept", "shares"),
        LAST,
    )
    left = model(FIRST, step("Softmax", "product", "kept"), step("MatMul", "kept value", "out"))
    assert unpadded(whole) == left
    assert unpadded(left) == left


def test_other_additions_and_selections_are_kept() -> None:
    whole = model(
        step("Where", "chosen one other", "query"),
        step("Add", "key bias", "key2"),
        step("MatMul", "query key2", "product"),
        step("Softmax", "product", "shares"),
        LAST,
    )
    assert unpadded(whole) == whole


@pytest.mark.skipif(not embedding.installed(), reason="needs the semantic extra")
@pytest.mark.slow
@pytest.mark.parametrize("chosen", [ALIKE, ANSWERING], ids=lambda one: one.name)
def test_the_models_give_the_same_vectors_for_any_length(chosen: Model) -> None:
    told = weights(chosen)
    trimmed = unpadded(told)
    assert len(trimmed) < len(told)
    for length in (2, 40, 256):
        assert np.allclose(states(told, length), states(trimmed, length), atol=1e-6)


def states(told: bytes, length: int) -> NDArray[np.float32]:
    """The output of a model for a text with that many pieces."""
    import onnxruntime

    session = onnxruntime.InferenceSession(told, providers=["CPUExecutionProvider"])
    ids = np.random.default_rng(length).integers(1000, 20_000, (1, length))
    feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": 0 * ids}
    found: list[Any] = session.run(["last_hidden_state"], feed)
    return np.asarray(found[0], np.float32)
