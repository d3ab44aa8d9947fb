"""Effects in words and as drawings: intervals on the scale of their measure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.evidence.measures import Measure, measure_of, measures
from corpus.evidence.sizes import size_of
from corpus.evidence.study import Effect
from corpus.message import Counted, Joined, Message
from webapp.language.words import decimals, number
from webapp.view.axis import Axis


@dataclass(frozen=True, slots=True)
class Line:
    """One effect: what it is of, its figure in words, and its place on the scale.

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
        """Whether a drawing shows more than the number: an interval, or the value of no effect."""
        return self.at is not None and (self.low is not None or self.even is not None)


@dataclass(frozen=True, slots=True)
class Scale:
    """Effects whose measures share a scale; ``means`` says what the measure is."""

    measure: str
    means: str
    lines: tuple[Line, ...]


def scales(effects: Sequence[Effect]) -> tuple[Scale, ...]:
    """A study's effects by group of measures, so that r is never beside g."""
    groups: dict[str, list[Effect]] = {}
    for effect in effects:
        groups.setdefault(_group(effect), []).append(effect)
    return tuple(_scale(together) for together in groups.values())


def told(effect: Effect) -> str:
    """An effect's figure in words: ``g = 0.25 (95% interval 0.14 to 0.36); 10 studies``."""
    return Joined(tuple(_told(effect)), "; ")


def what(effect: Effect) -> str:
    """What an effect is of: ``psychotherapy against pill placebo: depression, at the end``."""
    one, other = effect.intervention, effect.comparator
    sides: str = one or other or ""
    if one and other:
        sides = Message("%(one)s against %(other)s", one=one, other=other)
    seen = ", ".join(part for part in (effect.outcome, effect.timepoint) if part)
    if sides and seen:
        return Message("%(sides)s: %(seen)s", sides=sides, seen=seen)
    return sides or seen


def favoured(effect: Effect) -> str:
    """Whom an effect favours: ``in favour of psychotherapy``; empty if unknown.

    A side without a name has none to tell, as that against which a correlation stands.
    """
    if effect.favours == "none":
        return Message("no clear difference")
    side = {"intervention": effect.intervention, "comparator": effect.comparator}
    named = side.get(effect.favours or "")
    return Message("in favour of %(what)s", what=named) if named else ""


def _told(effect: Effect) -> Iterator[str]:
    ends = interval(effect)
    if effect.value is not None and ends:
        yield Message("%(value)s (95%% interval %(ends)s)", value=amount_of(effect), ends=ends)
    elif effect.value is not None:
        yield amount_of(effect)
    elif ends:
        name = effect.measure or ""
        yield Message("%(measure)s %(ends)s (95%% interval)", measure=_symbol(name), ends=ends)
    if effect.p:
        pattern = "p %(p)s" if effect.p[:1] in "<>=≤≥" else "p = %(p)s"
        yield Message(pattern, p=decimals(effect.p))
    counts: list[str] = []
    if effect.studies is not None:
        counts.append(Counted("%(num)s study", "%(num)s studies", effect.studies))
    if effect.participants is not None:
        counts.append(Counted("%(num)s person", "%(num)s people", effect.participants))
    if counts:
        yield Joined(counts, ", ")


def interval(effect: Effect) -> str:
    """The ends of an effect's interval: ``0.14 to 0.36``; empty if one is unknown."""
    if effect.low is None or effect.high is None:
        return ""
    return Message("%(low)s to %(high)s", low=number(effect.low), high=number(effect.high))


def amount_of(effect: Effect) -> str:
    """An effect's value with its measure: ``g = 0.25``, ``$1,800``; empty if unknown."""
    name, value = effect.measure or "", effect.value
    if value is None:
        return ""
    if name in ("$", "£", "€"):
        return Message("%(currency)s%(amount)s", currency=name, amount=number(value))
    if name.startswith("%"):
        return Message("%(amount)s%(percent)s", amount=number(value), percent=_symbol(name))
    if not name:
        return number(value)
    return Message("%(measure)s = %(amount)s", measure=_symbol(name), amount=number(value))


def _symbol(name: str) -> str:
    """The name of a measure; known ones are the same in every language."""
    return Message(name) if name in measures() else name


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
