"""Effects in words and as drawings: intervals on the scale of their measure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.evidence.intervals import is_one_sided, through_no_difference
from corpus.evidence.measures import Measure, measure_of, measures
from corpus.evidence.sizes import size_of
from corpus.evidence.study import Effect
from corpus.message import N_, Counted, Joined, Message
from webapp.language.words import decimals, number
from webapp.view.axis import Axis, Ends

_WITH_ENDS = N_("%(value)s (95%% interval %(ends)s)")
_WITH_ONE_END = N_("%(value)s (one-sided 95%% interval: %(ends)s)")
_ENDS_ALONE = N_("%(measure)s %(ends)s (95%% interval)")
_ONE_END_ALONE = N_("%(measure)s %(ends)s (one-sided 95%% interval)")


# A currency, and for what.
_MONEY = re.compile(r"([$£€])((?: per |/).*)?")


@dataclass(frozen=True, slots=True)
class Line:
    """One effect: what it is of, its figure in words, and its place on the scale.

    ``at`` and ``even`` are places from 0, left, to 100, right, like those of the interval's
    ``ends``; ``None`` for what is not known. ``even`` is where no effect lies.
    """

    what: str
    told: str
    size: str
    favours: str
    at: float | None = None
    ends: Ends | None = None
    even: float | None = None

    @property
    def drawn(self) -> bool:
        """Whether a drawing shows more than the number: an interval, or the value of no effect."""
        return self.ends is not None or (self.at is not None and self.even is not None)


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
        pattern = _WITH_ONE_END if is_one_sided(effect) else _WITH_ENDS
        yield Message(pattern, value=amount_of(effect), ends=ends)
    elif effect.value is not None:
        yield amount_of(effect)
    elif ends:
        name = effect.measure or ""
        pattern = _ONE_END_ALONE if is_one_sided(effect) else _ENDS_ALONE
        yield Message(pattern, measure=_symbol(name), ends=ends)
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
    """The ends of an effect's interval: ``0.14 to 0.36``, ``0.14 or more``; empty without any."""
    low, high = effect.low, effect.high
    if low is not None and high is not None:
        if through_no_difference(effect):
            good, bad = number(max(low, high)), number(min(low, high))
            return Message("%(low)s through no difference to %(high)s", low=good, high=bad)
        return Message("%(low)s to %(high)s", low=number(low), high=number(high))
    if low is not None:
        return Message("%(low)s or more", low=number(low))
    return "" if high is None else Message("%(high)s or less", high=number(high))


def amount_of(effect: Effect) -> str:
    """An effect's value with its measure: ``g = 0.25``, ``$1,800``; empty if unknown."""
    name, value = effect.measure or "", effect.value
    if value is None:
        return ""
    money = _MONEY.fullmatch(name)
    if money:
        return _price(value, money[1], money[2])
    if name.startswith("%"):
        return Message("%(amount)s%(percent)s", amount=number(value), percent=_symbol(name))
    if not name:
        return number(value)
    measure = measure_of(name)
    if measure and measure.counted:
        return Message("%(amount)s %(unit)s", amount=number(value), unit=_symbol(name))
    return Message("%(measure)s = %(amount)s", measure=_symbol(name), amount=number(value))


def _price(value: float, currency: str, each: str) -> str:
    """A sum of money: ``−$1,800``, ``£5,374 per QALY``."""
    price = Message("%(currency)s%(amount)s", currency=currency, amount=number(abs(value)))
    if value < 0:
        price = Message("−%(price)s", price=price)
    return Message("%(price)s %(each)s", price=price, each=each.strip()) if each else price


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
            ends=place.ends(effect),
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
        means=_means(measure, len(names)),
        lines=tuple(_lines(effects, measure)),
    )


def _means(measure: Measure | None, names: int) -> str:
    """What a measure is; of several that share a scale, what they are together."""
    if measure is None:
        return ""
    return measure.means if names == 1 else measure.group
