"""The effects that posts report, side by side: grouped by measure and comparator.

Nothing is computed from figures, and none are pooled: each is the study's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from corpus.evidence.measures import Measure, measure_of
from corpus.evidence.same_people import same_people, share_data
from corpus.evidence.study import Effect, Study
from corpus.message import N_, Counted, Joined, Message
from corpus.post import Post
from search.answers.comparators import ComparatorKind, comparator_kinds, in_its_study

UNMEASURED = N_("no measure told")
# So many of the posts that answer are compared, in the order of the answer.
MOST = 20

# By what effects are put together first.
By = Literal["measure", "comparator"]
BYS: tuple[By, ...] = get_args(By)


@dataclass(frozen=True, slots=True)
class Source:
    """Posts on the same people, in the order of the answer; most often one post.

    ``number`` counts the sources of a comparison from 1; ``overlaps`` are the numbers of those that
    draw on the same data, though not on the same people as far as is known.
    """

    number: int
    posts: tuple[Post, ...]
    overlaps: tuple[int, ...] = ()

    @property
    def told(self) -> str:
        """What several posts have in common, and that others draw on the same data; else empty."""
        return Joined(tuple(self._told()), "; ")

    def _told(self) -> Iterator[str]:
        if len(self.posts) > 1:
            yield self._same()
        if self.overlaps:
            yield Counted(
                "draws on the same data as %(num)s other study here",
                "draws on the same data as %(num)s other studies here",
                len(self.overlaps),
            )

    def _same(self) -> str:
        """That its posts are about the same people, so many where each of them says so."""
        posts = len(self.posts)
        people = {study.participants for study in self._studies}
        if len(people) != 1 or None in people:
            return Message("%(posts)s posts, the same data", posts=posts)
        return Counted(
            "%(posts)s posts, the same %(num)s person",
            "%(posts)s posts, the same %(num)s people",
            next(iter(people)) or 0,
            posts=posts,
        )

    @property
    def population(self) -> str:
        """Who was studied, as the posts word it."""
        told = (study.population for study in self._studies if study.population)
        return "; ".join(dict.fromkeys(told))

    @property
    def _studies(self) -> tuple[Study, ...]:
        return tuple(post.study for post in self.posts if post.study)


@dataclass(frozen=True, slots=True)
class Finding:
    """An effect, its source, and the posts of that source that report it."""

    effect: Effect
    source: Source
    posts: tuple[Post, ...]

    @property
    def against(self) -> ComparatorKind:
        """The kind of comparator of the effect, by all that its posts say of it."""
        beside = (each.comparator for post in self.posts for each in _effects(post))
        return in_its_study(self.effect.comparator, beside)

    @property
    def study(self) -> Study:
        """The study of the first post that reports it."""
        return self.posts[0].study or Study()


@dataclass(frozen=True, slots=True)
class Together:
    """Findings whose measures can be compared, against one kind of comparator.

    ``measure`` is ``None`` where the list of measures does not have it.
    """

    group: str
    measure: Measure | None
    against: ComparatorKind
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The findings of posts, side by side.

    ``without`` are posts that report no effect in figures; ``retracted`` are left out of all else.
    ``total`` is the number of posts that answer, of which the first ``MOST`` are compared.
    """

    by: By
    total: int
    sources: tuple[Source, ...]
    together: tuple[Together, ...]
    without: tuple[Post, ...]
    retracted: tuple[Post, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding, in the order of the groups."""
        return tuple(finding for one in self.together for finding in one.findings)


def compare(posts: Iterable[Post], total: int, by: By = "measure") -> Comparison:
    """The effects of posts side by side, grouped by measure and comparator.

    Groups of measures, or kinds of comparator, come in the order in which posts first have them
    and in that of ``comparators.toml``.
    """
    given = tuple(posts)
    standing = tuple(post for post in given if not post.retracted)
    sources = _sources(standing)
    findings = [finding for source in sources for finding in _findings(source)]
    return Comparison(
        by=by,
        total=total,
        sources=tuple(sources),
        together=_together(findings, by),
        without=tuple(post for post in standing if not _effects(post)),
        retracted=tuple(post for post in given if post.retracted),
    )


def _effects(post: Post) -> tuple[Effect, ...]:
    """The effects of a post that have a value."""
    effects = post.study.effects if post.study else ()
    return tuple(e for e in effects if (e.value, e.low, e.high) != (None, None, None))


def _sources(posts: Sequence[Post]) -> list[Source]:
    """The posts that have effects, grouped by the people they are about."""
    groups = [group for group in _grouped(posts) if any(map(_effects, group))]
    return [
        Source(
            at,
            group,
            tuple(
                n
                for n, other in enumerate(groups, 1)
                if n != at and any(share_data(one, two) for one in group for two in other)
            ),
        )
        for at, group in enumerate(groups, 1)
    ]


def _grouped(posts: Sequence[Post]) -> list[tuple[Post, ...]]:
    groups: list[list[Post]] = []
    for post in posts:
        same = [group for group in groups if any(same_people(post, other) for other in group)]
        joined = [other for group in same for other in group]
        at = groups.index(same[0]) if same else len(groups)
        groups = [group for group in groups if group not in same]
        groups.insert(at, [*joined, post])
    return [tuple(group) for group in groups]


def _findings(source: Source) -> list[Finding]:
    """The effects of a source; one that several posts report counts once."""
    found: dict[Effect, list[Post]] = {}
    for post in source.posts:
        for effect in _effects(post):
            found.setdefault(effect, []).append(post)
    return [Finding(effect, source, tuple(posts)) for effect, posts in found.items()]


def _together(findings: Iterable[Finding], by: By) -> tuple[Together, ...]:
    kinds = list(comparator_kinds())
    found: dict[tuple[str, str], list[Finding]] = {}
    groups: dict[str, int] = {}
    for finding in findings:
        group = _group(finding.effect)
        groups.setdefault(group, len(groups))
        found.setdefault((group, finding.against.kind), []).append(finding)

    def place(key: tuple[str, str]) -> tuple[int, int]:
        group, kind = groups[key[0]], kinds.index(key[1])
        return (group, kind) if by == "measure" else (kind, group)

    return tuple(
        Together(key[0], _measure(found[key][0].effect), found[key][0].against, tuple(found[key]))
        for key in sorted(found, key=place)
    )


def _measure(effect: Effect) -> Measure | None:
    return measure_of(effect.measure) if effect.measure else None


def _group(effect: Effect) -> str:
    """The name of the group of comparable measures that an effect belongs to."""
    measure = _measure(effect)
    if measure is None or measure.group == "other":
        return effect.measure or UNMEASURED
    return measure.group
