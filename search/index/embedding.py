"""The models that embed text: from text to word pieces to a vector.

One model is made for texts that say the same, the other for texts that answer a question. Both have
int8 weights and the same vocabulary of word pieces. Their runtime comes with the ``semantic``
extra; everything else works without it.
"""

from __future__ import annotations

import logging
import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from search.errors import ModelMissing, ModelUnavailable
from search.index.model.known import (
    ALIKE,
    ANSWERING,
    LIBRARIES,
    VOCABULARY,
    VOCABULARY_SHA256,
    Model,
    lacking,
    verified,
    weights,
)
from search.index.unpadded import unpadded
from search.meanings import QuestionVectors

_log = logging.getLogger(__name__)

Floats = NDArray[np.float32]
Given = TypeVar("Given")
Made = TypeVar("Made")

# So many texts are read or wait to be taken, of however many.
_WAITING = 64
DIMENSIONS = 384
MAX_TOKENS = 256
# The tokens for a text's beginning and end, [CLS] and [SEP] in the vocabulary.
_FIRST, _LAST = 101, 102


def installed() -> bool:
    """Whether the ``semantic`` extra and its models are there; loading them may still fail."""
    return lacking() is None


class Embedder:
    """Turns texts into unit vectors of 384 dimensions."""

    def __init__(self, model: Model = ALIKE, vocabulary: Path = VOCABULARY) -> None:
        """Load a model. Raises ``ModelUnavailable`` when a file is missing, wrong or unusable."""
        self.model = model
        told = weights(model)
        verified(vocabulary, VOCABULARY_SHA256)
        try:
            # Both, so that a failure to load is noticed before a question needs it.
            _, onnxruntime, _ = map(import_module, LIBRARIES)
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            options.inter_op_num_threads = 1
            # Without these settings the arena keeps the memory of the longest text, a memory
            # pattern is kept for every length (1.6 GB after 3,633 posts), and spinning threads take
            # a core from the server.
            options.enable_cpu_mem_arena = False
            options.enable_mem_pattern = False
            options.add_session_config_entry("session.intra_op.allow_spinning", "0")
            options.log_severity_level = 3
            self._session = onnxruntime.InferenceSession(
                unpadded(told) if model.trimmed else told,
                options,
                providers=["CPUExecutionProvider"],
            )
            self._tokenizer = _tokenizer(vocabulary)
        except (ImportError, OSError, RuntimeError, ValueError) as error:
            raise ModelUnavailable(f"the model could not be loaded: {error}") from error

    def embed(self, text: str) -> Floats:
        """The unit vector of a text's first 256 tokens."""
        states = self.states(self.pieces(text)[: MAX_TOKENS - 2])
        return unit(states.mean(axis=0))

    def embed_question(self, text: str) -> tuple[Floats, Floats]:
        """The unit vector of a question, and the model's vector for each of its pieces."""
        before = self.pieces(self.model.before_question)
        states = self.states([*before, *self.pieces(text)][: MAX_TOKENS - 2])
        return unit(states.mean(axis=0)), states[1 + len(before) : -1]

    def pieces(self, text: str) -> list[int]:
        """The ids of each text's word pieces, as if the texts were one."""
        # A rough cut first: each piece has at least one character.
        return list(self._tokenizer.encode(text[: MAX_TOKENS * 24]))[1:-1]

    def states(self, pieces: Sequence[int]) -> Floats:
        """The model's vector for each of at most 254 pieces read together.

        Shape: pieces and two by dimensions; the first and the last stand for the whole.
        """
        ids = np.array([[_FIRST, *pieces, _LAST]], np.int64)
        feed: dict[str, Any] = {
            "input_ids": ids,
            "attention_mask": np.ones_like(ids),
            "token_type_ids": np.zeros_like(ids),
        }
        (states,) = self._session.run(["last_hidden_state"], feed)
        found: Floats = states[0]
        return found

    def embed_all(self, texts: Sequence[str]) -> Floats:
        """The vectors of many texts, texts by dimensions."""
        vectors = np.empty((len(texts), DIMENSIONS), np.float32)
        for number, vector in enumerate(on_all_cores(self.embed, texts)):
            vectors[number] = vector
        return vectors


@cache
def _tokenizer(vocabulary: Path) -> Any:
    """The tokenizer of all models, by nanotoken."""
    return import_module("nanotoken").Tokenizer(str(vocabulary))


def on_all_cores(
    make: Callable[[Given], Made], given: Iterable[Given]
) -> Generator[Made, None, None]:
    """Apply ``make`` to each item in parallel; results are in order, and only some wait.

    Each text is run by itself: padding a batch to its longest costs more than batching saves. The
    model lets other threads run meanwhile.
    """
    waiting: deque[Future[Made]] = deque()
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        try:
            for one in given:
                waiting.append(pool.submit(make, one))
                if len(waiting) == _WAITING:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for left in waiting:
                left.cancel()


def unit(vectors: NDArray[np.floating]) -> Floats:
    """Vectors along the last axis, scaled to unit length; zero vectors stay zero."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), np.float32)


def rounded(vectors: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Vectors as int8 steps of 1/127 of their largest value, and the size of a step.

    Shapes: as the vectors, and one a vector.
    """
    most, least = vectors.max(axis=1, initial=1e-9), vectors.min(axis=1, initial=-1e-9)
    steps = np.maximum(most, -least) / np.float32(127)
    scaled = vectors / steps[:, np.newaxis]
    return np.rint(scaled, out=scaled).astype(np.int8), steps


def embedder(model: Model = ALIKE) -> Embedder:
    """This process's one embedder for a model. Raises ``ModelUnavailable``."""
    return _loaded(model)


@cache
def _loaded(model: Model) -> Embedder:
    return Embedder(model)


@dataclass(frozen=True, slots=True)
class Embedders:
    """Both models, loaded."""

    alike: Embedder
    answering: Embedder

    def read(self, text: str) -> QuestionVectors:
        """What both make of a question's text; they read it at the same time."""
        # A thread for each question: one kept from before would be missing in a forked worker.
        with ThreadPoolExecutor(max_workers=1) as beside:
            alike = beside.submit(self.alike.embed_question, text)
            answering = self.answering.embed_question(text)
            return QuestionVectors(alike.result()[0], *answering)


def found() -> tuple[Embedders | None, str | None]:
    """Both embedders, or None with the reason; no reason if the extra is not installed."""
    error = lacking()
    if error is None:
        try:
            return Embedders(embedder(ALIKE), embedder(ANSWERING)), None
        except ModelUnavailable as unusable:
            error = unusable
    elif not isinstance(error, ModelMissing):
        return None, None
    cure = f" {error.hint}" if isinstance(error, ModelMissing) else ""
    note = f"Searching without sentence embeddings: {error}.{cure}"
    _log.warning("%s", note)
    return None, note
