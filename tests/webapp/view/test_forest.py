"""A comparison becomes panels of numbered rows, each with its own plot and scale."""

from __future__ import annotations

from corpus.evidence.study import Effect, Study
from corpus.post import Post
from search.answers.comparison import By, compare
from webapp.view.forest import Chapter, chapters


def effect(measure: str, value: float, comparator: str | None = "usual care") -> Effect:
    return Effect("CBT", comparator, "depression", None, measure, value, value - 0.1, value + 0.1)


POSTS = (
    Post(
        "a",
        "A",
        "S.",
        study=Study(
            effects=(effect("g", 0.5), effect("g", 0.2), effect("d", 0.9, "waitlist")),
        ),
    ),
    Post("b", "B", "S.", study=Study(effects=(effect("r", 0.3, None), effect("MD", 3.0)))),
    Post("c", "C", "S.", study=Study(effects=(effect("MD", 5.0), effect("%", 40)))),
)


def shown(by: By = "measure") -> tuple[Chapter, ...]:
    return chapters(compare(POSTS, 3, by))


def test_each_group_of_measures_has_a_panel() -> None:
    panels = [panel for chapter in shown() for panel in chapter.panels]
    assert [(p.group, p.measures) for p in panels] == [
        ("standardized difference", "d, g"),
        ("correlation", "r"),
        ("difference", "MD"),
        ("per cent", "%"),
    ]
    assert [part.title for part in panels[0].parts] == [
        "Against no treatment or a waiting list",
        "Against usual care",
    ]
    assert [chapter.title for chapter in shown()] == ["", "", "", ""]


def test_rows_are_numbered_through_the_page() -> None:
    for by in ("measure", "comparator"):
        panels = [panel for chapter in shown(by) for panel in chapter.panels]
        rows = [row for panel in panels for part in panel.parts for row in part.rows]
        assert [row.number for row in rows] == list(range(1, 8))


def test_rows_of_one_source_are_adjacent() -> None:
    rows = shown()[0].panels[0].parts[1].rows
    assert [row.rows for row in rows] == [2, 0]


def test_panels_can_be_grouped_by_comparator() -> None:
    titles = {chapter.title: [p.group for p in chapter.panels] for chapter in shown("comparator")}
    assert titles["Against usual care"] == ["standardized difference", "difference", "per cent"]
    assert titles["Held against nothing"] == ["correlation"]


def test_only_figures_that_share_a_scale_are_drawn() -> None:
    drawn = {p.group: p.plot for chapter in shown() for p in chapter.panels}
    # Left out: a single effect, points on two scales, and a share that compares nothing.
    assert [group for group, plot in drawn.items() if plot] == ["standardized difference"]
    plot = drawn["standardized difference"]
    assert plot is not None and plot.even is not None
    assert [line.number for line in plot.lines] == [None, 1, None, 2, 3]
    for line in plot.lines:
        if line.number:
            assert line.ends is not None and line.x is not None
            assert plot.even < line.ends.low < line.x < line.ends.high < plot.width
