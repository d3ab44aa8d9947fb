"""Questions in lay words, without the technical term: a right post is among the first three.

``docs/relevance.md`` has the figures.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from search.engine.seam import Snapshot
from search.question import Question

FILE = Path(__file__).with_name("lay_words.toml")
SETS = tomllib.loads(FILE.read_text("utf-8"))


@pytest.mark.parametrize(
    ("name", "questions", "least"), [("first", 50, 0.64), ("second", 50, 0.6), ("french", 20, 0.85)]
)
def test_a_right_post_is_among_the_first_three(
    name: str, questions: int, least: float, demo_snapshot: Snapshot
) -> None:
    right = [
        any(post in question["posts"] for post, _ in asked)
        for question in SETS[name]
        for asked in [demo_snapshot.order(Question.parse(question["text"]), 3)]
    ]
    assert len(right) == questions
    assert sum(right) >= least * questions


@pytest.mark.parametrize(
    "text",
    [
        *(
            "online therapy",
            "internet therapy",
            "digital CBT",
            "virtual counselling",
            "teletherapy",
        ),
        *(
            "web-based treatment",
            "distance therapy",
            "computerised therapy",
            "manualised treatment",
        ),
        *("low-intensity therapy", "age differences", "people who use drugs", "depressed mood"),
    ],
)
def test_what_posts_deal_with_is_not_called_absent_by_another_name(
    text: str, demo_snapshot: Snapshot
) -> None:
    results = demo_snapshot.search(Question.parse(f"does it work: {text}"))
    made = results.understanding
    assert results.answered
    assert not made.unknown_concepts and not made.only_near


def test_every_named_post_exists(demo_snapshot: Snapshot) -> None:
    ids = {post.id for post in demo_snapshot.archive()}
    named = {post for name in SETS for question in SETS[name] for post in question["posts"]}
    assert named <= ids
