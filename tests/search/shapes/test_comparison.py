"""A comparison of effects as JSON and as rows of a table, with all that a page shows."""

from __future__ import annotations

from corpus.evidence.study import Effect, Study
from corpus.post import Post
from search.answers.comparison import compare
from search.answers.disagreement import disagreements
from search.shapes.comparison import COLUMNS, rows, shaped, shaped_disagreement

EFFECT = Effect("CBT", "usual care", "depression", measure="g", value=0.4, favours="intervention")
ONE = Post("a", "A", "S.", study=Study(2014, population="adults", data="cohort", effects=(EFFECT,)))
TWO = Post("b", "B", "S.", study=Study(data="cohort", effects=(EFFECT,)), contradicts=("a",))


def test_each_finding_names_its_source() -> None:
    shape = shaped(compare((ONE, TWO), 2))
    (source,), (together,) = shape.sources, shape.together
    assert (source.posts, source.same) == (("a", "b"), "2 posts, the same data")
    (finding,) = together.findings
    assert (finding.against, finding.year, finding.population) == ("usual care", 2014, "adults")
    assert (finding.source, finding.posts) == (1, ("a", "b"))


def test_a_row_has_a_cell_for_each_column() -> None:
    (row,) = rows(shaped(compare((ONE, TWO), 2)))
    told = dict(zip(COLUMNS, row, strict=True))
    assert (told["intervention"], told["value"], told["low"]) == ("CBT", 0.4, None)
    assert told["posts"] == "a b"


def test_a_disagreement_names_its_posts() -> None:
    (found,) = disagreements((ONE, TWO))
    shape = shaped_disagreement(found)
    assert (shape.posts, shape.outcome, shape.said) == (("a", "b"), None, True)
