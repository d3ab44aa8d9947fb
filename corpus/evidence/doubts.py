"""Finds impossible figures: a reversed interval, a correlation of 1.2, half a person.

And figures that readers may take for others: a ratio of dropouts that means fewer.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.evidence.intervals import through_no_difference
from corpus.evidence.measures import Measure, measure_of
from corpus.evidence.study import Effect, Study, figure, probability

# The first scientific journals are of 1665, the first studies of people with figures of about 1800.
YEARS = range(1800, 2101)
# Above 1 the outcome is more frequent with the intervention.
_RATIOS = frozenset(("odds ratio", "risk ratio", "hazard ratio", "rate ratio"))


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
    yield from _whole_network(study)


def _whole_network(study: Study) -> Iterator[Doubt]:
    """The doubt about a comparison said to rest on all studies of a network of comparisons.

    In a network some treatment is compared with one that is itself compared with others.
    """
    whole = (study.studies, study.participants)
    if None in whole:
        return
    done = {effect.intervention.casefold() for effect in study.effects if effect.intervention}
    for effect in study.effects:
        others = done - {(effect.intervention or "").casefold()}
        against = (effect.comparator or "").casefold()
        if (effect.studies, effect.participants) == whole and any(o in against for o in others):
            yield Doubt(
                "effects",
                f"the effect against {effect.comparator} rests on as many studies and people as "
                "the whole study, which makes other comparisons too",
                "write how many this comparison rests on, or delete both",
                certain=False,
            )


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
        yield from _direction(effect, measure)
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


def _direction(effect: Effect, measure: Measure) -> Iterator[Doubt]:
    """The doubt about a ratio of a bad outcome that could be read the wrong way."""
    value, outcome = effect.value, effect.outcome
    if measure.group not in _RATIOS or value is None or not outcome or not effect.comparator:
        return
    if not _outcomes("bad").search(_folded(outcome)) or _outcomes("counted").search(
        _folded(outcome)
    ):
        return
    told = f'{effect.measure} of {figure(value)} for "{outcome}"'
    if effect.favours is None:
        cure = "add favours: intervention, comparator or none"
        yield Doubt("favours", f"{told} does not say whom it favours", cure, certain=False)
    elif value != 1 and effect.favours == ("intervention" if value > 1 else "comparator"):
        more = "more" if value > 1 else "less"
        yield Doubt(
            "favours",
            f"{told} reads as {more} of it, but favours the {effect.favours}",
            f'say in the outcome how it is counted: "{outcome} (above 1 favours ...)"; '
            "or correct favours",
            certain=False,
        )


@cache
def _outcomes(name: str) -> re.Pattern[str]:
    """A pattern that finds the outcomes of a list."""
    listed = tomllib.loads(Path(__file__).with_name("outcomes.toml").read_text("utf-8"))[name]
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, listed))})")


def _folded(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


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
