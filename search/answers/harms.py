"""Judges which kinds of harm a question speaks of, by weights learned from examples.

``benchmarks/learning/harm.py`` learns the weights. By words alone a question's marks (its words,
pairs of them and pieces of them) are summed up. Where two models have made vectors of the question,
small networks over both vectors judge as well. Phrases that speak of harm count a good deal, but do
not decide alone.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.answers.phrases import plain

Floats = NDArray[np.float32]

FILE = Path(__file__).with_name("harms.npz")
# How many different marks are told apart, and how long pieces of words are.
MARKS = 2**18
_PIECES = (3, 4, 5)
# The number of words whose marks are cached.
_REMEMBERED = 10_000
# What vectors are multiplied by, so that their numbers are about as large as the networks' weights.
SCALE = 10
# A kind is named when it has this share of what speaks for any kind.
_SHARE = 0.3
# Fewer words than this say little, so more has to speak for harm, in the logarithm of the odds.
_FEW = 3
_SURER = 3.6
# Keeps logarithms of chances, and shares of none, finite.
_LEAST = 1e-6


class Judge:
    """The learned weights; the first of ``kinds`` stands for questions without harm."""

    def __init__(self, weights: Mapping[str, NDArray[Any]]) -> None:
        """Take the arrays that the learning has written."""
        self.kinds: Sequence[str] = weights["kinds"].tolist()
        self._words = weights["words"]
        self._steps: Floats = weights["steps"]
        self._base: Floats = weights["base"]
        self._layers: list[Floats] = [
            weights[name].astype(np.float32)
            for name in ("inner", "inner_base", "outer", "outer_base")
        ]
        levels = weights["levels"].tolist()
        self._by_words, self._by_meaning, self._of_words, self._said = levels

    def harms(
        self,
        text: str,
        vectors: Sequence[Floats] = (),
        said: Callable[[], Collection[str]] = tuple,
    ) -> tuple[str, ...]:
        """The kinds of harm that a question speaks of, the likeliest first; mostly none.

        ``vectors`` are the embeddings of the question by both models, if there are any. ``said``
        finds the kinds that phrases in it speak of (``harm_phrases``); for most questions they
        would change nothing, and are not looked for.
        """
        marks = marks_of(text)
        if not marks:
            return ()
        worded = self.by_words(marks)
        shares = _shares(_chance(worded))
        told = -worded[0] - self._by_words
        if vectors:
            meant = self.by_meaning(np.concatenate(vectors))
            shares = np.float32(0.5) * (shares + _shares(meant))
            told = _odds(1 - meant[0]) - self._of_words * worded[0] - self._by_meaning
        if told + self._said <= 0:
            return ()
        phrased = said()
        if phrased:
            told += self._said
        elif len(plain(text).split()) < _FEW:
            told -= _SURER
        if told <= 0:
            return ()
        chosen = [n for n in np.argsort(-shares) if shares[n] >= min(_SHARE, shares.max())]
        return tuple(dict.fromkeys((*phrased, *(self.kinds[1 + n] for n in chosen))))

    def by_words(self, marks: Sequence[int]) -> Floats:
        """What the marks of a question say for each kind; 0 is undecided."""
        summed = self._words[marks].sum(axis=0, dtype=np.float32) * self._steps
        found: Floats = summed / np.sqrt(np.float32(len(marks))) + self._base
        return found

    def by_meaning(self, vector: Floats) -> Floats:
        """The chance of each kind by both models' vectors side by side: the networks' mean."""
        inner, inner_base, outer, outer_base = self._layers
        held = np.maximum(np.einsum("i,nij->nj", vector * SCALE, inner) + inner_base, 0)
        told = np.einsum("nj,njk->nk", held, outer) + outer_base
        found: Floats = _softmax(told).mean(axis=0)
        return found


@cache
def judge() -> Judge:
    """The judge that was learned, loaded once."""
    with np.load(FILE, allow_pickle=False) as weights:
        return Judge(dict(weights))


def marks_of(text: str) -> list[int]:
    """The marks of a text, each once, as numbers below ``MARKS``."""
    words = plain(text).split()
    joined = [f"b {one} {next_}" for one, next_ in pairwise(words)]
    joined += [f"s {one} {later}" for one, later in zip(words, words[2:], strict=False)]
    found = {_number(mark) for mark in joined}
    return sorted(found.union(*map(_marks_of_word, words)))


@lru_cache(_REMEMBERED)
def _marks_of_word(word: str) -> frozenset[int]:
    """The marks of a word and of its pieces."""
    edged = f"^{word}$"
    found = [f"w {word}"]
    found += [f"c{edged[n : n + size]}" for size in _PIECES for n in range(len(edged) - size + 1)]
    return frozenset(_number(mark) for mark in found)


def _number(mark: str) -> int:
    """The number below ``MARKS`` that stands for a mark in the file: its checksum (CRC-32)."""
    return zlib.crc32(mark.encode()) % MARKS


def _softmax(told: Floats) -> Floats:
    """Chances that add up to 1, along the last axis."""
    raised = np.exp(told - told.max(axis=-1, keepdims=True))
    found: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return found


def _chance(odds: Floats) -> Floats:
    """The chance that logarithmic odds stand for."""
    found: Floats = np.float32(0.5) * (1 + np.tanh(odds / 2))
    return found


def _shares(chances: Floats) -> Floats:
    """The share of each kind of harm in what speaks for any."""
    harms = chances[1:] + _LEAST
    found: Floats = harms / harms.sum()
    return found


def _odds(chance: float) -> float:
    """The logarithmic odds of a chance."""
    return float(np.log(chance + _LEAST) - np.log(1 - chance + _LEAST))
