"""The facts of a study are written on one line."""

from __future__ import annotations

import pytest

from corpus.digest import ResearchKind
from corpus.evidence.facts import facts_line, facts_of
from corpus.evidence.study import Effect, Study
from corpus.post import Post


@pytest.mark.parametrize(
    ("study", "line"),
    [
        (None, ""),
        (Study(question="cost", population="beans"), ""),
        (
            Study(2014, compared="by chance", studies=10, participants=1240),
            "Compares groups by chance · 10 studies, 1,240 people · study of 2014",
        ),
        (
            Study(2014, compared="matched", studies=1, participants=1),
            "Compares matched groups, not by chance · 1 study, 1 person · study of 2014",
        ),
        (
            Study(2018, compared="partly by chance", studies=53),
            "Compares groups, only in part by chance · 53 studies · study of 2018",
        ),
        (
            Study(2021, studies=21, participants=1673, effects=(Effect(studies=8), Effect())),
            "21 studies, 1,673 people in all, fewer for some effects · study of 2021",
        ),
        (
            Study(studies=21, effects=(Effect(studies=21), Effect(participants=8))),
            "21 studies",
        ),
        (Study(compared="not compared", studies=0), "No comparison by chance · no studies"),
        (Study(participants=22712), "22,712 people"),
        (Study(2021, read="secondhand"), "study of 2021 · known at second hand"),
        (Study(2021, read="abstract"), "study of 2021"),
    ],
)
def test_the_known_facts_of_a_study_are_written_on_a_line(study: Study | None, line: str) -> None:
    assert facts_line(study) == line


def test_the_kind_of_research_may_imply_how_groups_were_made() -> None:
    kinds = (ResearchKind("trial", "trial", compares_by_chance=True), ResearchKind("poll", "poll"))
    post = Post("a", "A", "B", research="trial", study=Study(2014))
    assert facts_of(post, kinds) == "Compares groups by chance · study of 2014"
    matched = Study(2014, compared="matched")
    assert facts_line(matched, by_chance=True).startswith("Compares matched groups")
    assert facts_of(Post("a", "A", "B", research="poll", study=Study(2014)), kinds) == (
        "study of 2014"
    )
    assert facts_of(Post("a", "A", "B"), kinds) == ""
