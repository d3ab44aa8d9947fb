"""The box says what limits its answer; ``docs/relevance.md`` has the figures."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from search.engine.open import open_generation
from search.engine.seam import Snapshot
from search.question import Question

FILE = Path(__file__).with_name("limits.toml")
SETS = tomllib.loads(FILE.read_text("utf-8"))
WORDS = {"known": 14, "dev": 27, "held": 27}
MEANING = {"known": 15, "dev": 27, "held": 26}


def right(snapshot: Snapshot, name: str) -> int:
    """How many questions of a set have one of the right texts over their post."""
    found = 0
    for case in SETS[name]:
        hits = snapshot.search(Question.parse(case["question"])).hits
        over = next((hit for hit in hits if hit.post.id == case["post"]), None)
        shown = (over.implication, over.limit) if over else ()
        told = " ".join(passage.text for passage in shown if passage)
        found += any(text in told for text in case["has"])
    return found


@pytest.mark.parametrize("name", ["known", "dev", "held"])
def test_the_limit_that_is_asked_for_is_told_by_words(demo_snapshot: Snapshot, name: str) -> None:
    assert right(demo_snapshot, name) >= WORDS[name]


@pytest.mark.slow
def test_the_limit_that_is_asked_for_is_told_with_meaning(semantic_demo_index: Path) -> None:
    live = semantic_demo_index / (semantic_demo_index / "CURRENT").read_text("ascii").strip()
    with open_generation(live) as snapshot:
        assert all(right(snapshot, name) >= least for name, least in MEANING.items())


def test_every_text_stands_in_its_post(demo_snapshot: Snapshot) -> None:
    for cases in SETS.values():
        for case in cases:
            post = demo_snapshot.post(case["post"])
            assert all(text in f"{post.summary} {post.implications}" for text in case["has"])
