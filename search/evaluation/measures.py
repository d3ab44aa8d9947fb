"""Measures of a ranking, and of the difference between two rankings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log2

import numpy as np
from numpy.typing import NDArray

Grades = Mapping[str, int]

_SHUFFLES = 20_000


def ndcg(ranked: Sequence[str], grades: Grades, depth: int = 10) -> float:
    """Normalised discounted cumulative gain with linear gain (Järvelin and Kekäläinen 2002)."""
    best = sorted((g for g in grades.values() if g > 0), reverse=True)
    ideal = _gain(best[:depth])
    return _gain([grades.get(i, 0) for i in ranked[:depth]]) / ideal if ideal else 0.0


def _gain(grades: Sequence[int]) -> float:
    return sum(max(g, 0) / log2(n + 2) for n, g in enumerate(grades))


def reciprocal_rank(ranked: Sequence[str], grades: Grades, depth: int = 10) -> float:
    """One over the rank of the first graded post; 0 if none is within ``depth``."""
    places = (n for n, i in enumerate(ranked[:depth], 1) if grades.get(i, 0) > 0)
    return 1 / next(places, float("inf"))


def recall(ranked: Sequence[str], grades: Grades, depth: int = 100) -> float:
    """The share of graded posts within ``depth``."""
    wanted = {i for i, g in grades.items() if g > 0}
    return len(wanted & set(ranked[:depth])) / len(wanted) if wanted else 0.0


def success(ranked: Sequence[str], grades: Grades, depth: int = 3, least: int = 2) -> float:
    """1 if a post graded ``least`` or better is within ``depth``, else 0."""
    return float(any(grades.get(i, 0) >= least for i in ranked[:depth]))


def effect_size(ones: Sequence[float], others: Sequence[float]) -> float | None:
    """The difference of two systems on the same questions, in standard deviations.

    Cohen's d of paired values; None for fewer than two questions, and where all differ alike.
    """
    differences: NDArray[np.float64] = np.asarray(ones, float) - np.asarray(others, float)
    if len(differences) < 2:
        return None
    spread = float(differences.std(ddof=1))
    return float(differences.mean()) / spread if spread > 1e-12 else None


def p_value(ones: Sequence[float], others: Sequence[float], seed: int = 0) -> float:
    """The probability of a difference at least as large by chance (paired randomisation).

    A paired randomisation test on the mean, two-sided (Smucker, Allan and Carterette 2007): which
    system each value belongs to is shuffled 20,000 times.
    """
    differences: NDArray[np.float64] = np.asarray(ones, float) - np.asarray(others, float)
    moved = differences[differences != 0]
    if not len(moved):
        return 1.0
    random = np.random.default_rng(seed)
    seen = abs(moved.sum()) - 1e-12
    hits = 0
    for _ in range(20):
        signs = random.integers(0, 2, (_SHUFFLES // 20, len(moved)), np.int8) * 2 - 1
        hits += int((np.abs(signs @ moved) >= seen).sum())
    return (hits + 1) / (_SHUFFLES + 1)
