"""Merges the answers of several digests: counts, hits, and how the question was understood."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from heapq import merge
from typing import TypeVar

from corpus.digest import Digest
from corpus.post import Post
from search.results import (
    Apart,
    Facets,
    FacetValue,
    Results,
    Sort,
    Understanding,
    date_of,
)

Value = TypeVar("Value")
# What is compared: a score, and a date.
Place = tuple[float, int]


def in_order(
    lists: Iterable[Iterable[Value]], place: Callable[[Value], Place], sort: Sort
) -> list[Value]:
    """The items of several sorted lists in one sorted list; ties in order of digests.

    Where scores tell nothing, as for a question without words, the newest come first.
    """

    def key(one: Value) -> tuple[float, ...]:
        score, date = place(one)
        if sort == "relevance":
            return -score, -date
        return (date if sort == "oldest" else -date,)

    return list(merge(*lists, key=key))


def dated(post: Post, digest: Digest) -> int:
    """The date of a digest's post, as in ``Scored``."""
    month = int(post.month.replace("-", "")) if post.month else 0
    studied = post.study.year if post.study and digest.study_years else None
    return date_of(studied or month // 100, month)


def counted(digest: Digest, told: Sequence[Facets]) -> Facets:
    """The summed counts of several digests, by the terms of all."""
    return Facets(
        topics=tuple(
            sorted(
                summed((facets.topics for facets in told), [t.slug for t in digest.topics]),
                key=lambda value: (value.chosen, value.count),
                reverse=True,
            )
        ),
        research=summed((facets.research for facets in told), [k.slug for k in digest.kinds]),
        years=tuple(sorted(summed(facets.years for facets in told), key=lambda y: -int(y.value))),
        only=summed(facets.only for facets in told),
    )


def summed(
    lists: Iterable[Iterable[FacetValue]], order: Sequence[str] = ()
) -> tuple[FacetValue, ...]:
    """The values of several lists, each once with its summed count, sorted by value.

    Those that the order does not name follow as they came.
    """
    found: dict[str, FacetValue] = {}
    for value in (value for one in lists for value in one):
        known = found.get(value.value)
        found[value.value] = (
            value
            if known is None
            else replace(
                known, count=known.count + value.count, chosen=known.chosen or value.chosen
            )
        )
    places = {value: n for n, value in enumerate(order)}
    return tuple(sorted(found.values(), key=lambda value: places.get(value.value, len(places))))


def understood(told: Sequence[Results]) -> Understanding:
    """How several digests understood a question, as one digest with all posts would.

    A word is unknown, and a note true, where it is so for each; a question was read as typed where
    one of those that answer did so.
    """
    made = [results.understanding for results in told]
    spoken = [results.understanding for results in told if results.answered] or made
    unknown = _all([one.unknown_concepts for one in made])
    near = _all([(*one.only_near, *one.unknown_concepts) for one in made])
    typed = any(one.corrected is None for one in spoken)
    return Understanding(
        used=_any(one.used for one in made),
        unknown=_all([one.unknown for one in made]),
        unmet=_all([one.unmet for one in made]),
        unknown_concepts=unknown,
        only_near=tuple(words for words in near if words not in unknown),
        apart=_apart(made),
        left_out=_all([one.left_out for one in made]),
        phrases=_any(one.phrases for one in made),
        excluded=_any(one.excluded for one in made),
        expansions=tuple({e.id: e for one in made for e in one.expansions}.values()),
        meant=None if any(one.meant is None for one in made) else made[0].meant,
        corrected=None if typed else next(one.corrected for one in spoken if one.corrected),
        harms=_any(one.harms for one in made),
        notes=_all([one.notes for one in made]),
    )


def _apart(made: Sequence[Understanding]) -> tuple[Apart, ...]:
    """The pairs of things that no digest has both of; some of them may have the one."""
    each = [dict(one.apart) for one in made]
    return tuple(
        Apart(things, (any(known[0] for known in have), any(known[1] for known in have)))
        for things in each[0]
        for have in [[one[things] for one in each if things in one]]
        if len(have) == len(each)
    )


def _any(lists: Iterable[Iterable[Value]]) -> tuple[Value, ...]:
    """What is in one of several lists."""
    return tuple(dict.fromkeys(value for one in lists for value in one))


def _all(lists: Sequence[Sequence[Value]]) -> tuple[Value, ...]:
    """What is in each of several lists."""
    return tuple(value for value in _any(lists) if all(value in one for one in lists))
