"""The axis of a plot: places of figures on it, and its labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import ceil, floor, log, log10

from corpus.evidence.intervals import through_no_difference
from corpus.evidence.measures import Measure
from corpus.evidence.study import Effect

# How far an axis extends beyond its figures, as a share of its length.
_MARGIN = 0.06
# The number of labels aimed at; ratios get familiar ones between 1 and 10.
_MARKS = 5
_STEPS = (1.0, 2.0, 5.0, 10.0)
_FACTORS = (1.0, 2.0, 5.0)


@dataclass(frozen=True, slots=True)
class Ends:
    """Where an interval begins and ends on an axis, and on which sides it goes on beyond it."""

    low: float
    high: float
    open_low: bool = False
    open_high: bool = False


class Axis:
    """An axis that covers all figures of some effects, and the value of no effect.

    Called with a figure it gives its place from 0, left, to 100, right: ``None`` for none, and
    where the line has no length. Ratios lie on it by their logarithms.
    """

    def __init__(self, effects: Iterable[Effect], measure: Measure | None) -> None:
        self._log = measure is not None and measure.scale == "log"
        figures = [f for e in effects for f in (e.value, e.low, e.high) if f is not None]
        if measure is not None and measure.even is not None:
            figures.append(measure.even)
        places = [place for f in figures if (place := self._on(f)) is not None]
        self._least = min(places, default=0.0)
        self._length = max(places, default=0.0) - self._least

    def __call__(self, figure: float | None) -> float | None:
        place = None if figure is None else self._on(figure)
        if place is None or not self._length:
            return None
        share = (place - self._least) / self._length
        return round(100 * (_MARGIN + share * (1 - 2 * _MARGIN)), 1)

    def ends(self, effect: Effect) -> Ends | None:
        """The ends of an effect's interval; ``None`` without one, or where it can't be drawn.

        An end that is not told is open, and so is one that has no place: a ratio of 0.
        """
        if (effect.low is None and effect.high is None) or through_no_difference(effect):
            return None
        low, high = self(effect.low), self(effect.high)
        if low is None and high is None:
            return None
        return Ends(
            0.0 if low is None else low, 100.0 if high is None else high, low is None, high is None
        )

    def marks(self) -> tuple[tuple[float, float], ...]:
        """At most eight round figures to label, each with its place."""
        if not self._length:
            return ()
        found = list(self._factors() if self._log else self._rounds())
        every = ceil(len(found) / 8)
        return tuple((f, place) for f in found[::every] if (place := self(f)) is not None)

    def _rounds(self) -> Iterator[float]:
        """Multiples of 1, 2 or 5 times a power of ten on the axis."""
        power = 10.0 ** floor(log10(self._length / _MARKS))
        step = next(s for s in (power * s for s in _STEPS) if s * _MARKS >= self._length)
        first = ceil(round(self._least / step, 9))
        last = floor(round((self._least + self._length) / step, 9))
        return (round(n * step, 12) for n in range(first, last + 1))

    def _factors(self) -> Iterator[float]:
        """1, 2 and 5 times each power of ten on the axis; its ends if there are none."""
        least, most = self._least, self._least + self._length
        powers = range(floor(least / log(10)), ceil(most / log(10)) + 1)
        known = (factor * 10.0**power for power in powers for factor in _FACTORS)
        return (round(f, 12) for f in known if least - 1e-9 <= log(f) <= most + 1e-9)

    def _on(self, figure: float) -> float | None:
        if not self._log:
            return figure
        return log(figure) if figure > 0 else None
