"""The JSON of a comparison of findings, and of disagreements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields

from corpus.evidence.study import COMPARISONS, READINGS
from search.answers.comparators import comparator_kinds
from search.answers.comparison import BYS, By, Comparison, Finding
from search.answers.disagreement import Disagreement
from search.shapes.evidence import EffectShape
from search.shapes.told import told


@dataclass(frozen=True)
class SourceShape:
    """Posts on the same people; usually one post."""

    number: int
    posts: tuple[str, ...] = field(metadata=told("The ids of its posts."))
    same: str = field(
        metadata=told(
            "A note that several posts are about the same people, or that others draw on the same"
            " data; else empty."
        )
    )
    population: str = field(metadata=told("Who was studied."))


@dataclass(frozen=True)
class FindingShape(EffectShape):
    """An effect in a comparison, with facts of its study."""

    against: str = field(metadata=told("The kind of comparator.", list(comparator_kinds())))
    population: str | None = field(metadata=told("Who was studied."))
    year: int | None = field(metadata=told("The year of the study's article."))
    compared: str | None = field(metadata=told("How groups were made.", (*COMPARISONS, None)))
    data: str | None = field(metadata=told("The cohort, register or trial."))
    read: str | None = field(metadata=told("What the post's writer read of it.", (*READINGS, None)))
    funding: str | None = field(metadata=told("Who paid for the study."))
    source: int = field(metadata=told("The number of its source."))
    posts: tuple[str, ...] = field(metadata=told("The ids of the posts that report it."))


@dataclass(frozen=True)
class TogetherShape:
    """Findings in comparable measures, against one kind of comparator."""

    group: str = field(
        metadata=told("The group of their measures, such as standardized difference.")
    )
    against: str = field(metadata=told("The kind of comparator.", list(comparator_kinds())))
    heading: str = field(metadata=told("The kind of comparator in words."))
    findings: tuple[FindingShape, ...]


@dataclass(frozen=True)
class ComparisonShape:
    """The findings of the first posts of an answer, side by side; nothing is pooled."""

    by: By = field(metadata=told("What effects are grouped by first.", BYS))
    total: int = field(metadata=told("How many posts answer; the first 20 are compared."))
    sources: tuple[SourceShape, ...]
    together: tuple[TogetherShape, ...]
    without: tuple[str, ...] = field(metadata=told("The ids of posts without effects in figures."))
    retracted: tuple[str, ...] = field(
        metadata=told("The ids of posts left out, since their studies have been retracted.")
    )


@dataclass(frozen=True)
class DifferenceShape:
    """A field in which two studies differ, with the value of each."""

    field: str
    first: str
    second: str


@dataclass(frozen=True)
class DisagreementShape:
    """Two posts with opposite results."""

    posts: tuple[str, ...] = field(metadata=told("The ids of the two."))
    outcome: str | None = field(
        metadata=told("The outcome on which their figures disagree, if they do.")
    )
    said: bool = field(metadata=told("Whether one says that it contradicts the other."))
    differences: tuple[DifferenceShape, ...] = field(
        metadata=told("How their studies differ, most relevant first.")
    )


def shaped(comparison: Comparison) -> ComparisonShape:
    """A comparison as JSON."""
    return ComparisonShape(
        by=comparison.by,
        total=comparison.total,
        sources=tuple(
            SourceShape(one.number, tuple(p.id for p in one.posts), one.told, one.population)
            for one in comparison.sources
        ),
        together=tuple(
            TogetherShape(
                one.group, one.against.kind, one.against.told, tuple(map(_finding, one.findings))
            )
            for one in comparison.together
        ),
        without=tuple(post.id for post in comparison.without),
        retracted=tuple(post.id for post in comparison.retracted),
    )


def shaped_disagreement(found: Disagreement) -> DisagreementShape:
    """A disagreement as JSON."""
    return DisagreementShape(
        posts=(found.first.id, found.second.id),
        outcome=found.outcome or None,
        said=found.said,
        differences=tuple(
            DifferenceShape(one.field, one.first, one.second) for one in found.differences
        ),
    )


def _finding(one: Finding) -> FindingShape:
    study = one.study
    return FindingShape(
        **{each.name: getattr(one.effect, each.name) for each in fields(EffectShape)},
        against=one.against.kind,
        population=study.population,
        year=study.year,
        compared=study.compared,
        data=study.data,
        read=study.read,
        funding=study.funding,
        source=one.source.number,
        posts=tuple(post.id for post in one.posts),
    )


# The columns of a comparison as a table: what was asked, what was found, and where it is from.
_ASKED = ("population", "intervention", "comparator", "against", "outcome", "timepoint", "year")
_FOUND = ("studies", "participants", "measure", "value", "low", "high", "p", "favours")
_FROM = ("compared", "data", "read", "funding", "source", "posts")
COLUMNS = (*_ASKED, *_FOUND, *_FROM)


def rows(comparison: ComparisonShape) -> Iterator[tuple[str | float | None, ...]]:
    """The findings as rows of a table with ``COLUMNS``, in the order of the page."""
    for one in comparison.together:
        for finding in one.findings:
            cells = (getattr(finding, name) for name in COLUMNS)
            yield tuple(" ".join(cell) if isinstance(cell, tuple) else cell for cell in cells)
