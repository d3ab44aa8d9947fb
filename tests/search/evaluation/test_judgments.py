"""Judgments are read from a collection or a digest, and faults in them reported."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.folder.read import DEMO
from search.errors import JudgmentsMissing
from search.evaluation.judgments import (
    JudgedQuestion,
    JudgedRelation,
    of_posts,
    read_questions,
    read_relations,
)

QRELS = "query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t0\n\nq2\td1\t1\nq3\td1\t1\r\n"
# A line separator inside a query must not end its line.
QUERIES = '{"_id": "q1", "text": "one\u2028line"}\n\n{"_id": "q2", "text": null}\n{"_id": "q9"}\n'
QUESTIONS = """
[[question]]
id = "a"
text = "beans?"
kind = "plain"
split = "dev"
[question.grades]
one = 3

[[question]]
id = "b"
text = "moon?"
kind = "unanswerable"
split = "test"
[question.grades]
"""
RELATIONS = """
[[relation]]
post = "one"
[relation.same]
two = 2

[[relation]]
post = "two"
[relation.across]
three = 1
"""


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels" / "dev.tsv").write_text(QRELS, "utf-8", newline="")
    (tmp_path / "qrels" / "related-dev.tsv").write_text("a\tb\tc\nd1\td2\t1\n", "utf-8")
    (tmp_path / "queries.jsonl").write_text(QUERIES, "utf-8")
    return tmp_path


def test_a_collection_has_the_questions_that_were_judged(collection: Path) -> None:
    assert read_questions(collection, "dev") == (
        JudgedQuestion("q1", "one\u2028line", "all", {"d1": 2, "d2": 0}),
        JudgedQuestion("q2", "", "all", {"d1": 1}),
    )


def test_a_collection_has_related_documents(collection: Path) -> None:
    assert read_relations(collection, "dev") == (JudgedRelation("d1", {"d2": 1}),)


def test_documents_as_queries_may_have_facets_and_ids(collection: Path) -> None:
    (collection / "qrels" / "related-dev.tsv").write_text(
        "a\tb\tc\nd1\td2\t1\nd1 method\td3\t1\n7\td3\t2\n", "utf-8"
    )
    (collection / "related_queries.jsonl").write_text(
        '{"_id": "d1"}\n{"_id": "d1 method", "post": "d1", "facet": "method"}\n'
        '{"_id": 7, "post": "d2"}\n',
        "utf-8",
    )
    relations = read_relations(collection, "dev")
    assert relations == (
        JudgedRelation("d1", {"d2": 1}),
        JudgedRelation("d1", {"d3": 1}, facet="method", id="d1 method"),
        JudgedRelation("d2", {"d3": 2}, id="7"),
    )
    assert [relation.name for relation in relations] == ["d1", "d1 method", "7"]
    assert read_relations(collection, "related-dev") == relations


def test_documents_as_queries_are_no_questions(collection: Path) -> None:
    with pytest.raises(JudgmentsMissing, match="evaluated with --related"):
        read_questions(collection, "related-dev")


def test_a_question_may_be_written_blind(tmp_path: Path) -> None:
    text = QUESTIONS.replace('kind = "plain"', 'kind = "plain"\nwritten = "blind"')
    (tmp_path / "questions.toml").write_text(text, "utf-8")
    assert [q.blind for q in read_questions(tmp_path, "all")] == [True, False]


def test_a_digest_has_questions_by_their_half(tmp_path: Path) -> None:
    (tmp_path / "questions.toml").write_text(QUESTIONS, "utf-8")
    one = JudgedQuestion("a", "beans?", "plain", {"one": 3})
    other = JudgedQuestion("b", "moon?", "unanswerable", {})
    assert read_questions(tmp_path, "dev") == (one,)
    assert read_questions(tmp_path, "test") == (other,)
    assert read_questions(tmp_path, "all") == (one, other)


def test_grades_follow_posts_to_their_new_ids_and_those_of_no_post_are_left_out() -> None:
    one = JudgedQuestion("a", "beans?", "plain", {"old": 3, "two": 1, "lost": 2})
    now = {"old": "new", "two": "two"}
    assert of_posts([one], now.get) == ((replace(one, grades={"new": 3, "two": 1}),), ("lost",))
    assert of_posts([one], lambda post: post) == ((one,), ())


def test_a_digest_has_relations(tmp_path: Path) -> None:
    (tmp_path / "relations.toml").write_text(RELATIONS, "utf-8")
    assert read_relations(tmp_path, "dev") == (
        JudgedRelation("one", {"two": 2}),
        JudgedRelation("two", across={"three": 1}),
    )


def test_judgments_of_the_demo_digest_are_read() -> None:
    folder = DEMO / "relevance"
    halves = [read_questions(folder, split) for split in ("dev", "test")]
    assert len(read_questions(folder, "all")) == sum(map(len, halves)) >= 100
    assert len(read_relations(folder, "dev")) >= 40


def test_the_splits_of_a_digest_are_listed(tmp_path: Path) -> None:
    (tmp_path / "questions.toml").write_text(QUESTIONS, "utf-8")
    with pytest.raises(JudgmentsMissing, match=r'questions called "train", but dev, test, all'):
        read_questions(tmp_path, "train")


def test_a_missing_split_is_reported_with_the_existing_ones(collection: Path) -> None:
    with pytest.raises(JudgmentsMissing, match=r'questions called "test", but dev, related-dev'):
        read_questions(collection, "test")
    with pytest.raises(JudgmentsMissing, match="has no judged questions"):
        read_relations(collection / "qrels", "test")


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("qrels/dev.tsv", "head\nq1 d1 1\n", r"dev\.tsv:2: not a question, a post and a grade"),
        ("qrels/dev.tsv", "head\nq1\td1\tgood\n", r"dev\.tsv:2: not a question"),
        ("qrels/dev.tsv", b"head\n\xff", r"dev\.tsv could not be read"),
        ("queries.jsonl", '{"_id": "q1"}\n{oops\n', r"queries\.jsonl:2: not a JSON object"),
        ("queries.jsonl", '["q1"]\n', r"queries\.jsonl:1: not a JSON object with an _id"),
        ("queries.jsonl", '{"text": "beans"}\n', r"queries\.jsonl:1: not a JSON object with an"),
        ("queries.jsonl", b"\xff\n", r"queries\.jsonl could not be read"),
        ("questions.toml", "[[question", r"questions\.toml:1: this is not TOML"),
        (
            "questions.toml",
            "[[question]]\nsplit = 'dev'\n",
            r"toml:1: in this .* \(3 faults more\)",
        ),
        ("questions.toml", QUESTIONS.replace("one = 3", "one = 9"), r"toml:2: in this question"),
    ],
)
def test_faults_are_reported_with_their_place(
    collection: Path, name: str, text: str | bytes, message: str
) -> None:
    content = text.encode() if isinstance(text, str) else text
    (collection / name).write_bytes(content)
    with pytest.raises(JudgmentsMissing, match=message) as raised:
        read_questions(collection, "dev")
    # A problem of the digest's own files has its cure in the same line.
    assert raised.value.hint or ": " in str(raised.value).split(": ", 1)[1]


def test_faults_of_relations_are_reported(tmp_path: Path) -> None:
    (tmp_path / "relations.toml").write_text("[[relation]]\nsame = {}\n", "utf-8")
    with pytest.raises(JudgmentsMissing, match="toml:1: in this relation post is missing"):
        read_relations(tmp_path, "dev")


def test_a_collection_without_queries_is_reported(collection: Path) -> None:
    (collection / "queries.jsonl").unlink()
    with pytest.raises(JudgmentsMissing, match=r"queries\.jsonl could not be read"):
        read_questions(collection, "dev")
