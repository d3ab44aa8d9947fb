"""Judged questions and relations of a digest are read, and each fault is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.folder.read import DEMO
from corpus.folder.settings.judged import (
    judged_files,
    judgments_folder,
    question_entries,
    relation_entries,
)
from corpus.problem import Problems
from tests.digests.digest_folder import DigestFolder

QUESTION = '[[question]]\nid = "a"\ntext = "beans?"\nkind = "plain"\nsplit = "dev"\n'
GRADED = f'{QUESTION}grades = {{ "one" = 3, two = 0 }}\n'


def read(path: Path, text: str) -> tuple[list[list[str]], list[str]]:
    """The posts that each entry names, and the problems."""
    path.write_text(text, "utf-8")
    problems = Problems(Path(path.name))
    entries = question_entries if path.name == "questions.toml" else relation_entries
    named = [[*entry.posts] for entry in entries(path, problems)]
    return named, [str(problem) for problem in problems.found]


def test_entries_know_their_lines_and_the_posts_they_name(tmp_path: Path) -> None:
    file = tmp_path / "questions.toml"
    other = GRADED.replace('"a"', '"b"')
    text = f"# Beans.\n\n{GRADED}\n{other}"
    assert read(file, text) == ([["one", "two"], ["one", "two"]], [])
    assert [entry.line for entry in question_entries(file, Problems(file))] == [3, 10]
    relations = '[[relation]]\npost = "one"\n[relation.same]\ntwo = 2\n[relation.across]\nsix = 1\n'
    assert read(tmp_path / "relations.toml", relations) == ([["one", "two", "six"]], [])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (GRADED.replace("= 3", "= 7"), ":1: in this question the grade of one is no whole number"),
        (GRADED.replace("= 3", "= -1"), "the grade of one is no whole number from 0 to 3"),
        (GRADED.replace("= 3", "= 2.5"), "the grade of one is no whole number"),
        (GRADED.replace("= 3", "= true"), "the grade of one is no whole number"),
        (GRADED.replace("= 3", "= 'high'"), "the grade of one is no whole number"),
        (GRADED.replace('"beans?"', '" "'), "text is no text, or empty"),
        (GRADED.replace('kind = "plain"\n', ""), "kind is missing"),
        (f'{GRADED}written = "blnd"\n', "written is none of blind, after reading, given"),
        (QUESTION, "grades is missing"),
        (f"{QUESTION}grades = [1]\n", "grades is no table of posts and grades"),
        (f"{GRADED}\n{GRADED}", ':8: in this question the id "a" is that of another one too'),
        ("\n[[question", ":2: this is not TOML"),
        ("question = 5\n", ":1: there is no [[question]]"),
        ("title = 1\n", ":1: there is no [[question]]"),
        ("question = [5]\n", ":1: there is no [[question]]"),
    ],
)
def test_a_fault_is_told_with_its_line_and_a_cure(tmp_path: Path, text: str, told: str) -> None:
    _, problems = read(tmp_path / "questions.toml", text)
    assert len(problems) == 1
    assert told in problems[0]
    assert problems[0].count(": ") >= 2


def test_entries_in_braces_are_read_too(tmp_path: Path) -> None:
    file = tmp_path / "relations.toml"
    assert read(file, 'relation = [{post = "one", same = {two = 1}}]\n') == ([["one", "two"]], [])


def test_judgments_are_found_in_or_beside_the_digest(tmp_path: Path) -> None:
    assert judgments_folder(DEMO) == DEMO / "relevance"
    folder = DigestFolder.make(tmp_path / "digest")
    assert judgments_folder(folder.root) == folder.root
    assert judged_files(folder.root) == []
    questions = folder.write("relevance/questions.toml", "")
    assert judgments_folder(folder.root) == folder.root / "relevance"
    relations = folder.write("relations.toml", "")
    assert judged_files(folder.root) == [questions, relations]
    collection = folder.write("corpus.jsonl", "{}")
    assert judgments_folder(collection) == folder.root


def test_the_demo_digest_s_judgments_are_whole() -> None:
    for file in judged_files(DEMO):
        problems = Problems(file)
        entries = question_entries if file.name == "questions.toml" else relation_entries
        assert entries(file, problems)
        assert problems.found == []
