"""The reasons given for a post's place are true of it."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

import pytest

from search.engine.open import open_engine
from search.engine.seam import Snapshot
from search.question import Question
from search.results import Hit, SearchOptions


def hits(snapshot: Snapshot, text: str) -> tuple[Hit, ...]:
    return snapshot.search(Question.parse(text), SearchOptions(explain=True)).hits


@pytest.mark.parametrize("text", ["alliance ruptures", "does therapist burnout hurt patients?"])
def test_the_words_of_a_reason_are_in_the_part_it_names(demo_snapshot: Snapshot, text: str) -> None:
    found = hits(demo_snapshot, text)
    assert found
    for hit in found:
        shown = {
            "title": hit.title,
            "practice implications": hit.implication,
            "summary": hit.passage,
        }
        for reason in hit.why:
            named = re.match(r"its ([a-z ]+?) says? “", reason)
            if named:
                passage = shown[named[1]]
                assert passage is not None
                for word in re.findall("“(.+?)”", reason):
                    assert word in passage.text.lower()


@pytest.mark.slow
def test_reasons_by_meaning_name_the_closest_post_and_likeness_to_the_best(
    semantic_demo_index: Path,
) -> None:
    with closing(open_engine(semantic_demo_index)) as engine:
        found = hits(engine.now(), "alliance in groups")
    reasons = [reason for hit in found for reason in hit.why]
    assert reasons.count("by meaning the closest") <= 1
    assert any(reason.startswith("by meaning") for reason in reasons)
    assert reasons.count("word for word the closest in sense") <= 1
    assert any(reason.startswith("word for word in place") for reason in reasons)
    like = [reason for reason in reasons if "like it" in reason]
    assert like
    for reason in like:
        assert re.fullmatch(r"\d of the (5|4 other) best posts (is|are) like it", reason)


def test_reasons_are_only_given_on_demand(garden_snapshot: Snapshot) -> None:
    question = Question.parse("slugs in a drought")
    assert all(not hit.why for hit in garden_snapshot.search(question).hits)
    browsing = garden_snapshot.search(Question(), SearchOptions(explain=True))
    assert all(not hit.why for hit in browsing.hits)
