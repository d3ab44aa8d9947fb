"""Topics, kinds of research and months of posts: counts over hits, and filters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

import numpy as np
from numpy.typing import NDArray

from corpus.digest import Digest, ResearchKind, Topic
from corpus.evidence.facts import compares_by_chance
from corpus.message import N_, Message
from search.index.files import arrays
from search.index.files.earlier import Places
from search.index.part import Build, Opened

if TYPE_CHECKING:
    # Not loaded: who writes an index has no question to answer.
    from search.question import Only, Question, Years
    from search.results import Facets

Mask = NDArray[np.bool_]
Named = TypeVar("Named", bound=Topic | ResearchKind)
_FULLEST_FIRST = attrgetter("chosen", "count")
NO_TOPIC = N_("This digest has no topic “%(name)s”.")
NO_KIND = N_("This digest has no kind of research “%(name)s”.")
# The arrays of a table, each a file.
_ARRAYS = ("topics", "kinds", "months", "studied", "by_chance")
# The ways to narrow posts down, as readers see them.
_ONLY: dict[Only, str] = {
    "overviews": N_("Overviews only"),
    "by-chance": N_("Compares by chance"),
}


@dataclass(frozen=True)
class FacetTable:
    """The topics, kind and month of each post.

    ``topics`` is topics by posts; ``kinds`` holds the position of each post's kind in the digest,
    -1 for none; ``months`` holds year * 100 + month, 0 for none, and ``studied`` the year of each
    post's study, 0 where it is not known; ``by_chance`` tells whose study compares groups that
    chance has made.
    """

    name: ClassVar[str] = "facets"
    step: ClassVar[str] = "Relating posts"

    digest: Digest
    topics: Mask
    kinds: NDArray[np.int16]
    months: NDArray[np.int32]
    studied: NDArray[np.int32]
    by_chance: Mask

    @cached_property
    def years(self) -> NDArray[np.int32]:
        """The year of each post for filters, 0 for none.

        That is the year of its month or, where the digest says so, of its study if it is known.
        """
        return self.studied_by if self.by_study else self.months // 100

    @cached_property
    def studied_by(self) -> NDArray[np.int32]:
        """The year of each post's study, that of its month where it is not known; 0 for none."""
        return np.where(self.studied, self.studied, self.months // 100)

    @cached_property
    def dates(self) -> NDArray[np.int64]:
        """What each post is sorted by among several digests; see ``date_of``."""
        from search.results import date_of

        dates = map(date_of, self.years.tolist(), self.months.tolist())
        return np.fromiter(dates, np.int64, self.count)

    @property
    def by_study(self) -> bool:
        """Whether years are those of the studies."""
        return self.digest.study_years

    @cached_property
    def _calendar(self) -> tuple[list[int], NDArray[np.intp]]:
        """The years that posts have, newest first and 0 last, and the index of each post's year."""
        years, places = np.unique(-self.years, return_inverse=True)
        return (-years).tolist(), places

    @cached_property
    def _only(self) -> dict[Only, Mask]:
        """Which posts pass each way of narrowing (overviews, studies that compare by chance)."""
        overviews = [n for n, kind in enumerate(self.digest.kinds) if kind.overview]
        return {"overviews": np.isin(self.kinds, overviews), "by-chance": self.by_chance}

    def passing(self, question: Question) -> tuple[Mask | None, tuple[str, ...]]:
        """Which posts pass the question's filters, or None when it has none; and notes.

        A post must have every topic, one of the kinds, and one of the years, and its study must be
        of the years that the question says in words. A topic or kind that the digest does not have
        lets nothing pass, and a note says so.
        """
        named = (question.topics, question.research, question.years, question.only)
        if not any(named) and question.studied is None:
            return None, ()
        mask = np.ones(len(self.kinds), np.bool_)
        notes: list[str] = []
        for name in question.topics:
            topic = find(self.digest.topics, name)
            if topic is None:
                notes.append(Message(NO_TOPIC, name=name))
                mask[:] = False
            else:
                mask &= self.topics[self.digest.topics.index(topic)]
        wanted = np.zeros(len(self.kinds), np.bool_)
        for name in question.research:
            kind = find(self.digest.kinds, name)
            if kind is None:
                notes.append(Message(NO_KIND, name=name))
            else:
                wanted |= self.kinds == self.digest.kinds.index(kind)
        if question.research:
            mask &= wanted
        if question.years:
            mask &= np.logical_or.reduce([_within(self.years, span) for span in question.years])
        if question.studied is not None:
            mask &= _within(self.studied_by, question.studied)
        for only in question.only:
            mask &= self._only[only]
        return mask, tuple(notes)

    def counts(
        self,
        hits: NDArray[np.integer],
        question: Question,
        *,
        any_kind: NDArray[np.integer] | None = None,
        any_year: NDArray[np.integer] | None = None,
    ) -> Facets:
        """Count the hits, given by position. Values without hits are left out unless chosen.

        Kinds are counted over the hits that there would be of ``any_kind``, years over those of
        ``any_year``; without them over the hits themselves.
        """
        by_topic = self.topics.take(hits, axis=1).sum(axis=1).tolist()
        # Shifted by one, since -1 means none.
        by_kind = np.bincount(
            self.kinds[hits if any_kind is None else any_kind] + 1,
            minlength=len(self.digest.kinds) + 1,
        ).tolist()
        years, places = self._calendar
        by_year = np.bincount(
            places[hits if any_year is None else any_year], minlength=len(years)
        ).tolist()
        return facets(
            self.digest,
            question,
            by_topic,
            by_kind[1:],
            zip(years, by_year, strict=True),
            {name: int(self._only[name][hits].sum()) for name in _ONLY},
        )

    @classmethod
    def fit(cls, build: Build) -> FacetTable:
        """The table of a digest's posts."""
        earlier = build.previous
        return table(build.digest, (earlier.parts[cls], earlier.places) if earlier else None)

    def save(self, folder: Path) -> None:
        """Write the table into ``folder``."""
        for name in _ARRAYS:
            arrays.write(folder / f"facets-{name}.npy", getattr(self, name))

    @classmethod
    def load(cls, opened: Opened) -> FacetTable:
        """Read what ``save`` wrote."""
        return cls(
            opened.digest,
            *(arrays.read(opened.folder / f"facets-{name}.npy") for name in _ARRAYS),
        )

    @property
    def count(self) -> int:
        """How many posts the table has."""
        return len(self.months)


def table(digest: Digest, previous: tuple[FacetTable, Places] | None = None) -> FacetTable:
    """The facet table of a digest's posts; ``previous`` is an earlier one, and where each was."""
    topic_rows = {t.name: n for n, t in enumerate(digest.topics)}
    kind_rows = {k.name: n for n, k in enumerate(digest.kinds)}
    size = len(digest.posts)
    topics = np.zeros((len(digest.topics), size), np.bool_)
    kinds, by_chance = np.full(size, -1, np.int16), np.zeros(size, np.bool_)
    months, studied = np.zeros(size, np.int32), np.zeros(size, np.int32)
    made: tuple[NDArray[Any], ...] = (topics, kinds, months, studied, by_chance)
    places = np.full(size, -1)
    if previous is not None and _same_names(previous[0].digest, digest):
        old, places = previous
        known = places >= 0
        for name, array in zip(_ARRAYS, made, strict=True):
            array[..., known] = getattr(old, name)[..., places[known]]
    for at in np.flatnonzero(places < 0).tolist():
        post = digest.posts[at]
        for name in post.topics:
            if name in topic_rows:
                topics[topic_rows[name], at] = True
        if post.research in kind_rows:
            kinds[at] = kind_rows[post.research]
        if post.month:
            months[at] = int(post.month.replace("-", ""))
        if post.study and post.study.year:
            studied[at] = post.study.year
        by_chance[at] = compares_by_chance(post, digest.kinds)
    return FacetTable(digest, *made)


def _same_names(one: Digest, other: Digest) -> bool:
    return (one.topics, one.kinds) == (other.topics, other.kinds)


def facets(
    digest: Digest,
    question: Question,
    by_topic: Sequence[int],
    by_kind: Sequence[int],
    by_year: Iterable[tuple[int, int]],
    by_only: Mapping[Only, int],
) -> Facets:
    """The facets from the number of hits by topic and by kind, in the digest's order.

    ``by_year`` has years with their numbers, newest first; 0 stands for none. ``by_only`` tells how
    many hits each way to narrow them down would leave.
    """
    from search.results import Facets, FacetValue

    chosen_topics = {find(digest.topics, t) for t in question.topics}
    chosen_kinds = {find(digest.kinds, k) for k in question.research}
    topics = [
        FacetValue(t.slug, t.name, n, t in chosen_topics)
        for t, n in zip(digest.topics, by_topic, strict=True)
        if n or t in chosen_topics
    ]
    return Facets(
        topics=tuple(sorted(topics, key=_FULLEST_FIRST, reverse=True)),
        research=tuple(
            FacetValue(k.slug, k.name, n, k in chosen_kinds)
            for k, n in zip(digest.kinds, by_kind, strict=True)
            if n or k in chosen_kinds
        ),
        years=tuple(
            FacetValue(str(year), str(year), n, any(year in span for span in question.years))
            for year, n in by_year
            if n and year
        ),
        only=tuple(
            FacetValue(name, _ONLY[name], n, name in question.only)
            for name, n in by_only.items()
            if n or name in question.only
        ),
    )


def find(values: Sequence[Named], name: str) -> Named | None:
    """The topic or kind with that slug, name or alias, in any letter case.

    A part of a name is enough where only one has it. Names in other languages count where it is
    none of these.
    """
    wanted = name.casefold().strip()
    if not wanted:
        return None
    exact = [v for v in values if wanted in (n.casefold() for n in (v.slug, v.name, *v.aliases))]
    exact = exact or [v for v in values if wanted in _translated(v)]
    holding = exact or [v for v in values if wanted in v.name.casefold()]
    holding = holding or [v for v in values if any(wanted in name for name in _translated(v))]
    return holding[0] if exact or len(holding) == 1 else None


def _translated(thing: Named) -> tuple[str, ...]:
    return tuple(name.casefold() for _, name in thing.names)


def _within(years: NDArray[np.int32], span: Years) -> Mask:
    within = years > 0
    if span.first is not None:
        within &= years >= span.first
    if span.last is not None:
        within &= years <= span.last
    return within
