"""The record keeps only counts of normalised questions, privately and for ninety days."""

from __future__ import annotations

import multiprocessing
import sqlite3
import stat
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.asked.record import Asked, QuestionRecord, normalised
from search.errors import RecordUnusable
from search.question import Question

TODAY = date(2024, 6, 30)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Does COMPOST help?", "does compost help"),
        ('  "Raised beds"  café,', "cafe raised beds"),
        ("slugs -beer author:Smith year:2018 topic:soil", "slugs"),
        ("author:Smith", ""),
        ("? !", ""),
        ("a " * 20, ("a " * 20).strip()),
        ("a " * 21, ""),
    ],
)
def test_a_question_is_reduced_to_its_words(typed: str, expected: str) -> None:
    assert normalised(Question.parse(typed)) == expected


@given(st.text(max_size=80))
def test_normalising_twice_changes_nothing(typed: str) -> None:
    once = normalised(Question.parse(typed))
    again = normalised(Question.parse(once))
    assert normalised(Question.parse(again)) == again


def test_questions_are_counted_by_day(tmp_path: Path) -> None:
    record = QuestionRecord(tmp_path / "notes")
    assert record.asked(TODAY) == ()
    for ago, question in ((0, "slugs"), (0, "slugs"), (60, "slugs"), (89, "beans")):
        record.count(question, TODAY - timedelta(days=ago))
    assert record.asked(TODAY) == (Asked("slugs", 3, 2), Asked("beans", 1, 0))
    assert record.asked(TODAY, most=1) == (Asked("slugs", 3, 2),)


def test_a_count_is_deleted_after_ninety_days(tmp_path: Path) -> None:
    record = QuestionRecord(tmp_path / "notes")
    record.count("slugs", TODAY)
    later = TODAY + timedelta(days=90)
    record.count("beans", later)
    assert record.asked(later) == (Asked("beans", 1, 1),)
    assert not [f for f in (tmp_path / "notes").iterdir() if b"slugs" in f.read_bytes()]


def test_counts_dated_far_in_the_future_are_ignored(tmp_path: Path) -> None:
    record = QuestionRecord(tmp_path / "notes")
    record.count("slugs", TODAY + timedelta(days=3000))
    assert record.asked(TODAY) == ()


def test_only_days_questions_and_counts_are_kept_with_private_permissions(tmp_path: Path) -> None:
    record = QuestionRecord(tmp_path / "notes")
    record.count("slugs", TODAY)
    assert stat.S_IMODE((tmp_path / "notes").stat().st_mode) == 0o700
    files = list((tmp_path / "notes").iterdir())
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    with sqlite3.connect(record.file) as connection:
        assert connection.execute("select * from asked").fetchall() == [("2024-06-30", "slugs", 1)]
    connection.close()


def test_forgetting_removes_the_questions_from_the_file(tmp_path: Path) -> None:
    record = QuestionRecord(tmp_path / "notes")
    assert record.forget() == 0
    for _ in range(3):
        record.count("snails in the night", TODAY)
    assert record.forget() == 3
    assert record.asked(TODAY) == ()
    assert not [f for f in (tmp_path / "notes").iterdir() if b"snails" in f.read_bytes()]


def test_a_folder_that_others_can_read_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    folder.mkdir(mode=0o755)
    with pytest.raises(RecordUnusable, match="not private") as caught:
        QuestionRecord(folder).count("slugs", TODAY)
    assert "chmod 700" in caught.value.hint


def test_a_file_that_is_no_record_is_reported(tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    folder.mkdir(mode=0o700)
    (folder / "questions.sqlite").write_bytes(b"no database " * 100)
    with pytest.raises(RecordUnusable, match="not a database"):
        QuestionRecord(folder).asked(TODAY)


def _count(folder: Path, times: int) -> None:
    for _ in range(times):
        QuestionRecord(folder).count("slugs", TODAY)


def test_several_processes_lose_no_count(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=_count, args=(tmp_path / "notes", 10)) for _ in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0] * 3
    assert QuestionRecord(tmp_path / "notes").asked(TODAY) == (Asked("slugs", 30, 30),)
