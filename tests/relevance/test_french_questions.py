"""French questions find the posts of an English digest."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from statistics import mean
from typing import NamedTuple

import pytest

from corpus.folder.read import DEMO
from search.answers.best import answers
from search.engine.open import open_engine
from search.engine.seam import Snapshot
from search.question import Question
from search.results import SearchOptions

DATA = tomllib.loads(Path(__file__).with_name("french.toml").read_text("utf-8"))
TRANSLATED: dict[str, str] = DATA["translated"]
JUDGED = tomllib.loads((DEMO / "relevance" / "questions.toml").read_text("utf-8"))["question"]


class Asked(NamedTuple):
    """A question, the ids of the right posts, and whether it is held out."""

    text: str
    right: frozenset[str]
    held_out: bool


def asked(snapshot: Snapshot) -> Iterator[Asked]:
    """The questions that the digest answers: judged ones, filled patterns, and everyday words."""
    grades = {question["id"]: question["grades"] for question in JUDGED}
    for text, known in DATA["asked"].items():
        right = frozenset(post for post, grade in grades.get(known, {}).items() if grade >= 2)
        if right:
            yield Asked(text, right, _held_out(text))
    posts = tuple(snapshot.archive())
    for term, words in DATA["made"]["terms"].items():
        right = frozenset(p.id for p in posts if _named(p.title, words))
        patterns = DATA["made"]["patterns"]
        text = patterns[_digest(term)[1] % len(patterns)].format(term)
        if right:
            yield Asked(text, right, _held_out(text))
    for text, words in DATA["everyday"].items():
        yield Asked(text, frozenset(p.id for p in posts if _named(p.title, words)), False)


def found(snapshot: Snapshot, question: Asked) -> bool:
    """Whether a right post is among the first three."""
    hits = snapshot.search(Question.parse(question.text)).hits[:3]
    return any(hit.post.id in question.right for hit in hits)


def hold(snapshot: Snapshot) -> None:
    questions = list(asked(snapshot))
    assert len(questions) >= 140
    answers = {question: found(snapshot, question) for question in questions}
    held_out = [right for question, right in answers.items() if question.held_out]
    assert mean(answers.values()) >= 0.85
    assert mean(held_out) >= 0.85


@pytest.mark.slow
def test_french_questions_find_a_right_post_by_words(demo_snapshot: Snapshot) -> None:
    hold(demo_snapshot)


@pytest.mark.slow
def test_french_questions_find_a_right_post_by_meaning(semantic_demo_index: Path) -> None:
    with closing(open_engine(semantic_demo_index, semantic=True)) as engine:
        hold(engine.now())


def test_translated_posts_are_found_by_their_french_words(demo_snapshot: Snapshot) -> None:
    questions = [Asked(text, frozenset((post,)), True) for text, post in TRANSLATED.items()]
    assert len(questions) == 20
    assert mean(found(demo_snapshot, question) for question in questions) >= 0.85
    hit = demo_snapshot.search(Question.parse(questions[1].text)).hits[0]
    assert (hit.language, hit.title.text) == ("fr", hit.post.translations[0].title)


def test_the_interpretation_of_a_french_question_is_in_french(demo_snapshot: Snapshot) -> None:
    found = demo_snapshot.search(Question.parse("l'hypnose pour la dépression"))
    assert found.understanding.used == ("dépression",)
    assert found.understanding.unknown_concepts == ("hypnose",)
    assert not found.answered


def test_the_example_questions_in_french_are_answered(
    demo_snapshot: Snapshot,
) -> None:
    offered = [text for tag, text in demo_snapshot.digest.questions.translated if tag == "fr"]
    assert len(offered) >= 6
    options = SearchOptions(language="fr")
    found = [demo_snapshot.search(Question.parse(text), options) for text in offered]
    assert all(results.answered for results in found)
    assert sum(bool(answers(results)) for results in found) >= 3


def _named(title: str, words: list[str]) -> bool:
    return any(word in title.lower() for word in words)


def _held_out(text: str) -> bool:
    return _digest(text)[0] % 2 == 1


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
