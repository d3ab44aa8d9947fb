"""The size of an effect in words: small, moderate, large, by Cohen's thresholds."""

from __future__ import annotations

from corpus.evidence.intervals import holds
from corpus.evidence.measures import measure_of
from corpus.evidence.study import Effect
from corpus.message import N_, Message

# Cohen, J. (1988). Statistical power analysis for the behavioral sciences (2nd ed.), chapters 2
# and 3: from which figure on an effect is small, moderate, large.
THRESHOLDS = {
    "standardized difference": (0.2, 0.5, 0.8),
    "standardized change": (0.2, 0.5, 0.8),
    "correlation": (0.1, 0.3, 0.5),
}
SOURCE = N_(
    "small from 0.2, moderate from 0.5, large from 0.8; of correlations .1, .3, .5 (Cohen 1988)"
)
_NAMES = (Message("very small"), Message("small"), Message("moderate"), Message("large"))


def size_of(effect: Effect) -> str:
    """The size of an effect in words, over its interval where one is known; else empty.

    ``small to moderate`` when the ends of the interval lie in different classes, ``unclear`` when
    the interval holds no effect as well. Only measures with thresholds have a size.
    """
    measure = measure_of(effect.measure) if effect.measure else None
    steps = THRESHOLDS.get(measure.group) if measure else None
    if steps is None or effect.value is None:
        return ""
    if holds(effect, 0):
        return Message("unclear: it may be none")
    if effect.low is None or effect.high is None:
        return _named(effect.value, steps)
    least, most = sorted((abs(effect.low), abs(effect.high)))
    first, last = _named(least, steps), _named(most, steps)
    return first if first == last else Message("%(first)s to %(last)s", first=first, last=last)


def _named(figure: float, steps: tuple[float, ...]) -> str:
    return _NAMES[sum(abs(figure) >= step for step in steps)]
