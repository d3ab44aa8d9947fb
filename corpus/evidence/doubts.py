"""Finds impossible figures: a reversed interval, a correlation of 1.2, half a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corpus.evidence.intervals import through_no_difference
from corpus.evidence.measures import Measure, measure_of
from corpus.evidence.study import Effect, Study, figure, probability

# The first scientific journals are of 1665, the first studies of people with figures of about 1800.
YEARS = range(1800, 2101)


@dataclass(frozen=True, slots=True)
class Doubt:
    """An impossible or unlikely value of a study or effect, and how to mend it."""

    field: str
    what: str
    cure: str
    certain: bool = True


def doubts_of_study(study: Study, posted: str | None = None) -> Iterator[Doubt]:
    """The doubts about a study's own fields; ``posted`` is its post's month (``YYYY-MM``)."""
    if study.year is not None:
        if study.year not in YEARS:
            yield Doubt(
                "year",
                f"{study.year} is not the year of a study",
                "write the year of the study's article, in four digits",
            )
        elif posted and study.year > int(posted[:4]):
            yield Doubt(
                "year",
                f"the study is of {study.year}, later than the post's month, {posted}",
                "correct the one that is wrong",
                certain=False,
            )
    counts = (study.studies, study.participants)
    # An effect with the same counts is doubted for itself.
    if all((effect.studies, effect.participants) != counts for effect in study.effects):
        yield from _fewer_people(*counts)


def _fewer_people(studies: int | None, people: int | None) -> Iterator[Doubt]:
    """The doubt about fewer people than studies: the two were perhaps exchanged."""
    if studies is not None and people and people < studies:
        what = f"{studies} studies have only {people} people between them"
        yield Doubt("participants", what, "correct the one that is wrong", certain=False)


def doubts_of_effect(effect: Effect) -> Iterator[Doubt]:
    """The doubts about an effect: about each figure, and about them together."""
    measure = measure_of(effect.measure) if effect.measure else None
    if measure:
        yield from _bounds(effect, measure)
    yield from _interval(effect)
    if effect.p is not None:
        yield from _p(effect.p)
    for name in ("studies", "participants"):
        if getattr(effect, name) == 0:
            yield Doubt(name, f"an effect rests on no {name}", "write how many, or delete it")
    yield from _fewer_people(effect.studies, effect.participants)


def _figures(effect: Effect) -> Iterator[tuple[str, float]]:
    for name, number in (("value", effect.value), ("low", effect.low), ("high", effect.high)):
        if number is not None:
            yield name, number


def _bounds(effect: Effect, measure: Measure) -> Iterator[Doubt]:
    """The doubts about figures outside the measure's range; each figure is told once."""
    doubted: set[float] = set()
    for name, number in _figures(effect):
        doubt = _bound(effect, measure, name, number)
        if doubt and number not in doubted:
            doubted.add(number)
            yield doubt


def _bound(effect: Effect, measure: Measure, name: str, number: float) -> Doubt | None:
    compares = measure.name == "%" and effect.comparator is not None
    least = -100.0 if compares else measure.least
    told = f"{effect.measure} of {figure(number)} can't be"
    if measure.above is not None and number == measure.above:
        # One of 0.004 is often printed as 0.00.
        what = f"{effect.measure} of {figure(number)} is rounded, or nobody had the outcome"
        cure = "write more of its digits if they are known, else leave it"
        return Doubt(name, what, cure, certain=False)
    if measure.above is not None and number < measure.above:
        cure = f"{measure.name} is above {figure(measure.above)}: write the figure as printed"
        return Doubt(name, told, cure)
    if least is not None and number < least:
        return Doubt(name, told, f"{_about(measure)}: {figure(least)} or more")
    if measure.most is not None and number > measure.most:
        more = '; if it is one percentage more than another, write measure: "% change"'
        cure = f"{_about(measure)}: {figure(measure.most)} or less"
        return Doubt(name, told, cure + more * (measure.name == "%"))
    if measure.group == "number needed to treat" and -1 < number < 1:
        return Doubt(name, told, "it is 1 or more people; below 0 it tells of the other side")
    return None


def _about(measure: Measure) -> str:
    return f"{measure.name} is {measure.means.partition(':')[0]}"


def _interval(effect: Effect) -> Iterator[Doubt]:
    value, low, high = effect.value, effect.low, effect.high
    if low is None or high is None:
        return
    told = f"{figure(low)} to {figure(high)}"
    if through_no_difference(effect):
        if value is not None and min(low, high) < value < max(low, high):
            yield Doubt(
                "value", f"the value {figure(value)} lies outside its interval, {told}", _LOOK
            )
        return
    if low > high:
        yield Doubt("low", f"the interval {told} is upside down", "write the smaller end as low")
    elif value is not None and not low <= value <= high:
        yield Doubt("value", f"the value {figure(value)} lies outside its interval, {told}", _LOOK)


_LOOK = "correct the figure that was misread; low and high are the ends of the interval"


def _p(p: str) -> Iterator[Doubt]:
    how = 'write it like ".03", "<.001" or "ns"'
    try:
        told = probability(p)
    except ValueError:
        yield Doubt("p", f'"{p}" is not a p value', how)
        return
    if told is None:
        return
    sign, number = told
    if not 0 <= number <= 1:
        yield Doubt("p", f"a p value of {p} can't be: it is from 0 to 1", how)
    elif number == 0:
        impossible = sign in ("<", "<=")
        what = f"a p value of {p} can't be: it is above 0"
        yield Doubt("p", what, 'a p printed as .000 is "<.001"', certain=impossible)
