"""The judged questions and relations follow the rules in their documentation."""

from __future__ import annotations

import hashlib
import tomllib
from collections import Counter
from typing import Any

import pytest
import yaml

from corpus.folder.read import DEMO, post_files

JUDGMENTS = DEMO / "relevance"

KINDS = {
    "plain",
    "keywords",
    "abbreviation",
    "spelling",
    "misspelling",
    "lay",
    "first person",
    "negation",
    "unanswerable",
}
HALVES = ("dev", "test")
FIELDS = {"id", "text", "kind", "split", "grades"}
OPTIONAL = {"note", "written"}
WRITTEN = {"blind", "after reading", "given"}


def entries(name: str, table: str) -> list[dict[str, Any]]:
    """The tables of one file of judgments."""
    content = tomllib.loads((JUDGMENTS / name).read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = content[table]
    return found


def half(identifier: str) -> str:
    """The half in which a question belongs, by the first byte of its id's SHA-256."""
    return HALVES[hashlib.sha256(identifier.encode()).digest()[0] % 2]


@pytest.fixture(scope="module")
def questions() -> list[dict[str, Any]]:
    """All judged questions."""
    return entries("questions.toml", "question")


@pytest.fixture(scope="module")
def relations() -> list[dict[str, Any]]:
    """All judged relations."""
    return entries("relations.toml", "relation")


@pytest.fixture(scope="module")
def topics() -> dict[str, set[str]]:
    """The topics of every post of the demo digest, by its id."""
    found = {}
    for path in post_files(DEMO)[0]:
        matter = path.read_text(encoding="utf-8").split("---\n")[1]
        found[path.stem] = set(yaml.safe_load(matter)["topics"])
    return found


def test_ids_and_texts_are_unique(questions: list[dict[str, Any]]) -> None:
    for field in ("id", "text"):
        counts = Counter(question[field].casefold() for question in questions)
        assert [value for value, count in counts.items() if count > 1] == []


def test_there_are_enough_questions(questions: list[dict[str, Any]]) -> None:
    unanswerable = [question for question in questions if question["kind"] == "unanswerable"]
    assert len(questions) - len(unanswerable) >= 250
    assert len(unanswerable) >= 180


def test_questions_have_the_known_fields_and_are_sorted(questions: list[dict[str, Any]]) -> None:
    wrong = [q["id"] for q in questions if not FIELDS <= q.keys() <= FIELDS | OPTIONAL]
    assert wrong == []
    assert {q["written"] for q in questions if "written" in q} == WRITTEN
    ids = [question["id"] for question in questions]
    assert ids == sorted(ids)


def test_many_were_written_before_the_posts_were_read(
    questions: list[dict[str, Any]],
) -> None:
    parts = Counter(
        (q["written"], bool(q["grades"]), q["split"]) for q in questions if "written" in q
    )
    for answered in (True, False):
        blind, after = (
            [parts[written, answered, part] for part in HALVES]
            for written in ("blind", "after reading")
        )
        assert sum(blind) >= sum(after) >= 30
        assert min(blind) >= 10


def test_every_question_is_in_the_half_that_its_id_gives(questions: list[dict[str, Any]]) -> None:
    assert [q["id"] for q in questions if q["split"] != half(q["id"])] == []


def test_every_kind_is_in_both_halves(questions: list[dict[str, Any]]) -> None:
    counts = Counter((question["kind"], question["split"]) for question in questions)
    assert {kind for kind, _ in counts} == KINDS
    assert [(kind, part) for kind in KINDS for part in HALVES if counts[kind, part] < 7] == []


def test_grades_are_one_to_three_and_of_existing_posts(
    questions: list[dict[str, Any]], topics: dict[str, set[str]]
) -> None:
    wrong = [
        (question["id"], post, grade)
        for question in questions
        for post, grade in question["grades"].items()
        if grade not in (1, 2, 3) or post not in topics
    ]
    assert wrong == []


def test_only_unanswerable_questions_have_no_graded_post(questions: list[dict[str, Any]]) -> None:
    wrong = [q["id"] for q in questions if bool(q["grades"]) == (q["kind"] == "unanswerable")]
    assert wrong == []


def test_every_answerable_question_has_a_post_that_helps(questions: list[dict[str, Any]]) -> None:
    assert [q["id"] for q in questions if q["grades"] and max(q["grades"].values()) < 2] == []


def test_every_post_answers_a_question(
    questions: list[dict[str, Any]], topics: dict[str, set[str]]
) -> None:
    answering = {post for q in questions for post, grade in q["grades"].items() if grade == 3}
    assert sorted(set(topics) - answering) == []


def test_relations_are_of_existing_posts_and_graded_one_or_two(
    relations: list[dict[str, Any]], topics: dict[str, set[str]]
) -> None:
    posts = [relation["post"] for relation in relations]
    assert len(posts) == len(set(posts)) >= 45
    for relation in relations:
        led_to = {**relation.get("same", {}), **relation.get("across", {})}
        assert relation["post"] not in led_to
        assert led_to.keys() | {relation["post"]} <= topics.keys(), relation["post"]
        assert set(led_to.values()) <= {1, 2}, relation["post"]


def test_relations_are_listed_by_whether_topics_are_shared(
    relations: list[dict[str, Any]], topics: dict[str, set[str]]
) -> None:
    wrong = [
        (relation["post"], other, part)
        for relation in relations
        for part in ("same", "across")
        for other in relation.get(part, {})
        if (part == "same") != bool(topics[relation["post"]] & topics[other])
    ]
    assert wrong == []


def test_most_posts_have_relations_across_topics(relations: list[dict[str, Any]]) -> None:
    assert sum(bool(relation.get("across")) for relation in relations) >= 45
