"""A comparison of effects for a page: panels of rows, each with a forest plot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from corpus.evidence.measures import Measure
from search.answers.comparison import Comparison, Finding, Together
from webapp.language.words import number
from webapp.view.axis import Axis, Ends

# The values of these measures are in points of different scales, so they can't share an axis.
_OWN_UNITS = frozenset(("difference", "regression weight"))

# The drawing in its own units: of its width, so much on the left is for the rows' numbers.
WIDTH = 360
_LEFT = 30
_RIGHT = 8
_ROW = 20
_FOOT = 24


@dataclass(frozen=True, slots=True)
class Row:
    """A finding with its ``number`` on the page.

    ``rows`` is how many rows from this one on are of its source: 0 where one above is the first.
    """

    number: int
    finding: Finding
    rows: int


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of a panel with the same kind of comparator; ``title`` may be empty."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line of a plot: a heading, or a row with its figures as places on the axis.

    ``y`` is where its middle is. ``x`` is the place of the value; ``favours`` says whom the effect
    favours. The places of ``ends`` are those of the drawing.
    """

    y: int
    title: str = ""
    number: int | None = None
    favours: str | None = None
    x: float | None = None
    ends: Ends | None = None


@dataclass(frozen=True, slots=True)
class Plot:
    """A forest plot: size, lines, place of no effect, and labels of its axis."""

    width: int
    height: int
    lines: tuple[Drawn, ...]
    even: float | None
    marks: tuple[tuple[str, float], ...]

    @property
    def foot(self) -> int:
        """The vertical place of the axis."""
        return self.height - _FOOT


@dataclass(frozen=True, slots=True)
class Panel:
    """Findings in comparable measures; ``plot`` is ``None`` for a single one.

    ``measures`` are the names that posts have for them.
    """

    group: str
    measures: str
    means: str
    parts: tuple[Part, ...]
    plot: Plot | None


@dataclass(frozen=True, slots=True)
class Chapter:
    """Panels below a heading, which may be empty."""

    title: str
    panels: tuple[Panel, ...]


def chapters(comparison: Comparison) -> tuple[Chapter, ...]:
    """The panels of a comparison, grouped by measure, or by comparator and then measure."""
    made: list[Chapter] = []
    first = 1
    key = _group if comparison.by == "measure" else _against
    for name, grouped in groupby(comparison.together, key):
        together = list(grouped)
        if comparison.by == "measure":
            made.append(Chapter("", (_panel(together, first, titled=True),)))
        else:
            panels = []
            start = first
            for one in together:
                panels.append(_panel([one], start, titled=False))
                start += len(one.findings)
            made.append(Chapter(name, tuple(panels)))
        first += sum(len(one.findings) for one in together)
    return tuple(made)


def _group(together: Together) -> str:
    return together.group


def _against(together: Together) -> str:
    return together.against.told


def _panel(together: Sequence[Together], first: int, *, titled: bool) -> Panel:
    parts: list[Part] = []
    for one in together:
        parts.append(Part(one.against.told if titled else "", tuple(_rows(one.findings, first))))
        first += len(one.findings)
    names = dict.fromkeys(
        f.effect.measure for one in together for f in one.findings if f.effect.measure
    )
    measure = together[0].measure
    return Panel(
        group=together[0].group,
        measures=", ".join(names),
        means=_means(measure) if len(names) == 1 else "",
        parts=tuple(parts),
        plot=_plot(parts, measure),
    )


def _means(measure: Measure | None) -> str:
    """The meaning of a measure, if that is more than its name."""
    return measure.means if measure and measure.means != measure.group else ""


def _rows(findings: Iterable[Finding], first: int) -> Iterator[Row]:
    for _, grouped in groupby(findings, lambda finding: finding.source.number):
        of_one = list(grouped)
        for place, finding in enumerate(of_one):
            yield Row(first + place, finding, 0 if place else len(of_one))
        first += len(of_one)


def _plot(parts: Sequence[Part], measure: Measure | None) -> Plot | None:
    if measure is None or measure.even is None or measure.group in _OWN_UNITS:
        return None
    effects = [row.finding.effect for part in parts for row in part.rows]
    if len(effects) < 2:
        return None
    axis = Axis(effects, measure)

    def drawn(share: float) -> float:
        return round(_LEFT + share * (WIDTH - _LEFT - _RIGHT) / 100, 1)

    def place(figure: float | None) -> float | None:
        share = axis(figure)
        return None if share is None else drawn(share)

    lines: list[Drawn] = []
    for part in parts:
        if part.title:
            lines.append(Drawn(_ROW * len(lines) + _ROW // 2, title=part.title))
        for row in part.rows:
            effect = row.finding.effect
            ends = axis.ends(effect)
            if ends is not None:
                ends = replace(ends, low=drawn(ends.low), high=drawn(ends.high))
            y = _ROW * len(lines) + _ROW // 2
            lines.append(Drawn(y, "", row.number, effect.favours, place(effect.value), ends))
    return Plot(
        width=WIDTH,
        height=_ROW * len(lines) + _FOOT,
        lines=tuple(lines),
        even=place(measure.even),
        marks=tuple((number(f), x) for f, _ in axis.marks() if (x := place(f)) is not None),
    )
