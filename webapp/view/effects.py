"""Effects in words and drawn: each an interval on the scale of its measure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.evidence.measures import Measure, measure_of
from corpus.evidence.sizes import size_of
from corpus.evidence.study import Effect, figure
from corpus.text.counting import counted
from webapp.view.axis import Axis

_NEITHER = "no clear difference"
_FAVOURED = "in favour of {}"


@dataclass(frozen=True, slots=True)
class Line:
    """One effect: what of whom, its figure in words, and where it lies on its scale.

    ``at``, ``low``, ``high`` and ``even`` are places from 0, left, to 100, right; ``None`` for
    what is not known. ``even`` is where no effect lies.
    """

    what: str
    told: str
    size: str
    favours: str
    at: float | None = None
    low: float | None = None
    high: float | None = None
    even: float | None = None

    @property
    def drawn(self) -> bool:
        """Whether there is more to see than a number tells: an interval, or no effect beside it."""
        return self.at is not None and (self.low is not None or self.even is not None)


@dataclass(frozen=True, slots=True)
class Scale:
    """Effects whose measures share a scale; ``means`` says what the measure is."""

    measure: str
    means: str
    lines: tuple[Line, ...]


def scales(effects: Sequence[Effect]) -> tuple[Scale, ...]:
    """The effects of a study, those of one group of measures together: never r beside g."""
    groups: dict[str, list[Effect]] = {}
    for effect in effects:
        groups.setdefault(_group(effect), []).append(effect)
    return tuple(_scale(together) for together in groups.values())


def told(effect: Effect) -> str:
    """An effect's figure in words: ``g = 0.25 (95% interval 0.14 to 0.36); 10 studies``."""
    return "; ".join(_told(effect))


def what(effect: Effect) -> str:
    """What of whom: ``psychotherapy against pill placebo: depression, at the end``."""
    sides = " against ".join(part for part in (effect.intervention, effect.comparator) if part)
    seen = ", ".join(part for part in (effect.outcome, effect.timepoint) if part)
    return ": ".join(part for part in (sides, seen) if part)


def favoured(effect: Effect) -> str:
    """Whom an effect favours: ``in favour of psychotherapy``; empty where it is not told.

    A side without a name has none to tell, as that against which a correlation stands.
    """
    if effect.favours == "none":
        return _NEITHER
    side = {"intervention": effect.intervention, "comparator": effect.comparator}
    named = side.get(effect.favours or "")
    return _FAVOURED.format(named) if named else ""


def _told(effect: Effect) -> Iterator[str]:
    name = effect.measure or ""
    if effect.value is not None:
        amount = amount_of(effect)
        ends = interval(effect)
        yield amount + (f" (95% interval {ends})" if ends else "")
    elif interval(effect):
        yield f"{name} {interval(effect)} (95% interval)"
    if effect.p:
        yield f"p {effect.p}" if effect.p[:1] in "<>=≤≥" else f"p: {effect.p}"
    counts = []
    if effect.studies is not None:
        counts.append(counted(effect.studies, "study", "studies"))
    if effect.participants is not None:
        counts.append(counted(effect.participants, "person", "people"))
    if counts:
        yield ", ".join(counts)


def interval(effect: Effect) -> str:
    """The ends of an effect's interval: ``0.14 to 0.36``; empty where one is not known."""
    if effect.low is None or effect.high is None:
        return ""
    return f"{number(effect.low)} to {number(effect.high)}"


def amount_of(effect: Effect) -> str:
    """An effect's value in its measure: ``g = 0.25``, ``$1,800``; empty where it is not known."""
    name, value = effect.measure or "", effect.value
    if value is None:
        return ""
    if name in ("$", "£", "€"):
        return f"{name}{number(value)}"
    if name.startswith("%"):
        return f"{number(value)}{name}"
    return f"{name} = {number(value)}" if name else number(value)


def number(value: float) -> str:
    """A number with a true minus, and commas between thousands."""
    whole, point, part = figure(abs(value)).partition(".")
    return f"{'−' if value < 0 else ''}{int(whole):,}{point}{part}"


def _lines(effects: Sequence[Effect], measure: Measure | None) -> Iterator[Line]:
    place = Axis(effects, measure)
    for effect in effects:
        yield Line(
            what=what(effect),
            told=told(effect),
            size=size_of(effect),
            favours=favoured(effect),
            at=place(effect.value),
            low=place(effect.low),
            high=place(effect.high),
            even=place(measure.even) if measure else None,
        )


def _group(effect: Effect) -> str:
    measure = measure_of(effect.measure) if effect.measure else None
    return measure.group if measure else effect.measure or ""


def _scale(effects: Sequence[Effect]) -> Scale:
    measure = measure_of(effects[0].measure or "")
    names = dict.fromkeys(effect.measure for effect in effects if effect.measure)
    return Scale(
        measure=", ".join(names),
        means=measure.means if measure else "",
        lines=tuple(_lines(effects, measure)),
    )
