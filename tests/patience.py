"""Waiting for others, and measuring times, however busy the machine is."""

from __future__ import annotations

import time
from collections.abc import Callable
from math import inf

# Seconds after which nothing more is to be hoped for: many times what anything takes.
PATIENCE = 120.0


def eventually(
    what: Callable[[], object], told: Callable[[], object] = lambda: "waited in vain"
) -> None:
    """Wait until something is so; what is told when it never is."""
    until = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < until, told()
        time.sleep(0.02)


def least_times(
    shorter: Callable[[], float],
    longer: Callable[[], float],
    holds: Callable[[float, float], bool],
) -> tuple[float, float]:
    """The least seconds of two measurements, made in turn until they are as they should be.

    What else takes the machine's caches hits both alike. A long run is interrupted more often than
    a short one, but not each time: after forty rounds it is the run itself that is slow.
    """
    short = long = inf
    for number in range(40):
        short, long = min(short, shorter()), min(long, longer())
        if number >= 4 and holds(short, long):
            break
    return short, long
