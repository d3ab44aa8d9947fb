"""Results and figures are printed for people and for programs."""

from __future__ import annotations

from dataclasses import replace

import click

from corpus.digest import Digest, ResearchKind
from corpus.evidence.notice import Notice
from corpus.evidence.study import Effect, Study
from corpus.post import Post
from search.cli.printout import (
    evaluation_as_dict,
    evaluation_lines,
    per_query_lines,
    results_lines,
)
from search.engine.seam import Snapshot
from search.evaluation.evaluation import Evaluation, Outcome, Row
from search.question import Question
from search.results import (
    Facets,
    Hit,
    Passage,
    Results,
    SearchOptions,
    Understanding,
)

OUTCOME = Outcome("q1", "plain", 0.5, 1.0, 0.25, 1.0)
ROW = Row("all", 1, 0.5, 1.0, 0.25, 1.0, 0.25, 0.5, 0.0312)
DONE = Evaluation((ROW,), (OUTCOME,), (OUTCOME,), {"q1": [("a", 2.0)]}, 0.004, 0.9, 0.95, 0.8, 0.99)


def answer(snapshot: Snapshot, text: str, *, explain: bool = False) -> list[str]:
    question = Question.parse(text)
    found = snapshot.search(question, SearchOptions(limit=1, explain=explain))
    return list(results_lines(found, snapshot.digest))


def test_the_words_of_the_question_are_bold(garden_snapshot: Snapshot) -> None:
    (title,) = (line for line in answer(garden_snapshot, "slugs") if line.startswith("1. "))
    assert click.style("Slugs", bold=True) in title


def test_without_an_answer_the_unknown_words_are_printed(garden_snapshot: Snapshot) -> None:
    told = answer(garden_snapshot, "xylophone zeppelin")
    assert "Found in no post: xylophone, zeppelin" in told
    assert "Nothing in this digest answers that." in told


def test_years_said_in_words_are_printed(garden_snapshot: Snapshot) -> None:
    results = garden_snapshot.search(Question.parse("mulch studies before 2010"))
    lines = list(results_lines(results, garden_snapshot.digest))
    assert lines[0] == "Only studies of the years ..2009, as you wrote: before 2010"


def test_two_things_that_no_post_has_both_of_are_printed(demo_snapshot: Snapshot) -> None:
    assert "No post speaks of both: DBT, video" in answer(demo_snapshot, "DBT by video")
    assert not any("both" in line for line in answer(demo_snapshot, "DBT for borderline"))


def test_contributions_to_the_score_are_printed_with_their_sign(garden_snapshot: Snapshot) -> None:
    told = answer(garden_snapshot, "slugs", explain=True)
    assert [line for line in told if line.strip()[0:1] in {"+", "-"} and " from " in line]


def test_a_hit_is_printed_with_the_facts_of_its_study() -> None:
    study = Study(2014, studies=10, participants=1240, effects=(Effect(value=0.5),))
    post = Post("a", "On slugs", "S.", research="trial", study=study)
    post = replace(post, notices=(Notice("retraction", "2020"),))
    kinds = (ResearchKind("trial", "trial", compares_by_chance=True),)
    facts = "Compares groups by chance · 10 studies, 1,240 people · study of 2014"
    results = Results(
        question=Question.parse("slugs"),
        understanding=Understanding(),
        hits=(
            Hit(1, 1.0, post, Passage("On slugs"), Passage("Try it."), None, limit=Passage("Few.")),
        ),
        total=1,
        offset=0,
        sort="relevance",
        facets=Facets(),
        answered=True,
        nearest=(),
        generation="000001-fake",
        seconds=0.001,
    )
    assert list(results_lines(results, Digest("Notes", kinds=kinds)))[1:6] == [
        "1. On slugs",
        "   The study has been retracted.",
        f"   {facts}",
        "   For practice: Try it.",
        "   Bear in mind: Few.",
    ]


def test_an_evaluation_is_a_table_with_its_cost() -> None:
    head, row, silent, spoken, blind, cost = evaluation_lines(DONE, False, 1.26)
    assert head.split() == ["kind", "n", "nDCG@10", "MRR@10", "R@100", "S@3", "bar", "d", "p"]
    assert row.split() == [
        *("all", "1", "0.5000", "1.0000", "0.2500", "1.00", "0.2500", "0.50", "0.0312")
    ]
    assert blind == "Among questions written before reading the posts: 80% and 1%."
    assert silent == "No answer given: for 90% of the questions that have none (right),"
    assert spoken == "for 5% of those that have one (wrong)."
    assert cost == "1 query in 0.00 s (4.00 ms each), indexed in 1.3 s, semantic off."


def test_an_effect_without_an_interval_is_not_printed() -> None:
    _, row, *_ = evaluation_lines(replace(DONE, rows=(replace(ROW, effect=None),)), False, 1.26)
    assert row.split()[-2] == "-"


def test_an_evaluation_for_a_program() -> None:
    made = evaluation_as_dict(DONE, "dev", True, 1.26)
    assert (made["split"], made["semantic"], made["queries"]) == ("dev", True, 1)
    assert made["rows"][0]["ndcg"] == 0.5


def test_each_question_has_a_line_and_the_baseline_comes_last() -> None:
    head, line = per_query_lines(DONE)
    assert head.split("\t")[-1] == "bar_ndcg"
    assert line.split("\t") == [
        *("q1", "plain", "0.5000", "1.0000", "0.2500", "1.0000", "False", "0.5000")
    ]
