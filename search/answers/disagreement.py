"""Pairs of posts with opposite results on the same outcome, and how their studies differ."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations

from corpus.evidence.intervals import holds
from corpus.evidence.measures import measure_of
from corpus.evidence.study import Effect, Study
from corpus.message import N_
from corpus.post import Post
from search.answers.comparators import in_its_study
from search.text.same_name import alike, same_words, telling

# Effects on an outcome that point one way or the other: 1 or -1.
Pointing = tuple[tuple[Effect, int], ...]
# What follows tells in whom an outcome was measured ("dropout in studies of PTSD").
_IN_WHOM = re.compile(r"\b(?:in|among)\b.*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which two studies differ, with the value of each."""

    field: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two posts with opposite results.

    ``outcome`` is what they disagree on, empty where only a post says that it contradicts the
    other (``said``). ``differences`` are the fields in which the studies differ, the most telling
    first; empty where nothing is known.
    """

    first: Post
    second: Post
    outcome: str
    said: bool
    differences: tuple[Difference, ...]


def disagreements(posts: Sequence[Post]) -> tuple[Disagreement, ...]:
    """The pairs among some posts with opposite results, in the order of the posts.

    They do where one says that it contradicts the other, or where an effect on the same outcome of
    the same thing favours it in one and what it is held against in the other; or where two
    correlations have opposite signs. An effect whose interval holds no effect favours nothing, and
    one beside which its own post has the opposite tells nothing. A retracted study disagrees with
    nobody.
    """
    standing = [(post, _pointing(post)) for post in posts if not post.retracted]
    pairs = (_between(*pair) for pair in combinations(standing, 2))
    return tuple(pair for pair in pairs if pair is not None)


def _between(a: tuple[Post, Pointing], b: tuple[Post, Pointing]) -> Disagreement | None:
    (one, here), (other, there) = a, b
    said = other.id in one.contradicts or one.id in other.contradicts
    opposed = next(_opposed(here, there), None)
    if not said and opposed is None:
        return None
    first, second = opposed or _nearest(one, other)
    second = _turned(first, second)
    outcome = (first.outcome or "") if opposed else ""
    differences = tuple(_differences(one, other, first, second))
    return Disagreement(one, other, outcome, said, differences)


def _effects(post: Post) -> tuple[Effect, ...]:
    return post.study.effects if post.study else ()


def _pointing(post: Post) -> Pointing:
    """The effects of a post that favour one side, each with its direction.

    Those whose opposite stands in the same post are left out: it says both.
    """
    ways = [(effect, _way(effect)) for effect in _effects(post) if effect.outcome]
    pointing = tuple((effect, way) for effect, way in ways if way)
    both = {id(effect) for pair in _opposed(pointing, pointing) for effect in pair}
    return tuple((effect, way) for effect, way in pointing if id(effect) not in both)


def _opposed(one: Pointing, other: Pointing) -> Iterator[tuple[Effect, Effect]]:
    """The pairs of effects on the same outcome with opposite directions."""
    for first, way in one:
        for second, back in other:
            # A sign of a correlation is no favour, and is held against none.
            if bool(first.favours) != bool(second.favours):
                continue
            same = _same_outcome(first.outcome or "", second.outcome or "")
            if same and way * back * _sides(first, second) < 0:
                yield first, second


def _way(effect: Effect) -> int:
    """1 where an effect favours the intervention, -1 where the comparator, else 0."""
    measure = measure_of(effect.measure) if effect.measure else None
    even = measure.even if measure else None
    if even is not None and holds(effect, even):
        return 0
    if effect.favours:
        return {"intervention": 1, "comparator": -1}.get(effect.favours, 0)
    # Of two things that go together, more or less of one is no favour, but a way nonetheless.
    signed = measure is not None and measure.group == "correlation"
    if signed and effect.value and not _not_significant(effect.p):
        return 1 if effect.value > 0 else -1
    return 0


def _not_significant(p: str | None) -> bool:
    return p is not None and p.casefold().startswith(("ns", "n.s", "not", ">"))


def _sides(first: Effect, second: Effect) -> int:
    """1 where two effects compare the same, -1 where the sides are swapped, else 0."""
    if not first.intervention or not second.intervention:
        return 0
    if alike(first.intervention, second.intervention):
        return 1
    crossed = (first.intervention, second.comparator), (second.intervention, first.comparator)
    return -1 if all(there and alike(here, there) for here, there in crossed) else 0


def _nearest(one: Post, other: Post) -> tuple[Effect, Effect]:
    """The effects of two posts on an outcome that both have, else the first of each."""
    for same in (_same_outcome, _both_general):
        for first in _effects(one):
            for second in _effects(other):
                if first.outcome and second.outcome and same(first.outcome, second.outcome):
                    return first, second
    return next(iter(_effects(one)), Effect()), next(iter(_effects(other)), Effect())


def _turned(first: Effect, second: Effect) -> Effect:
    """The second effect with its sides exchanged, where it is the first comparison reversed."""
    sides = (first.intervention, first.comparator, second.intervention, second.comparator)
    if None in sides:
        return second
    one, against, other, beside = (side or "" for side in sides)
    crossed = alike(one, beside) or alike(against, other)
    if not crossed or alike(one, other) or alike(against, beside):
        return second
    return replace(second, intervention=beside, comparator=other)


def _differences(one: Post, other: Post, first: Effect, second: Effect) -> Iterator[Difference]:
    """The fields that both studies have and that differ; comparators are compared by kind.

    An intervention or outcome does not differ where one name says less than the other.
    """
    a, b = one.study or Study(), other.study or Study()
    kinds = (
        in_its_study(first.comparator, (each.comparator for each in a.effects)),
        in_its_study(second.comparator, (each.comparator for each in b.effects)),
    )
    same_kind = kinds[0] == kinds[1]
    done = _unlike(first.intervention, second.intervention, alike)
    seen = _unlike(first.outcome, second.outcome, _same_or_general)
    told = (
        (N_("population"), a.population, b.population),
        (N_("comparator"), *((None, None) if same_kind else (first.comparator, second.comparator))),
        (N_("intervention"), *done),
        (N_("outcome"), *seen),
        (N_("timepoint"), first.timepoint, second.timepoint),
        (N_("setting"), a.setting, b.setting),
        (N_("groups compared"), a.compared, b.compared),
        (N_("study's year"), _year(a), _year(b)),
    )
    for field, left, right in told:
        if left and right and not same_words(left, right):
            yield Difference(field, left, right)


def _unlike(
    first: str | None, second: str | None, same: Callable[[str, str], bool]
) -> tuple[str | None, str | None]:
    """Two names, or none of both where they name the same."""
    return (None, None) if first and second and same(first, second) else (first, second)


def _same_or_general(one: str, other: str) -> bool:
    return _same_outcome(one, other) or _both_general(one, other)


def _both_general(one: str, other: str) -> bool:
    """Whether two outcomes are told in general words alone: "treatment outcome"."""
    return not telling(one) and not telling(other)


def _year(study: Study) -> str | None:
    return None if study.year is None else str(study.year)


@lru_cache(maxsize=8192)
def _same_outcome(one: str, other: str) -> bool:
    return alike(_IN_WHOM.sub("", one) or one, _IN_WHOM.sub("", other) or other, within=True)
