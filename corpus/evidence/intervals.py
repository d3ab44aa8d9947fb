"""What an effect's interval holds, also where one of its ends is open."""

from __future__ import annotations

from corpus.evidence.measures import measure_of
from corpus.evidence.study import Effect


def holds(effect: Effect, figure: float) -> bool:
    """Whether an interval holds a figure; one with a single end, whether it reaches past it.

    Without a value nobody knows to which side an interval with a single end reaches.
    """
    value, low, high = effect.value, effect.low, effect.high
    if low is not None and high is not None:
        return low <= figure <= high
    if value is None:
        return False
    below = low is not None and low <= figure < value
    return below or (high is not None and value < figure <= high)


def is_one_sided(effect: Effect) -> bool:
    """Whether an interval has one end alone."""
    return (effect.low is None) != (effect.high is None)


def through_no_difference(effect: Effect) -> bool:
    """Whether an interval of numbers needed to treat runs from benefit through infinity to harm.

    No difference at all is an endless number: the interval runs through it, not through 0.
    """
    measure = measure_of(effect.measure) if effect.measure else None
    if measure is None or measure.group != "number needed to treat":
        return False
    low, high = effect.low, effect.high
    return low is not None and high is not None and (low < 0) != (high < 0)
