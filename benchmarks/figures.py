"""What many measured times come down to: percentiles, medians over rounds, exponents of growth."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from math import ceil, exp, log


def percentile(times: Sequence[float], percent: float) -> float:
    """The smallest time that ``percent`` of the times do not exceed (nearest rank)."""
    return sorted(times)[max(0, ceil(len(times) * percent / 100) - 1)]


def over_rounds(rounds: Sequence[Sequence[float]], percent: float) -> float:
    """The median over the rounds of each round's percentile."""
    return statistics.median(percentile(times, percent) for times in rounds)


def exponent(sizes: Sequence[float], values: Sequence[float]) -> tuple[float, float]:
    """The ``a`` and ``b`` of values = a * sizes ** b, by least squares of the logarithms."""
    fit = statistics.linear_regression([log(s) for s in sizes], [log(v) for v in values])
    return exp(fit.intercept), fit.slope
