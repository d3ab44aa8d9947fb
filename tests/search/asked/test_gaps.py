"""The report on gaps: questions asked often without an answer, and posts that none found."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corpus.digest import Questions
from indexer.publish import publish
from search.asked.gaps import Gaps, Rising, gaps
from search.asked.record import Asked, QuestionRecord
from search.engine.location import notes_folder
from search.engine.open import open_engine
from search.engine.seam import Snapshot
from tests.digests import garden
from webapp.cli.commands import main


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gaps") / "index"
    publish(replace(garden.digest(), questions=Questions(keep=True)), path)
    return path


@pytest.fixture(scope="module")
def snapshot(index: Path) -> Snapshot:
    return open_engine(index, semantic=False).now()


def test_unanswered_questions_are_listed_from_three_times_on(snapshot: Snapshot) -> None:
    found = gaps(snapshot, [Asked("zeppelins", 3, 3), Asked("dirigibles", 2, 2)])
    assert found.unanswered == (Asked("zeppelins", 3, 3),)
    assert (found.questions, found.times) == (2, 5)


def test_posts_that_no_question_finds_are_listed(snapshot: Snapshot) -> None:
    found = gaps(snapshot, [Asked("slugs", 1, 1)])
    unfound = {post.id for post in found.unfound}
    assert "2016-05-slugs-and-beer" not in unfound
    assert "2022-11-rain-barrels" in unfound


def test_topics_with_many_questions_and_few_posts_are_listed(snapshot: Snapshot) -> None:
    found = gaps(snapshot, [Asked("children who dig", 4, 0), Asked("slugs", 9, 0)])
    assert [(thin.slug, thin.posts, thin.times) for thin in found.thin] == [("children", 2, 4)]
    assert gaps(snapshot, [Asked("children who dig", 2, 0)]).thin == ()


def test_a_term_rises_by_its_share_of_recent_questions(snapshot: Snapshot) -> None:
    asked = [
        Asked("what about frost", 11, 10),
        Asked("slugs", 80, 40),
        Asked("about it", 9, 9),
        Asked("dew", 2, 2),
    ]
    assert gaps(snapshot, asked).rising == (Rising("frost", 11, 10),)
    assert gaps(snapshot, [Asked("frost", 6, 6)]).rising == ()


def test_without_questions_no_post_is_listed(snapshot: Snapshot) -> None:
    assert gaps(snapshot, []) == Gaps(0, 0)


@pytest.fixture
def counted(index: Path) -> Iterator[QuestionRecord]:
    record = QuestionRecord(notes_folder(index))
    for days, times, question in ((50, 4, "slugs"), (0, 3, "zeppelins"), (0, 2, "anna novak")):
        for _ in range(times):
            record.count(question, date.today() - timedelta(days=days))
    yield record
    record.forget()


def run(index: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["report", *arguments, "--index", str(index)])


def test_the_command_lists_questions_asked_often_enough(index: Path, counted: object) -> None:
    result = run(index, "questions", "--no-semantic")
    assert result.exit_code == 0, result.output
    assert "3 questions asked 9 times in the last 90 days." in result.output
    assert "Without an answer:\n  zeppelins (3 times)" in result.output
    assert "novak" not in result.output
    assert "Posts that no question found:" in result.output
    assert "not counted now" not in result.output
    data = json.loads(run(index, "questions", "--no-semantic", "--json").output)
    assert data["counting"] is True
    assert "novak" not in json.dumps(data)


def test_the_command_forget_deletes_all_counts(index: Path, counted: QuestionRecord) -> None:
    assert run(index, "forget").output == "Deleted the counts of 9 questions asked.\n"
    assert counted.asked(date.today()) == ()
    assert "0 questions asked 0 times" in run(index, "questions", "--no-semantic").output


def test_the_report_says_how_to_switch_counting_on(tmp_path: Path) -> None:
    publish(garden.digest(), tmp_path / "index")
    result = run(tmp_path / "index", "questions", "--no-semantic")
    assert "keep = true under [questions] in digest.toml" in result.output
