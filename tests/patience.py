"""Waiting for something with a limit, and measuring times that a busy machine does not spoil."""

from __future__ import annotations

import time
from collections.abc import Callable
from math import inf

# Seconds until a wait gives up: many times longer than anything takes.
PATIENCE = 120.0


def eventually(
    what: Callable[[], object], told: Callable[[], object] = lambda: "waited in vain"
) -> None:
    """Wait until ``what`` is true; ``told`` gives the message of the failure if it never is."""
    until = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < until, told()
        time.sleep(0.02)


def least_times(
    shorter: Callable[[], float],
    longer: Callable[[], float],
    holds: Callable[[float, float], bool],
    rounds: int = 5,
) -> tuple[float, float]:
    """The least seconds of two measurements, repeated in turn until ``holds`` accepts them.

    In turn, so that other work on the machine slows down both alike. Other work interrupts a long
    run more often, but not every time: after forty rounds the run itself is slow.
    At least so many ``rounds`` are measured: two do for processor time, which other work hardly
    changes, where the times that are not accepted are far off.
    """
    short = long = inf
    for number in range(40):
        short, long = min(short, shorter()), min(long, longer())
        if number >= rounds - 1 and holds(short, long):
            break
    return short, long
