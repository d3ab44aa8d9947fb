"""Trains a small network over what single words mean, for a judge without models at hand.

Both models read each word of a vocabulary by itself, and a question is the sum of its words'
vectors (Iyyer et al. 2015, "Deep unordered composition"). So a word that no phrasing has counts
like one near it. The first layer's product with each word's vector is all that is kept of them.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from learning.network import trained
from search.answers.harms import number_of
from search.answers.phrases import plain
from search.index.embedding import Embedders, on_all_cores, unit
from search.query.french import french

Floats = NDArray[np.float32]

# How many of the commonest words of each language get a vector, besides those of phrasings, which
# must be in so many of them.
_COMMONEST = {"en": 20_000, "fr": 10_000}
_LEAST = 2
# A word of a question has at least so many letters.
_SHORTEST = 2
# What a question's sum is multiplied by, so that its numbers are about as large as the weights.
_SCALE = np.float32(7.5)
_INNER = 64
_LEFT_OUT = (0.2, 0.4)
_STEPS = 127


class Words(NamedTuple):
    """Words, each with another number, and their vectors."""

    words: Sequence[str]
    vectors: Floats


def vocabulary(texts: Sequence[str]) -> list[str]:
    """The words that get a vector, each with another number: of phrasings, and the commonest."""
    counts = Counter(word for text in texts for word in set(plain(text).split()))
    own = (word for word, count in counts.items() if count >= _LEAST and word.isalpha())
    common = (part for code in _COMMONEST for word in _commonest(code) for part in _plain(word))
    words = (word for word in (*own, *common) if len(word) >= _SHORTEST)
    return list({number_of(word): word for word in words}.values())


def _plain(word: str) -> list[str]:
    """A listed word as it stands in a plain text; none if it would be several there."""
    parts = plain(word).split()
    return parts if len(parts) == 1 else []


def _commonest(code: str) -> list[str]:
    times = _times(code)
    words = filter(str.isalpha, times)
    return sorted(words, key=lambda word: (-times[word], word))[: _COMMONEST[code]]


@cache
def _times(code: str) -> dict[str, int]:
    """How often a language has each word, by pyspellchecker's list."""
    file = resources.files("spellchecker") / "resources" / f"{code}.json.gz"
    times: dict[str, int] = json.loads(gzip.decompress(file.read_bytes()))
    return times


def read_singly(words: Sequence[str], models: Embedders) -> Words:
    """Words with their vectors by both models side by side; a French word is read as English."""
    english = _times("en")

    def read(word: str) -> Floats:
        pieces = [] if word in english else french().pieces(word)
        meant = " ".join(piece.english for piece in pieces if not piece.is_lost) or word
        return np.concatenate([models.alike.embed(meant), models.answering.embed(meant)])

    return Words(words, np.stack(list(on_all_cores(read, words))))


def by_single_words(
    texts: Sequence[str], kinds: NDArray[np.integer], known: Words
) -> dict[str, NDArray[Any]]:
    """The weights of the network, under the names that the judge reads them by."""
    apart = unit(known.vectors - known.vectors.mean(axis=0))
    sums = _sums(texts, known._replace(vectors=apart)) * _SCALE
    network = trained(sums, kinds, _INNER, _LEFT_OUT, 0)
    numbers = np.array([number_of(word) for word in known.words], np.uint32)
    order = np.argsort(numbers)
    rows = (apart @ network.inner * _SCALE)[order]
    steps = np.abs(rows).max(axis=0) / _STEPS
    told: Mapping[str, NDArray[Any]] = {
        "known": numbers[order],
        "inner": np.rint(rows / steps).astype(np.int8),
        "steps": steps.astype(np.float32),
        **{name: part for name, part in network._asdict().items() if name != "inner"},
    }
    return {f"single_{name}": part for name, part in told.items()}


def _sums(texts: Sequence[str], known: Words) -> Floats:
    """For each text the sum of its words' vectors, divided by the root of their number."""
    places = {word: n for n, word in enumerate(known.words)}
    sums = np.zeros((len(texts), known.vectors.shape[1]), np.float32)
    for n, text in enumerate(texts):
        rows = [places[word] for word in plain(text).split() if word in places]
        if rows:
            sums[n] = known.vectors[rows].sum(axis=0) / np.sqrt(np.float32(len(rows)))
    return sums
